import type { PlannedStack } from "../../plan/planned-stack";
import { type PlannedResource, UNKNOWN } from "../../plan/resource";
import type { Severity } from "../finding";

/** `unknown` where only the apply, or the account, can tell. */
export type Outcome = "passed" | "failed" | "unknown";

/** `undefined` where the rule is not about this resource. */
export type Check = (resource: PlannedResource, stack: PlannedStack) => Outcome | undefined;

/** A rule about the state of a resource. It reads like the sentence that it prints when it fails. */
export interface StateRule {
  /** The name that cdk-nag gives it, e.g. `RDSStorageEncrypted`; without one it is only in AWS's standard. */
  readonly nag?: string;
  /** Controls of AWS Foundational Security Best Practices that it decides, e.g. `RDS.27`. */
  readonly controls?: readonly string[];
  readonly types: readonly string[];
  readonly check: Check;
  readonly severity: Severity;
  /** The weakness, as the rest of a sentence that begins with the resource: `is not encrypted`. */
  readonly says: string;
  readonly why: string;
  /** Values of a resource of the first type that fails, and of one that passes; with its parts where it needs some. */
  readonly bad: Example;
  readonly good: Example;
}

export interface Example {
  readonly values: Readonly<Record<string, unknown>>;
  /** Resources that belong to it, by type; `REF` stands for the resource itself. */
  readonly parts?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** Stands in the parts of an example for the identifier of the resource. */
export const REF = "the-resource";

const decided = (holds: boolean): Outcome => (holds ? "passed" : "failed");

/** The value at a path satisfies a predicate; one that the stack gives and only the apply knows is unknown. */
export function value(path: string, holds: (value: unknown) => boolean): Check {
  return (resource) => {
    const found = resource.get(path);
    if (found === UNKNOWN) return resource.isConfigured(path) ? "unknown" : decided(holds(undefined));
    return decided(holds(found));
  };
}

export const isOn = (path: string): Check =>
  value(path, (found) => /^(true|on|enabled)$/i.test(String(found)));

export const isNotOn = (path: string): Check =>
  value(path, (found) => !/^(true|on|enabled)$/i.test(String(found)));

/** Something is given, known or not: a key that is made in the same run is a key. */
export const isGiven =
  (path: string): Check =>
  (resource) =>
    decided(resource.has(path));

/** The parts of a rule for what is to have an encryption key of its own, which the argument `kms_key_id` names. */
export const OWN_KEY = {
  check: isGiven("kms_key_id"),
  severity: "warning",
  says: "has no encryption key of its own",
  why: "Nobody decides by a key policy who can read it.",
  bad: { values: {} },
  good: { values: { kms_key_id: "arn:key" } },
} as const satisfies Partial<StateRule>;

export const isAtLeast = (path: string, least: number): Check =>
  value(path, (found) => Number(found ?? 0) >= least);

/** One of the parts that belong to the resource passes. */
export function hasPart(type: string, by: string, check: Check = () => "passed"): Check {
  return (resource, stack) => {
    const outcomes = partsOf(resource, stack, type, by).map((part) => check(part, stack));
    if (outcomes.includes("passed")) return "passed";
    return outcomes.includes("unknown") ? "unknown" : "failed";
  };
}

/** All checks pass. */
export function every(...checks: readonly Check[]): Check {
  return (resource, stack) => {
    const outcomes = checks.flatMap((check) => check(resource, stack) ?? []);
    if (outcomes.length === 0) return undefined;
    if (outcomes.includes("failed")) return "failed";
    return outcomes.includes("unknown") ? "unknown" : "passed";
  };
}

/** The rule is about the resource only where this holds. */
export function where(
  isMeant: (resource: PlannedResource, stack: PlannedStack) => boolean,
  check: Check,
): Check {
  return (resource, stack) => (isMeant(resource, stack) ? check(resource, stack) : undefined);
}

/** Resources of a type that name this one in an argument, by its identifier, or by a reference to what is made yet. */
export function partsOf(
  resource: PlannedResource,
  { after }: PlannedStack,
  type: string,
  by: string,
): PlannedResource[] {
  return after.filter((part) => part.type === type && names(part, by, resource));
}

/** True where an argument of a resource names another one. */
export function names(part: PlannedResource, by: string, resource: PlannedResource): boolean {
  const values = [part.get(by)].flat();
  const identifiers = ["id", "arn", "bucket", "name", "url", "function_name"].flatMap(
    (name) => resource.text(name) ?? [],
  );
  if (values.some((found) => typeof found === "string" && identifiers.includes(found))) return true;
  if (!values.some((found) => found === undefined || found === UNKNOWN)) return false;
  let expression: unknown = part.configured?.expressions;
  for (const step of by.split(".")) expression = (expression as Record<string, unknown> | undefined)?.[step];
  return new RegExp(`"${resource.type}\\.${resource.name}(?:["\\.\\[])`).test(
    JSON.stringify(expression) ?? "",
  );
}
