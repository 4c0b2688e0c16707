import type { PlannedStack } from "../../plan/planned-stack";
import { type PlannedResource, UNKNOWN } from "../../plan/resource";
import { isEmpty, KNOWN_AFTER_APPLY } from "../../plan/values/show";
import { isObject } from "../../system/json";
import { type Finding, findingOf } from "../finding";
import { goesWithItsParent } from "../parents";
import { tableArea } from "../rule";
import { isExchanged, isTakenAway } from "../weaker";
import { narrowing } from "./narrowing";
import { severityOf } from "./permission-severity";
import { beforeAndAfter, saysOf, whyOf } from "./permission-words";
import { widenings } from "./policy/compare";
import { parsePolicy } from "./policy/statement";

const TITLE = "Permissions";

const POLICY_ATTRIBUTE = /^(policy|policy_document|assume_role_policy|access_policy|resource_policy)$/;

/** Policies of AWS that reach what others hold: everything, or all data of a kind. */
const POWERFUL_POLICIES =
  /:policy\/(AdministratorAccess|PowerUserAccess|IAMFullAccess|ReadOnlyAccess|SecretsManagerReadWrite|job-function\/.*|(Amazon(S3|RDS|RDSData|DynamoDB|ElasticFileSystem|EC2|SSM|SQS|SES)|AWSBackup|AWSKeyManagementService|AWSLambda_?|AWSCloudTrail_?|CloudWatchLogs)(Full|ReadOnly|FullAccess|PowerUser|DataFullAccess)?(Access)?)$/;

/** Policies that AWS keeps for one of its services. */
const SERVICE_POLICIES = /^arn:aws[a-z-]*:iam::aws:policy\/(service-role\/|aws-service-role\/)/;

const BOUNDED = ["aws_iam_role", "aws_iam_user"];

/** Statements of policies that are added or allow more, and denials that go away. */
export const permissions = tableArea(TITLE, {
  attributeRules: [
    {
      types: BOUNDED,
      path: "permissions_boundary",
      weakens: isTakenAway,
      severity: "danger",
      says: "is no longer bounded",
      why: "Only its policies decide what it can do, and whoever may write those can give it everything.",
    },
    {
      types: BOUNDED,
      path: "permissions_boundary",
      weakens: isExchanged,
      severity: "warning",
      says: "gets another boundary",
      why: "What it can do at most is written outside of this plan.",
    },
  ],
  knows: (resource, { pattern, from, to }) =>
    resource.type === "aws_lambda_permission" ||
    isComparedPolicy(resource, pattern) ||
    (isAttachment(resource) && ["policy_arn", "role", "user", "group"].includes(pattern)) ||
    // A policy that only the apply will know is told as such.
    (to === UNKNOWN && POLICY_ATTRIBUTE.test(pattern) && isObject(from)),
  others: (stack) => [
    ...stack.resources.flatMap((resource) => [...policyFindings(resource, stack), ...untold(resource)]),
    ...attachments(stack),
    ...functionPermissions(stack),
  ],
});

function policyFindings(resource: PlannedResource, stack: PlannedStack): Finding[] {
  if (resource.change === "forget" || resource.change === "unchanged") return [];
  return documentsOf(resource).flatMap(({ attribute, before, after }) => {
    const [former, present] = [parsePolicy(before) ?? [], parsePolicy(after) ?? []];
    // One that is replaced elsewhere in the same plan, as by a move to another address, is compared there.
    if (
      resource.change === "destroy" &&
      (isMadeAgain(resource, stack) || goesWithItsParent(resource, stack))
    ) {
      return [];
    }
    const wider = widenings(former, present).map((widening) =>
      findingOf(TITLE, resource, {
        severity: severityOf(widening, resource.change === "create"),
        says: saysOf(widening),
        attribute: `${attribute}${widening.statement.sid ? ` (${widening.statement.sid})` : ""}`,
        ...beforeAndAfter(widening),
        why: whyOf(widening),
      }),
    );
    const narrower = resource.change === "create" ? [] : widenings(present, former);
    return narrower.length === 0
      ? wider
      : [...wider, findingOf(TITLE, resource, narrowing(resource, attribute, narrower))];
  });
}

/** True for a part of a statement where both documents were read. */
function isComparedPolicy({ before, after }: PlannedResource, pattern: string): boolean {
  const [attribute = "", element, , part] = pattern.split(".");
  if (!POLICY_ATTRIBUTE.test(attribute) || element !== "Statement" || part === undefined) return false;
  return [before, after].every((side) => {
    const document = (side as Record<string, unknown> | undefined)?.[attribute];
    return isEmpty(document) || parsePolicy(document) !== undefined;
  });
}

/** The documents of a resource on both sides, as text. */
function documentsOf(resource: PlannedResource) {
  const [before, after] = [
    resource.change === "create" ? {} : (resource.before ?? {}),
    resource.change === "destroy" ? {} : (resource.after ?? {}),
  ] as Array<Record<string, unknown>>;
  const names = [...new Set([...Object.keys(before!), ...Object.keys(after!)])].filter((name) =>
    POLICY_ATTRIBUTE.test(name),
  );
  const documents = names
    .filter((name) => after![name] !== UNKNOWN)
    .map((name) => ({ attribute: name, before: before![name], after: after![name] }));
  return [...documents, ...inlinePolicies(before!, after!)];
}

/** Policies that are written in a role itself. */
function inlinePolicies(before: Record<string, unknown>, after: Record<string, unknown>) {
  const [former, present] = [before, after].map(
    ({ inline_policy: list }) =>
      new Map(
        (Array.isArray(list) ? list : []).map((policy) => [String(policy?.name), policy?.policy as unknown]),
      ),
  );
  return [...new Set([...former!.keys(), ...present!.keys()])]
    .filter((name) => present!.get(name) !== UNKNOWN)
    .map((name) => ({
      attribute: `inline_policy[${name}]`,
      before: former!.get(name),
      after: present!.get(name),
    }));
}

function isMadeAgain({ type, name, address }: PlannedResource, { resources }: PlannedStack): boolean {
  return resources.some(
    (other) =>
      other.type === type && other.name === name && other.address !== address && other.change === "create",
  );
}

/** A policy that exists and of which the plan does not tell what it becomes. */
function untold(resource: PlannedResource): Finding[] {
  if (resource.change !== "update" && resource.change !== "replace") return [];
  const [before, after] = [resource.before, resource.after] as Array<Record<string, unknown> | undefined>;
  return Object.keys(after ?? {})
    .filter((name) => POLICY_ATTRIBUTE.test(name) && after![name] === UNKNOWN && parsePolicy(before?.[name]))
    .map((attribute) =>
      findingOf(TITLE, resource, {
        severity: "warning",
        says: "gets a policy that only the apply will know",
        attribute,
        before: `${parsePolicy(before![attribute])!.length} statements`,
        after: KNOWN_AFTER_APPLY,
        why: "Something that it names is made anew. Compare the policy after the apply, or split the change in two.",
      }),
    );
}

/** Policies of AWS or others that a role is given. */
function attachments({ resources, before }: PlannedStack): Finding[] {
  const former = new Set(before.filter(isAttachment).map(attachmentKey));
  return resources
    .filter((resource) => isAttachment(resource) && ["create", "replace", "update"].includes(resource.change))
    .filter((resource) => !former.has(attachmentKey(resource)))
    .map((resource) => {
      const policy = resource.text("policy_arn") ?? KNOWN_AFTER_APPLY;
      const powerful = POWERFUL_POLICIES.test(policy);
      return findingOf(TITLE, resource, {
        severity: powerful ? "danger" : SERVICE_POLICIES.test(policy) ? "notice" : "warning",
        says: `gives ${resource.text("role") ?? resource.text("user") ?? resource.text("group") ?? "a role"} a policy`,
        attribute: "policy_arn",
        after: policy,
        why: powerful
          ? "Whoever has it can do nearly everything in the account."
          : "What it allows is written outside of this plan, and may change there.",
      });
    });
}

function isAttachment({ type }: PlannedResource): boolean {
  return /^aws_iam_(role|user|group)_policy_attachment$/.test(type);
}

function attachmentKey(resource: PlannedResource): string {
  return [resource.type, ...["role", "user", "group", "policy_arn"].map((name) => resource.text(name))].join(
    "\n",
  );
}

/** Who may call a function. */
function functionPermissions({ resources }: PlannedStack): Finding[] {
  return resources
    .filter(
      ({ type, change }) =>
        type === "aws_lambda_permission" && ["create", "replace", "update"].includes(change),
    )
    .map((resource) => {
      const principal = resource.text("principal") ?? KNOWN_AFTER_APPLY;
      const bound = ["source_arn", "source_account", "principal_org_id"].some((name) => resource.has(name));
      return findingOf(TITLE, resource, {
        severity: principal === "*" ? "danger" : bound ? "notice" : "warning",
        says: `lets ${principal} call a function`,
        attribute: "principal",
        after: principal,
        why: bound
          ? "From now on that source can call the function."
          : "Neither source_arn nor source_account binds it: others can have the service call the function.",
      });
    });
}
