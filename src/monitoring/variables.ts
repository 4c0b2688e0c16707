import { type HttpsVariables, onlyWithHttps } from "../edge/variables";
import { tf } from "../terraform/expression";
import { falseUnless } from "../terraform/rules";
import type { Declare, Variable } from "../terraform/variable";
import { chatOptions, chatVariables } from "./chat-variables";
import { TRAIL_GROUPS } from "./trail-events";

const ADDRESS = "^[^@ ]+@[^@ ]+[.][^@ ]+$";

/** Choices of other capabilities on which those of monitoring depend. */
interface Others extends HttpsVariables {
  readonly securityGroupIpRangeIpv4: Variable<readonly string[]>;
  readonly auroraMinimumCapacity: Variable<number>;
  readonly internalLoadBalancer: Variable<boolean>;
}

/** Choices of other capabilities that decide what there is to watch. */
interface OptionsOfOthers {
  readonly createServerlessAnalyticsEnvironment: Variable<boolean>;
}

/** Alarms, and who is told. */
export function monitoringVariables(declare: Declare, others: Others) {
  const enableMonitoring = declare("enable_monitoring", {
    type: "bool",
    default: true,
    description:
      "Watches the installation: some 45 alarms, for less than 10 USD a month, and up to 10 more with mail, each with what it means and what to do, and a dashboard. docs/monitoring.md lists them.",
  });
  // A part of monitoring that is on although monitoring is off would be off without a word.
  const monitored = falseUnless(
    enableMonitoring.value,
    "without monitoring",
    "Set enable_monitoring = true, too.",
  );
  return {
    enableMonitoring,
    enableProbe: declare("enable_probe", {
      type: "bool",
      default: false,
      description:
        "Has a function outside the VPC open the sign-in page once a minute as a browser does, for about 0.50 USD a month with its alarms. It needs an address that everybody may reach.",
      rules: [
        monitored,
        ...onlyWithHttps(others, "The function looks at a certificate and a name, as a browser does."),
        falseUnless(
          tf`contains(${others.securityGroupIpRangeIpv4.value}, "0.0.0.0/0")`,
          "unless security_group_ip_range_ipv4 has 0.0.0.0/0",
          "The function's address is any of AWS's, and changes. Without it the alarm all-requests-fail says that OpenEMR is down.",
        ),
        falseUnless(
          tf`!${others.internalLoadBalancer.value}`,
          "with internal_load_balancer",
          "The function is outside the VPC. Without it the alarm all-requests-fail says that OpenEMR is down.",
        ),
        falseUnless(
          tf`${others.auroraMinimumCapacity.value} > 0`,
          "with aurora_minimum_capacity = 0",
          "A look each minute would never let the database pause. Set aurora_minimum_capacity to 0.5 or more.",
        ),
      ],
    }),
    ...chatVariables(declare, enableMonitoring),
    enableGuardDuty: declare("enable_guardduty", {
      type: "bool",
      default: false,
      description:
        "Makes the detector of Amazon GuardDuty in this account and region, which looks for signs of an attack. Whoever is told of alarms is told of its findings. AWS bills it by the data that it looks at: some 5 to 30 USD a month for a clinic, after 30 days without charge. AWS allows one detector: if npm run check finds another, leave this off; you are told of its findings all the same. Turning it off deletes its findings.",
      rules: [monitored],
    }),
    securityAlarmGroups: declare("security_alarm_groups", {
      type: "list(string)",
      default: ["sign-in", "guards"],
      description: `Groups of events in the audit trail of which people are told, as the CIS benchmark lists them: ${TRAIL_GROUPS.join(", ")}. Alarms of "policies" and "network" ring at deployments, too. Without the audit trail, or without monitoring, nobody is told.`,
      rules: [
        {
          holds: (value) => tf`length(setsubtract(${value}, ${[...TRAIL_GROUPS]})) == 0`,
          mustBe: `a list of ${TRAIL_GROUPS.join(", ")}`,
        },
      ],
    }),
    monthlyBudgetUsd: declare("monthly_budget_usd", {
      type: "number",
      default: null,
      description:
        "Most that the installation is to cost a month, in USD. Whoever is told of alarms is told when a month costs more, or when AWS's forecast says that it will. Nothing is switched off. It needs Environment as a cost allocation tag (docs/monitoring.md).",
      rules: [
        { holds: (value) => tf`${value} > 0`, mustBe: "more than 0" },
        { ...monitored, holds: () => enableMonitoring.value, mustBe: "null without monitoring" },
      ],
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
export function monitoringOptions(variables: ReturnType<typeof monitoringVariables> & OptionsOfOthers) {
  return {
    exports: variables.createServerlessAnalyticsEnvironment.value,
    enabled: variables.enableMonitoring.value,
    emailAddresses: variables.alarmEmailAddresses.value,
    ...chatOptions(variables),
    guardDuty: variables.enableGuardDuty.value,
    probes: variables.enableProbe.value,
    securityGroups: variables.securityAlarmGroups.value,
    monthlyBudgetUsd: variables.monthlyBudgetUsd.value,
  };
}
