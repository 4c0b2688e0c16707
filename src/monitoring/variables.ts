import { tf } from "../terraform/expression";
import type { Declare } from "../terraform/variable";

const ADDRESS = "^[^@ ]+@[^@ ]+[.][^@ ]+$";

/** Alarms, and who is told. */
export function monitoringVariables(declare: Declare) {
  return {
    enableMonitoring: declare("enable_monitoring", {
      type: "bool",
      default: true,
      description:
        "Watches the installation: 23 alarms, and up to 10 more with mail, each with what it means and what to do, and a dashboard. docs/monitoring.md lists them.",
    }),
    alarmEmailAddresses: declare("alarm_email_addresses", {
      type: "list(string)",
      default: [],
      description:
        "E-mail addresses that are told of alarms. Each of them gets a message from AWS first, with a link to confirm.",
      rules: [
        {
          holds: (value) => tf`alltrue([for address in ${value} : can(regex(${ADDRESS}, address))])`,
          mustBe: 'a list of e-mail addresses, such as ["operations@example.org"]',
        },
      ],
    }),
  };
}

/** The choices as the props of `Monitoring`. */
export function monitoringOptions(variables: ReturnType<typeof monitoringVariables>) {
  return {
    enabled: variables.enableMonitoring.value,
    emailAddresses: variables.alarmEmailAddresses.value,
  };
}
