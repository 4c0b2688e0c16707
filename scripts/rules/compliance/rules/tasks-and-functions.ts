import { isSecretEntryName } from "../../../plan/masked-plan";
import { type PlannedResource, UNKNOWN } from "../../../plan/resource";
import { isObject, jsonIn } from "../../../system/json";
import { type Check, isGiven, isNotOn, partsOf, REF, type StateRule, value } from "../state-rule";

type Container = Readonly<Record<string, unknown>>;

/** Every container of a task satisfies a predicate. */
function containers(holds: (container: Container, task: PlannedResource) => boolean): Check {
  return (task) => {
    const text = task.get("container_definitions");
    if (text === UNKNOWN) return "unknown";
    const all = jsonIn(String(text ?? "[]"));
    return Array.isArray(all) && all.filter(isObject).every((container) => holds(container, task))
      ? "passed"
      : "failed";
  };
}

const task = (container: object, more: object = {}) => ({
  values: { container_definitions: JSON.stringify([{ name: "a", ...container }]), ...more },
});

const TASK = ["aws_ecs_task_definition"];

/** Runtimes that Lambda keeps up to date on 29 November 2026, the newest of each language. */
const LATEST = /^(nodejs2[24]\.x|python3\.1[34]|java2[15]|dotnet10|ruby3\.4|provided\.al2023)$/;
const SUPPORTED =
  /^(nodejs2[24]\.x|python3\.1[0-4]|java(11|17|21|25)|dotnet(8|10)|ruby3\.[34]|provided\.al20(23|2)?)$/;

export const tasksAndFunctions: readonly StateRule[] = [
  {
    nag: "ECSTaskDefinitionUserForHostMode",
    controls: ["ECS.1"],
    types: TASK,
    check: containers(
      ({ user, privileged }, task) =>
        task.text("network_mode") !== "host" ||
        privileged === true ||
        (user !== undefined && user !== "root"),
    ),
    severity: "danger",
    says: "runs as root on the network of the machine",
    why: "Whoever gets into it reaches everything on the machine.",
    bad: task({}, { network_mode: "host" }),
    good: task({}, { network_mode: "awsvpc" }),
  },
  {
    controls: ["ECS.4"],
    types: TASK,
    check: containers(({ privileged }) => privileged !== true),
    severity: "danger",
    says: "runs privileged",
    why: "Whoever gets into it has the machine that it runs on.",
    bad: task({ privileged: true }),
    good: task({ privileged: false }),
  },
  {
    controls: ["ECS.3"],
    types: TASK,
    check: value("pid_mode", (mode) => mode !== "host"),
    severity: "danger",
    says: "shares the processes of the machine",
    why: "Whoever gets into it sees and ends what others run there.",
    bad: { values: { pid_mode: "host" } },
    good: { values: {} },
  },
  {
    controls: ["ECS.5"],
    types: TASK,
    check: containers(({ readonlyRootFilesystem }) => readonlyRootFilesystem === true),
    severity: "notice",
    says: "may write to its own files",
    why: "Whoever gets into it can leave something behind until the task ends.",
    bad: task({}),
    good: task({ readonlyRootFilesystem: true }),
  },
  {
    nag: "ECSTaskDefinitionNoEnvironmentVariables",
    types: TASK,
    check: containers(({ environment }) => !Array.isArray(environment) || environment.length === 0),
    severity: "notice",
    says: "has values in its environment",
    why: "Whoever may describe the task reads them: none may be a secret.",
    bad: task({ environment: [{ name: "A", value: "b" }] }),
    good: task({ environment: [] }),
  },
  {
    controls: ["ECS.8"],
    types: TASK,
    check: containers(
      ({ environment }) =>
        !Array.isArray(environment) ||
        !environment.some((entry) => isObject(entry) && isSecretEntryName(String(entry.name)) && entry.value),
    ),
    severity: "danger",
    says: "has a password in plain text in its environment",
    why: "Whoever may describe the task, or read the state, reads it.",
    bad: task({ environment: [{ name: "DB_PASSWORD", value: "b" }] }),
    good: task({ environment: [{ name: "DB_HOST", value: "b" }] }),
  },
  {
    nag: "ECSTaskDefinitionContainerLogging",
    controls: ["ECS.9"],
    types: TASK,
    check: containers(({ logConfiguration }) => isObject(logConfiguration)),
    severity: "warning",
    says: "writes no log",
    why: "Nobody can find out afterwards what it did.",
    bad: task({}),
    good: task({ logConfiguration: { logDriver: "awslogs" } }),
  },
  {
    controls: ["ECS.2"],
    types: ["aws_ecs_service"],
    check: isNotOn("network_configuration.0.assign_public_ip"),
    severity: "danger",
    says: "gives its tasks public addresses",
    why: "They are then reachable from the internet as far as their security group allows.",
    bad: { values: { network_configuration: [{ assign_public_ip: true }] } },
    good: { values: { network_configuration: [{ assign_public_ip: false }] } },
  },
  {
    controls: ["ECS.10"],
    types: ["aws_ecs_service"],
    check: value("platform_version", (version) => !/^1\.[0-3]\./.test(String(version))),
    severity: "notice",
    says: "stays on an old version of Fargate",
    why: "Weaknesses that AWS has mended stay.",
    bad: { values: { platform_version: "1.3.0" } },
    good: { values: { platform_version: "LATEST" } },
  },
  {
    nag: "ECSClusterCloudWatchContainerInsights",
    controls: ["ECS.12"],
    types: ["aws_ecs_cluster"],
    check: value(
      "setting",
      (settings) =>
        Array.isArray(settings) &&
        settings.some(
          (setting) =>
            setting?.name === "containerInsights" && /^(enabled|enhanced)$/.test(String(setting.value)),
        ),
    ),
    severity: "notice",
    says: "has no Container Insights",
    why: "Figures of single tasks are not there when something is slow.",
    bad: { values: { setting: [] } },
    good: { values: { setting: [{ name: "containerInsights", value: "enabled" }] } },
  },
  {
    nag: "LambdaConcurrency",
    types: ["aws_lambda_function"],
    check: value("reserved_concurrent_executions", (most) => typeof most === "number" && most >= 0),
    severity: "notice",
    says: "may use up the account's share of functions that run at once",
    why: "Other functions of the account then wait.",
    bad: { values: { reserved_concurrent_executions: -1 } },
    good: { values: { reserved_concurrent_executions: 2 } },
  },
  {
    nag: "LambdaDLQ",
    types: ["aws_lambda_function"],
    check: (lambda, stack) =>
      lambda.has("dead_letter_config.0.target_arn") ||
      ["aws_lambda_function_event_invoke_config", "aws_lambda_event_source_mapping"].some(
        (type) => partsOf(lambda, stack, type, "function_name").length > 0,
      )
        ? "passed"
        : "failed",
    severity: "notice",
    says: "tells nobody of a call that failed",
    why: "What it was called for is not done, and nobody learns of it.",
    bad: { values: { id: REF } },
    good: { values: { id: REF }, parts: { aws_lambda_function_event_invoke_config: { function_name: REF } } },
  },
  {
    nag: "LambdaInsideVPC",
    controls: ["Lambda.3"],
    types: ["aws_lambda_function"],
    check: isGiven("vpc_config.0.subnet_ids"),
    severity: "notice",
    says: "runs outside of the VPC",
    why: "It reaches the internet without security group or flow log.",
    bad: { values: {} },
    good: { values: { vpc_config: [{ subnet_ids: ["subnet-1"] }] } },
  },
  {
    nag: "LambdaFunctionPublicAccessProhibited",
    controls: ["Lambda.1"],
    types: ["aws_lambda_permission"],
    check: (permission, stack) =>
      permission.text("principal") === "*" && !isBound(permission)
        ? "failed"
        : value("principal", (principal) => principal !== undefined)(permission, stack),
    severity: "danger",
    says: "lets everybody call a function",
    why: "Whoever has an account of AWS can call it.",
    bad: { values: { principal: "*" } },
    good: { values: { principal: "ses.amazonaws.com" } },
  },
  {
    nag: "LambdaLatestVersion",
    types: ["aws_lambda_function"],
    check: value("runtime", (runtime) => runtime === undefined || LATEST.test(String(runtime))),
    severity: "notice",
    says: "runs on a former version of its language",
    why: "AWS stops to mend it earlier.",
    bad: { values: { runtime: "nodejs18.x" } },
    good: { values: { runtime: "nodejs24.x" } },
  },
  {
    controls: ["Lambda.2"],
    types: ["aws_lambda_function"],
    check: value("runtime", (runtime) => runtime === undefined || SUPPORTED.test(String(runtime))),
    severity: "warning",
    says: "runs on a version of its language that AWS no longer mends",
    why: "Weaknesses stay, and one day it cannot be changed any more.",
    bad: { values: { runtime: "nodejs16.x" } },
    good: { values: { runtime: "nodejs22.x" } },
  },
];

function isBound(permission: PlannedResource): boolean {
  return ["source_arn", "source_account", "principal_org_id"].some((name) => permission.has(name));
}
