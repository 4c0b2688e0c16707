import { type CtyValue, isObject } from "../../../cty/types";
import { page } from "./aws-reference";
import type { RefusalRule } from "./rule";
import type { SimulatedAccount } from "./simulated-account";

const ROLE = "aws_iam_role";

/** IAM tells of seconds; the provider waits for up to two minutes where it waits. */
const SECONDS_UNTIL_KNOWN = 120;

/**
 * Types that can be made with a role of a moment ago, and why. "Tries again" was read in the source of hashicorp/aws on
 * 2026-11-30. Any other type that is given a new role is refused.
 */
export const WITH_NEW_ROLES: Readonly<Record<string, string>> = {
  aws_backup_selection: 'tries again at "cannot be assumed"',
  aws_chatbot_slack_channel_configuration: "the provider's acceptance test makes both in one apply",
  aws_chatbot_teams_channel_configuration: "the provider's acceptance test makes both in one apply",
  aws_cloudtrail: 'tries again at "Access denied" for the role of the log group',
  aws_ecs_task_definition: "only names roles, which tasks take later",
  aws_efs_file_system_policy: 'tries again at "invalid Principal block"',
  aws_flow_log: 'tries again at "Unable to assume given IAM role"',
  aws_lambda_function: 'tries again at "cannot be assumed by Lambda"',
  aws_rds_cluster_instance: 'tries again at "IAM role ARN value is invalid", in a creation and in a change',
  aws_rds_cluster_parameter_group: "only has the role as the value of a parameter",
  aws_rds_cluster_role_association: "tries again as long as IAM has not told RDS of the role",
  aws_sagemaker_domain: "only names roles, which apps take later",
  aws_scheduler_schedule: "tries again as long as the scheduler cannot assume the role",
};

/** IAM tells other services of a new role after seconds; until then they can neither assume it nor find it in a policy. */
export const NEW_ROLE_RULES: readonly RefusalRule[] = [
  {
    kind: "not known yet",
    type: "any",
    action: "create",
    operation: "AssumeRole",
    code: "ValidationException",
    source: page("IAM/latest/UserGuide/troubleshoot.html"),
    reason: ({ type, values }, account) => {
      if (!values || type.startsWith("aws_iam_") || type in WITH_NEW_ROLES) return undefined;
      const given = rolesIn(values);
      const isNew = account
        .resources(ROLE)
        .find((role) => given.has(role.values.arn!) && isUnknown(role.values.id, account));
      return (
        isNew &&
        `${type} needs the role ${isNew.values.arn}, which cannot be assumed: it was made a moment ago.`
      );
    },
  },
];

function isUnknown(role: CtyValue | undefined, account: SimulatedAccount): boolean {
  return account.ageInSeconds(ROLE, role) < SECONDS_UNTIL_KNOWN;
}

/** Texts that are a value by themselves, and principals of policies. A role that a statement only names is not looked at. */
function rolesIn(value: CtyValue, found = new Set<CtyValue>()): Set<CtyValue> {
  if (Array.isArray(value)) for (const each of value) rolesIn(each, found);
  else if (isObject(value)) for (const each of Object.values(value)) rolesIn(each, found);
  else if (typeof value === "string" && value.startsWith("arn:")) found.add(value);
  else if (typeof value === "string" && value.startsWith('{"')) {
    for (const principal of principalsIn(value)) found.add(principal);
  }
  return found;
}

function principalsIn(text: string): string[] {
  try {
    const { Statement = [] } = JSON.parse(text) as { Statement?: unknown };
    const principals = [Statement].flat().map((statement) => (statement as { Principal?: object }).Principal);
    return principals.flatMap((principal) => Object.values(principal ?? {}).flat() as string[]);
  } catch {
    return [];
  }
}
