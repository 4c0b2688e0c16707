import { groupTitle } from "../plan/capabilities";
import { kindOf, labelOf } from "../plan/kinds";
import type { PlannedResource } from "../plan/resource";
import { HARMS, type Harm, harmOf } from "./harm";

/**
 * How bad it can be: `danger` loses or opens what holds patient data, or takes its protection away; `warning` weakens
 * something, interrupts the service, or is suspicious and known to no rule; `unknown` is known to no rule, and may be
 * harmless; `notice` is to be known and is often meant.
 */
export const SEVERITIES = ["danger", "warning", "unknown", "notice"] as const;

export type Severity = (typeof SEVERITIES)[number];

export const ONE_STEP_LESS: Readonly<Record<Severity, Severity>> = {
  danger: "warning",
  warning: "notice",
  unknown: "unknown",
  notice: "notice",
};

/** Something in a plan that can hurt. */
export interface Finding {
  readonly severity: Severity;
  /** Heading of the rules that found it. */
  readonly area: string;
  readonly address: string;
  readonly capability: string;
  /** The harm in words: `Database: Aurora cluster has no deletion protection`. */
  readonly title: string;
  /** Path of the attribute that it is about. @default - the resource as a whole */
  readonly attribute?: string;
  /** As shown. @default - nothing */
  readonly before?: string;
  readonly after?: string;
  /** Why it matters, in a sentence. */
  readonly why: string;
  /** No rule knows the change. @default - one does */
  readonly isUnknown?: true;
  /** Paths of all attributes that it is about. @default - one, or the whole resource */
  readonly attributes?: readonly string[];
  /** The kind of harm. @default - that of its area */
  readonly harm?: Harm;
  /** Type of the resource, and the last part of the title, which it has in common with other findings of its rule. */
  readonly type?: string;
  readonly says?: string;
  /** Other resources of which it tells as well. @default - none */
  readonly others?: ReadonlyArray<{ readonly address: string; readonly title: string }>;
  /** It tells of the resource as a whole: that it comes, goes or is replaced. @default - of a part of it */
  readonly isWhole?: true;
}

/** The part of a finding that a rule gives; address and names are the same for all rules. */
export type FindingDetails = Omit<Finding, "area" | "address" | "capability" | "title" | "type"> & {
  readonly says: string;
};

export function findingOf(area: string, resource: PlannedResource, details: FindingDetails): Finding {
  const { says, ...rest } = details;
  const capability = groupTitle(resource.capability);
  return {
    ...rest,
    says,
    type: resource.type,
    area,
    address: resource.address,
    capability,
    title: `${capability}: ${labelOf(kindOf(resource.type), resource.role)} ${says}`,
  };
}

/** The worst first: what is lost before what others can reach, and that before what stops for a while. */
export function compareFindings(one: Finding, other: Finding): number {
  return (
    SEVERITIES.indexOf(one.severity) - SEVERITIES.indexOf(other.severity) ||
    HARMS.indexOf(harmOf(one)) - HARMS.indexOf(harmOf(other))
  );
}

/** True where a finding is at least as bad. */
export function isAtLeast({ severity }: Finding, least: Severity): boolean {
  return SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(least);
}
