import type { PlannedStack } from "../../plan/planned-stack";
import { type PlannedResource, UNKNOWN } from "../../plan/resource";
import { type ChangedPart, changedParts } from "../../plan/values/differences";
import { isEmpty } from "../../plan/values/show";
import { type AttributeRule, attributeFindings } from "../attribute-rule";
import type { Finding } from "../finding";
import { goesWithItsParent } from "../parents";
import type { Area } from "../rule";
import { HARMLESS_ATTRIBUTES } from "./harmless/attributes";
import { HARMLESS_ADDITIONS, HARMLESS_DELETIONS, HARMLESS_REPLACEMENTS } from "./harmless/types";

/** A change that no rule knows: of the resource as a whole, or of parts of it. */
export type Unrecognized =
  | { readonly whole: "create" | "destroy" | "replace" | "forget" }
  | { readonly parts: readonly ChangedPart[] };

/** A pattern as rules write it; each item of a list is a star. */
const starred = (path: string) => path.replace(/\.0(?=\.|$)/g, ".*");

/** Recognizes changes of a stack by the rules that there are. */
export class Recognition {
  private readonly rulesByType = new Map<string, AttributeRule[]>();

  constructor(
    private readonly areas: readonly Area[],
    private readonly stack: PlannedStack,
    private readonly findings: readonly Finding[],
  ) {
    for (const rule of areas.flatMap(({ table }) => table?.attributeRules ?? [])) {
      for (const type of rule.types) {
        const rules = this.rulesByType.get(type);
        if (rules) rules.push(rule);
        else this.rulesByType.set(type, [rule]);
      }
    }
  }

  /** The part of a change that no rule knows; `undefined` where all of it is known. */
  unrecognized(resource: PlannedResource): Unrecognized | undefined {
    const { change } = resource;
    if (change === "unchanged") return undefined;
    if (change !== "update" && !this.knowsWhole(resource, change)) return { whole: change };
    if (change === "create" || change === "destroy" || change === "forget") return undefined;
    const parts = partsOf(resource).filter((part) => !this.knows(resource, part));
    return parts.length === 0 ? undefined : { parts };
  }

  private knowsWhole(
    resource: PlannedResource,
    change: "create" | "destroy" | "replace" | "forget",
  ): boolean {
    const { type, name, address } = resource;
    if (this.findings.some((finding) => finding.address === address && finding.isWhole)) return true;
    if (change === "create") {
      if (this.stack.isNew || HARMLESS_ADDITIONS.has(type)) return true;
      // A resource that moves to another address, as by a toggle that becomes a list, is not new.
      return this.isElsewhere(type, name, "destroy");
    }
    if (change === "forget") return false;
    if (change === "replace") return HARMLESS_REPLACEMENTS.has(type);
    return (
      HARMLESS_DELETIONS.has(type) ||
      goesWithItsParent(resource, this.stack) ||
      this.isElsewhere(type, name, "create")
    );
  }

  private isElsewhere(type: string, name: string, change: "create" | "destroy"): boolean {
    return this.stack.resources.some(
      (other) => other.type === type && other.name === name && other.change === change,
    );
  }

  private knows(resource: PlannedResource, part: ChangedPart): boolean {
    return (
      isHarmless(resource, part) ||
      this.areas.some(({ knows }) => knows?.(resource, part, this.stack)) ||
      (this.rulesByType.get(resource.type) ?? []).some((rule) => answers(rule, resource, part))
    );
  }
}

/** All that changes in a resource that stays, or is replaced. */
function partsOf(resource: PlannedResource): ChangedPart[] {
  const [before, after] = [resource.before, resource.after] as Array<Record<string, unknown> | undefined>;
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])].sort();
  return names.flatMap((name) => {
    const [from, to] = [before?.[name], after?.[name]];
    // AWS gives these to something new, and nobody knows them before.
    if (resource.change === "replace" && to === UNKNOWN && !resource.isConfigured(name)) return [];
    return changedParts(from, to, name);
  });
}

export function isHarmless({ type }: Pick<PlannedResource, "type">, part: ChangedPart): boolean {
  return HARMLESS_ATTRIBUTES.some(
    ({ types, paths, where }) =>
      (types === undefined || types.includes(type)) &&
      paths.some((path) => isBelow(part.pattern, path)) &&
      (where === undefined || where(part)),
  );
}

function isBelow(pattern: string, path: string): boolean {
  return path.endsWith(".**")
    ? pattern.startsWith(path.slice(0, -2)) || pattern === path.slice(0, -3)
    : pattern === path;
}

/** True where a rule tells of this part, or knows that it became no weaker. */
function answers(rule: AttributeRule, resource: PlannedResource, part: ChangedPart): boolean {
  const path = starred(rule.path);
  if (rule.partly) return false;
  if (part.pattern === path) {
    if (part.to === UNKNOWN)
      return resource.isConfigured(rule.path.replaceAll("*", "0")) && !isEmpty(part.from);
    return rule.weakens({ before: part.from, after: part.to, isNew: false }) !== "unknown";
  }
  const isInside = part.pattern.startsWith(`${path}.`) || part.pattern === `${path} (order)`;
  return isInside && attributeFindings(rule, resource).length > 0;
}
