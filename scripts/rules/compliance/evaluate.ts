import type { PlannedStack } from "../../plan/planned-stack";
import type { PlannedResource } from "../../plan/resource";
import { findingOf, type Severity } from "../finding";
import { AWS_SOLUTIONS } from "./packs/aws-solutions";
import { FOUNDATIONAL_SECURITY } from "./packs/foundational-security";
import { HIPAA_SECURITY } from "./packs/hipaa-security";
import { NIST_800_53_R5 } from "./packs/nist-800-53-r5";
import type { Pack, PackRule } from "./packs/pack";
import { buckets } from "./rules/buckets";
import { database } from "./rules/database";
import { edge } from "./rules/edge";
import { filesAndBackups } from "./rules/files-and-backups";
import { identities } from "./rules/identities";
import { keysAndMessages } from "./rules/keys-and-messages";
import { logsAndImages } from "./rules/logs-and-images";
import { network } from "./rules/network";
import { placement } from "./rules/placement";
import { tasksAndFunctions } from "./rules/tasks-and-functions";
import type { Outcome, StateRule } from "./state-rule";
import { UNCHECKED } from "./unchecked";

export const PACKS: readonly Pack[] = [HIPAA_SECURITY, AWS_SOLUTIONS, NIST_800_53_R5, FOUNDATIONAL_SECURITY];

export const STATE_RULES: readonly StateRule[] = [
  ...database,
  ...filesAndBackups,
  ...buckets,
  ...keysAndMessages,
  ...network,
  ...placement,
  ...edge,
  ...identities,
  ...tasksAndFunctions,
  ...logsAndImages,
];

/** One rule of a pack about one resource. */
export interface Result {
  readonly pack: Pack;
  /** Name of the rule in its pack. */
  readonly rule: string;
  readonly resource: PlannedResource;
  readonly outcome: Outcome;
  readonly severity: Severity;
  /** `Database: Aurora cluster is not encrypted` */
  readonly title: string;
  readonly why: string;
}

/** Judges each resource that a stack has by the rules of packs. */
export function evaluate(stack: PlannedStack, packs: readonly Pack[] = PACKS): Result[] {
  return packs.flatMap((pack) =>
    pack.rules.flatMap((rule) => {
      const checks = checksOf(rule);
      return checks.length === 0
        ? uncheckedResults(pack, rule, stack)
        : checks.flatMap((check) => resultsOf(pack, rule, check, stack));
    }),
  );
}

/** The checks that decide a rule of a pack. */
export function checksOf({ name, nag }: PackRule): StateRule[] {
  return STATE_RULES.filter((check) =>
    nag === undefined ? check.controls?.includes(name) : check.nag === nag,
  );
}

function resultsOf(pack: Pack, { name }: PackRule, check: StateRule, stack: PlannedStack): Result[] {
  return stack.after
    .filter(({ type }) => check.types.includes(type))
    .flatMap((resource) => {
      const outcome = check.check(resource, stack);
      return outcome === undefined ? [] : [resultOf(pack, name, resource, outcome, check)];
    });
}

/** A resource that a rule without a check is about: nobody knows. */
function uncheckedResults(pack: Pack, { name, nag = name }: PackRule, { after }: PlannedStack): Result[] {
  const types = UNCHECKED.find(([rules]) => rules.test(nag))?.[1];
  if (!types) throw new Error(`${name} has neither a check nor types of resources that it is about.`);
  const why = "This project has no check for the rule: look at the resource.";
  return after
    .filter(({ type }) => types.test(type))
    .map((resource) =>
      resultOf(pack, name, resource, "unknown", { severity: "unknown", says: "is not checked", why }),
    );
}

function resultOf(
  pack: Pack,
  rule: string,
  resource: PlannedResource,
  outcome: Outcome,
  { severity, says, why }: Pick<StateRule, "severity" | "says" | "why">,
): Result {
  const { title } = findingOf(pack.name, resource, { severity, says, why });
  return { pack, rule, resource, outcome, severity, title, why };
}
