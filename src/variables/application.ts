import { tf } from "../terraform/expression";
import { atMost, matching, oneOf, wholeNumber } from "../terraform/rules";
import type { Variable } from "../terraform/variable";
import type { Declare } from "../variables";
import { type HttpsVariables, onlyWithHttps } from "./edge";

const KIBI = 1024;

/** Memory in MiB that Fargate offers for each number of CPU units (Amazon ECS task definition parameters). */
const FARGATE_MEMORY: Readonly<Record<number, readonly number[]>> = {
  256: [512, 1 * KIBI, 2 * KIBI],
  512: steps(1, 4, 1),
  1024: steps(2, 8, 1),
  2048: steps(4, 16, 1),
  4096: steps(8, 30, 1),
  8192: steps(16, 60, 4),
  16384: steps(32, 120, 8),
};

/** The OpenEMR service. */
export function applicationVariables(declare: Declare, https: HttpsVariables) {
  const cpu: Variable = declare("openemr_service_fargate_cpu", {
    type: "number",
    default: 1024,
    description: "CPU units of one task; 1024 are one vCPU.",
    rules: [oneOf(Object.keys(FARGATE_MEMORY).map(Number))],
  });
  const maximum: Variable = declare("openemr_service_fargate_maximum_capacity", {
    type: "number",
    default: 100,
    description: "Largest number of tasks that the service scales out to.",
    rules: [wholeNumber(1, 1000)],
  });
  return {
    openemrVersion: declare("openemr_version", {
      type: "string",
      default: "7.0.3",
      description:
        "Tag of the image openemr/openemr. A newer one upgrades the database when its first task starts; there is no way back but a restore.",
      rules: [
        matching(
          "[0-9]+[.][0-9]+[.][0-9]+([.][0-9]+)?(-[0-9A-Za-z.-]+)?",
          "a released version, such as 7.0.3",
          "A moving tag such as latest would upgrade the database whenever a task happens to start.",
        ),
      ],
    }),
    cpu,
    memory: declare("openemr_service_fargate_memory", {
      type: "number",
      default: 2048,
      description: "Memory of one task in MiB.",
      rules: [
        {
          holds: (value) =>
            tf`contains(lookup(tomap(${FARGATE_MEMORY}), tostring(${cpu.value}), [${value}]), ${value})`,
          mustBe: "a size that Fargate offers for openemr_service_fargate_cpu",
          hint: Object.entries(FARGATE_MEMORY)
            .map(([units, sizes]) => `${units}: ${sizes[0]} to ${sizes.at(-1)}`)
            .join("; ")
            .concat("."),
        },
      ],
    }),
    minimumCapacity: declare("openemr_service_fargate_minimum_capacity", {
      type: "number",
      default: 2,
      description: "Smallest number of tasks that the service scales in to.",
      rules: [wholeNumber(1, 1000), atMost(() => maximum.value, "openemr_service_fargate_maximum_capacity")],
    }),
    maximumCapacity: maximum,
    cpuAutoscalingPercentage: declare("openemr_service_fargate_cpu_autoscaling_percentage", {
      type: "number",
      default: 40,
      description: "Average CPU utilization, in percent, that autoscaling aims for.",
      rules: [wholeNumber(1, 100)],
    }),
    activateOpenemrApis: declare("activate_openemr_apis", {
      type: "bool",
      default: false,
      description:
        "Switches on OpenEMR's REST and FHIR APIs, below /apis and /oauth2, over HTTPS under a name of its own. Turned off, they are as they were before.",
      rules: onlyWithHttps(
        https,
        "Tokens would cross the network unencrypted, and OAuth 2 refuses plain HTTP.",
      ),
    }),
    enablePatientPortal: declare("enable_patient_portal", {
      type: "bool",
      default: false,
      description:
        "Switches on OpenEMR's patient portal, below /portal, over HTTPS under a name of its own. Turned off, it is as it was before.",
      rules: onlyWithHttps(https, "Patients' passwords and records would cross the network unencrypted."),
    }),
    enableEcsExec: declare("enable_ecs_exec", {
      type: "bool",
      default: false,
      description:
        "Lets those whom IAM allows open shells in running tasks and forward ports to the database through them. All that is typed and shown is recorded. Turning it on or off replaces the running tasks. Best on for hours only.",
    }),
    openSmtpPort: declare("open_smtp_port", {
      type: "bool",
      default: false,
      description:
        "Lets OpenEMR connect to mail servers on the internet on port 587. Not needed for configure_ses, whose endpoint is in the VPC.",
    }),
    memoryAutoscalingPercentage: declare("openemr_service_fargate_memory_autoscaling_percentage", {
      type: "number",
      default: 40,
      description: "Average memory utilization, in percent, that autoscaling aims for.",
      rules: [wholeNumber(1, 100)],
    }),
  };
}

function steps(fromGib: number, toGib: number, byGib: number): number[] {
  const count = (toGib - fromGib) / byGib + 1;
  return Array.from({ length: count }, (_, i) => (fromGib + i * byGib) * KIBI);
}
