import type { PlannedResource } from "../../plan/resource";
import { type ChangedPart, changedParts } from "../../plan/values/differences";
import { isEmpty } from "../../plan/values/show";
import { type Finding, findingOf } from "../finding";
import { tableArea } from "../rule";
import { changes, goesDown, isOtherSet } from "../weaker";

const TITLE = "Settings of functions";

/** Variables with which a runtime loads code before that of the function. */
const LOADS_CODE = /^(NODE_OPTIONS|NODE_PATH|AWS_LAMBDA_EXEC_WRAPPER|LD_PRELOAD|LD_LIBRARY_PATH|PYTHONPATH)$/;

/** Variables that rules of their own tell of. */
const TOLD_BY_OTHERS = ["FORWARD_TO", "RECIPIENT", "FROM_ADDRESS"];

/** Finds what decides how a function runs, variables of its environment included. */
export const functionSettings = tableArea(TITLE, {
  attributeRules: [
    {
      types: ["aws_lambda_function"],
      path: "vpc_config.0.security_group_ids",
      weakens: isOtherSet,
      severity: "warning",
      says: "gets other security groups",
      why: "The rules of those groups decide what it reaches.",
    },
    {
      types: ["aws_lambda_function"],
      path: "file_system_config.0.arn",
      weakens: changes,
      severity: "warning",
      says: "reaches other files",
      why: "The access point decides which folder it reaches, and as whom.",
    },
    {
      types: ["aws_lambda_function"],
      path: "logging_config",
      weakens: changes,
      severity: "warning",
      says: "writes its log in another way",
      why: "What is written elsewhere is under the rights and the retention of that place.",
    },
    {
      types: ["aws_lambda_function_event_invoke_config"],
      path: "maximum_retry_attempts",
      weakens: goesDown,
      severity: "warning",
      says: "tries again fewer times",
      why: "A fault that would have passed by itself loses a mail or an export.",
    },
    {
      types: ["aws_scheduler_schedule"],
      path: "target.0.input",
      weakens: changes,
      severity: "warning",
      says: "tells what it calls something else",
      why: "The function carries out what it is told, with all that its role may.",
    },
  ],
  others: (stack) => stack.resources.flatMap(variableFindings),
  knows: (resource, part) => resource.type === "aws_lambda_function" && nameOf(part) !== undefined,
});

function variableFindings(resource: PlannedResource): Finding[] {
  if (resource.type !== "aws_lambda_function" || !["update", "replace"].includes(resource.change)) return [];
  const [from, to] = [resource.before, resource.after].map(
    (side) => (side as Record<string, unknown> | undefined)?.environment,
  );
  const parts = changedParts(from, to, "environment");
  const loads = parts.filter((part) => LOADS_CODE.test(nameOf(part) ?? "") && !isEmpty(part.to));
  const others = parts.filter((part) => nameOf(part) !== undefined && !loads.includes(part));
  return [
    ...loads.map((part) => tell(resource, [part], "danger", `loads code that ${nameOf(part)} names`)),
    ...(others.length > 0 ? [tell(resource, others, "warning", "has other settings")] : []),
  ];
}

function tell(
  resource: PlannedResource,
  parts: readonly ChangedPart[],
  severity: "danger" | "warning",
  says: string,
): Finding {
  const [first] = parts;
  return findingOf(TITLE, resource, {
    severity,
    says,
    attribute: parts.map(({ path }) => path).join(", "),
    ...(first!.before === undefined ? {} : { before: first!.before }),
    after: first!.after ?? "(none)",
    ...(severity === "danger" ? { harm: "exposure" } : {}),
    why:
      severity === "danger"
        ? "It runs before the function's own code, with all that its role may do."
        : "They decide what the function reads and where it writes.",
  });
}

function nameOf({ pattern }: ChangedPart): string | undefined {
  const [, name] = /^environment\.\*\.variables\.([^.]+)$/.exec(pattern) ?? [];
  return name === undefined || TOLD_BY_OTHERS.includes(name) ? undefined : name;
}
