import { logRetention } from "../aws/log-retention";
import { type HttpsVariables, onlyWithHttps } from "../edge/variables";
import { tf } from "../terraform/expression";
import { atMost, oneOf, wholeNumber } from "../terraform/rules";
import type { Declare, Variable } from "../terraform/variable";
import { FARGATE_MEMORY } from "./fargate-memory";
import { highestPhpMemoryLimit } from "./worker-count";

/** The OpenEMR service. */
export function applicationVariables(declare: Declare, https: HttpsVariables) {
  const cpu = declare("openemr_service_fargate_cpu", {
    type: "number",
    default: 1024,
    description: "CPU units of one task; 1024 are one vCPU.",
    rules: [oneOf(Object.keys(FARGATE_MEMORY).map(Number))],
  });
  const memory: Variable<number> = declare("openemr_service_fargate_memory", {
    type: "number",
    // With 2048, 10 requests are answered at a time, as many as one chart asks for that is opened; with 4096, 16, which is
    // what one vCPU can do, and six of them may be large. That costs 5 USD a month more in a task. A second vCPU would
    // cost 24; autoscaling adds it where it is needed.
    default: 4096,
    description:
      "Memory of one task in MiB. With openemr_service_fargate_cpu it decides how many requests a task answers at a time: 10 with 2048 MiB, and 16 for each vCPU with 4096 MiB or more.",
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
  });
  const maximum: Variable<number> = declare("openemr_service_fargate_maximum_capacity", {
    type: "number",
    default: 100,
    description: "Largest number of tasks that the service scales out to.",
    rules: [wholeNumber(1, 1000)],
  });
  return {
    cpu,
    memory,
    phpMemoryLimitMb: declare("php_memory_limit_mb", {
      type: "number",
      default: 512,
      description:
        "Memory in MiB that one request of OpenEMR may take before PHP ends it; large reports and exports need more. The higher it is, the fewer requests a task answers at a time.",
      rules: [
        wholeNumber(256, 8192),
        {
          holds: (value) => tf`${value} <= ${highestPhpMemoryLimit(memory.value)}`,
          mustBe: "so low that openemr_service_fargate_memory has room for two such requests beside others",
          hint: `A task of ${memory.value} MiB has room for ${highestPhpMemoryLimit(memory.value)}. Raise openemr_service_fargate_memory, or lower php_memory_limit_mb.`,
        },
      ],
    }),
    maximumUploadMb: declare("maximum_upload_mb", {
      type: "number",
      default: 350,
      description:
        "Size in MB of the largest file that people can upload to OpenEMR, such as a scan or a code set. The default takes what OpenEMR's own form for code sets allows, which is enough for RxNorm. A document of a patient takes about four times its size in memory, so php_memory_limit_mb limits these further: to about 100 MB with 512.",
      rules: [wholeNumber(30, 1000)],
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
        "Turns on OpenEMR's REST and FHIR APIs, below /apis and /oauth2. They need HTTPS and a name: route53_domain, or certificate_arn with host_name. Turning them off restores what was set in OpenEMR before.",
      rules: onlyWithHttps(
        https,
        "Tokens would cross the network unencrypted, and OAuth 2 refuses plain HTTP.",
      ),
    }),
    enablePatientPortal: declare("enable_patient_portal", {
      type: "bool",
      default: false,
      description:
        "Turns on OpenEMR's patient portal, below /portal. It needs HTTPS and a name: route53_domain, or certificate_arn with host_name. Turning it off restores what was set in OpenEMR before.",
      rules: onlyWithHttps(https, "Patients' passwords and records would cross the network unencrypted."),
    }),
    enableContainerInsights: declare("enable_container_insights", {
      type: "bool",
      default: false,
      description:
        "Sends metrics of the cluster, the service and its tasks to CloudWatch (Container Insights), for about 11 USD a month: more than all alarms together. No alarm needs them. Without them CloudWatch has the averages of CPU and memory by which the service scales, and no figures of single tasks.",
    }),
    enableEcsExec: declare("enable_ecs_exec", {
      type: "bool",
      default: false,
      description:
        "Lets people whom IAM allows open a shell in a running task, and reach the database through it. Everything that is typed and shown is recorded. Turning it on or off replaces the running tasks. Turn it on only for the hours in which you need it.",
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
    applicationLogRetentionDays: declare(
      "application_log_retention_days",
      logRetention(365, "Days for which the application's log is kept."),
    ),
  };
}

/** The choices as the props of `Application`. */
export function applicationOptions(variables: ReturnType<typeof applicationVariables>) {
  return {
    cpu: variables.cpu.value,
    memory: variables.memory.value,
    phpMemoryLimitMb: variables.phpMemoryLimitMb.value,
    maximumUploadMb: variables.maximumUploadMb.value,
    minimumCapacity: variables.minimumCapacity.value,
    maximumCapacity: variables.maximumCapacity.value,
    cpuTarget: variables.cpuAutoscalingPercentage.value,
    memoryTarget: variables.memoryAutoscalingPercentage.value,
    activateApis: variables.activateOpenemrApis.value,
    enablePatientPortal: variables.enablePatientPortal.value,
    containerInsights: variables.enableContainerInsights.value,
    openSmtpPort: variables.openSmtpPort.value,
    logRetentionDays: variables.applicationLogRetentionDays.value,
  };
}

/** The choices as the props of `EcsExec`. */
export function execOptions(variables: ReturnType<typeof applicationVariables>) {
  return {
    enabled: variables.enableEcsExec.value,
    logRetentionDays: variables.applicationLogRetentionDays.value,
  };
}
