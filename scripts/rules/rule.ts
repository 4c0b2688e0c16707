import type { PlannedStack } from "../plan/planned-stack";
import type { PlannedResource } from "../plan/resource";
import type { ChangedPart } from "../plan/values/differences";
import { type AttributeRule, attributeFindings } from "./attribute-rule";
import { type Finding, type FindingDetails, findingOf, type Severity } from "./finding";
import { goesWithItsParent } from "./parents";

/** Rules about one kind of harm. */
export interface Area {
  readonly title: string;
  readonly find: (stack: PlannedStack) => Finding[];
  /**
   * True for a part of a change of which it tells all that can hurt: without a finding, that part is harmless.
   * @default - it knows what its table has
   */
  readonly knows?: (resource: PlannedResource, part: ChangedPart, stack: PlannedStack) => boolean;
  /** @default - it has no table */
  readonly table?: RuleTable;
}

export interface RuleTable extends Pick<Area, "knows"> {
  readonly attributeRules?: readonly AttributeRule[];
  readonly deletionRules?: readonly PresenceRule[];
  readonly arrivalRules?: readonly PresenceRule[];
  /** Finds what no row can say. @default - the rows say all */
  readonly others?: Area["find"];
}

/** Types of resources that protect something, or open something, by being there. */
export interface PresenceRule {
  readonly types: readonly string[];
  readonly severity: Severity;
  readonly says: string;
  readonly why: string;
}

/** Rules that are tables: attributes that must not become weaker, and resources that must not go away or come. */
export function tableArea(title: string, table: RuleTable): Area {
  const { attributeRules = [], deletionRules = [], arrivalRules = [], others = () => [], knows } = table;
  return {
    title,
    table,
    ...(knows && { knows }),
    find: (stack) => [
      ...stack.resources.flatMap((resource) => [
        ...distinct(
          attributeRules
            .filter(({ types }) => types.includes(resource.type))
            .flatMap((rule) => attributeFindings(rule, resource)),
        ).map((details) => findingOf(title, resource, details)),
        ...deletionRules
          .filter((rule) => isGone(resource, stack) && rule.types.includes(resource.type))
          .map(({ severity, says, why }) =>
            findingOf(title, resource, { severity, says, why, isWhole: true }),
          ),
        ...arrivalRules
          .filter((rule) => isNew(resource, stack) && rule.types.includes(resource.type))
          .map(({ severity, says, why }) =>
            findingOf(title, resource, { severity, says, why, isWhole: true }),
          ),
      ]),
      ...others(stack),
    ],
  };
}

/** Two rows can say the same of a value that nobody knows yet. */
function distinct(details: readonly FindingDetails[]): FindingDetails[] {
  return [...new Map(details.map((detail) => [`${detail.attribute}\n${detail.says}`, detail])).values()];
}

/** Added, and not only moved from another address. */
function isNew(resource: PlannedResource, { resources }: PlannedStack): boolean {
  if (resource.change !== "create") return false;
  return !resources.some(
    ({ type, name, change }) => change === "destroy" && type === resource.type && name === resource.name,
  );
}

/** Deleted by itself, not with its parent, and not made again at another address. */
function isGone(resource: PlannedResource, stack: PlannedStack): boolean {
  if (resource.change !== "destroy" || goesWithItsParent(resource, stack)) return false;
  const { resources } = stack;
  return !resources.some(
    ({ type, name, change }) => change === "create" && type === resource.type && name === resource.name,
  );
}
