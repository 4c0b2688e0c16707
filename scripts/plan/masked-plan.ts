import { isSecretName } from "#offline-providers";
import { isObjectOrList, jsonIn } from "../system/json";
import { either, SENSITIVE } from "./resource";
import type { PlanJson, ResourceChange } from "./terraform-plan";

/** Stands for a sensitive value that is another one than before. */
export const SENSITIVE_CHANGED = "(sensitive, changed)";

/** A shorter text is in many others by chance. A value that is marked is hidden however short it is. */
const SHORTEST = 6;

/** Names of settings of programs, which nobody declares. */
const SECRET_ENTRY = /(pass|passwd|password|secret|token|api_?key|private_?key|credentials?)$/i;

/**
 * The parts of a plan that a review reads, without any sensitive value: what Terraform marks on either side, what
 * is a secret by its name, and each of these values wherever else it is written. Nothing that a review shows is
 * made from anything but this.
 *
 * @returns the masked plan, and `scrub`, which takes the same secrets out of anything that is told beside it
 */
export function maskPlan(plan: PlanJson): { readonly plan: PlanJson; readonly scrub: <T>(value: T) => T } {
  const secrets = new Set<string>();
  const { variables, outputs } = maskGiven(plan, secrets);
  const changes = (plan.resource_changes ?? []).map((change) => maskChange(change, secrets));
  const masked: PlanJson = {
    format_version: plan.format_version,
    terraform_version: plan.terraform_version,
    variables,
    planned_values: { outputs },
    resource_changes: changes,
    checks: plan.checks,
    configuration: { root_module: { resources: plan.configuration?.root_module?.resources } },
  };
  const scrub = scrubber(secrets) as <T>(value: T) => T;
  return { plan: scrub(masked), scrub };
}

/** A function that takes secrets out of all texts of a value. */
function scrubber(secrets: ReadonlySet<string>): (value: unknown) => unknown {
  // The longest first: one may be a part of another.
  const ordered = [...secrets].sort((one, other) => other.length - one.length);
  const clean = (text: string) =>
    ordered.reduce(
      (rest, secret) => (rest.includes(secret) ? rest.replaceAll(secret, SENSITIVE) : rest),
      text,
    );
  const scrub = (value: unknown): unknown => {
    if (typeof value === "string") return clean(value);
    if (typeof value === "number") return secrets.has(String(value)) ? SENSITIVE : value;
    if (Array.isArray(value)) return value.map(scrub);
    if (!isObjectOrList(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [clean(key), scrub(item)]));
  };
  return ordered.length === 0 ? (value) => value : scrub;
}

function maskGiven(plan: PlanJson, secrets: Set<string>) {
  const declared = plan.configuration?.root_module?.variables ?? {};
  const variables = Object.entries(plan.variables ?? {}).map(([name, variable]) => {
    if (!declared[name]?.sensitive && !isSecretName(name)) return [name, variable];
    collect(variable.value, secrets);
    return [name, { value: SENSITIVE }];
  });
  const outputs = Object.entries(plan.planned_values?.outputs ?? {}).map(([name, output]) => {
    if (!output.sensitive && !isSecretName(name)) return [name, output];
    collect(output.value, secrets);
    return [name, { sensitive: true, value: SENSITIVE }];
  });
  return { variables: Object.fromEntries(variables), outputs: Object.fromEntries(outputs) };
}

function maskChange(source: ResourceChange, secrets: Set<string>): ResourceChange {
  const { before_sensitive, after_sensitive, ...change } = source.change;
  const marks = eachOf(either(before_sensitive, after_sensitive), change.before, change.after);
  const { before, after } = maskPair(change.before, change.after, marks, secrets);
  return { ...source, change: { ...change, before, after } };
}

/** Marks of a resource that is sensitive as a whole: of each of its attributes, so that it stays one. */
function eachOf(marks: unknown, ...sides: readonly unknown[]): unknown {
  if (marks !== true) return marks;
  const names = sides.flatMap((side) => (isObjectOrList(side) ? Object.keys(side) : []));
  return Object.fromEntries(names.map((name) => [name, true]));
}

interface Pair {
  readonly before: unknown;
  readonly after: unknown;
}

/** Masks both sides together, for whether a value changes is no secret. */
function maskPair(before: unknown, after: unknown, marks: unknown, secrets: Set<string>): Pair {
  if (marks === true) return hidePair(before, after, secrets);
  const documents = [before, after].map((side) => (typeof side === "string" ? jsonIn(side) : undefined));
  if (documents.some((document) => document !== undefined)) {
    return maskDocuments(before, after, documents, secrets);
  }
  if (Array.isArray(before) || Array.isArray(after)) {
    const length = Math.max(sizeOf(before), sizeOf(after));
    const pairs = Array.from({ length }, (_, i) =>
      maskPair(at(before, i), at(after, i), at(marks, i), secrets),
    );
    return { before: listOf(before, pairs, "before"), after: listOf(after, pairs, "after") };
  }
  if (!isObjectOrList(before) && !isObjectOrList(after)) return { before, after };
  const keys = new Set([before, after].flatMap((side) => (isObjectOrList(side) ? Object.keys(side) : [])));
  const named = [before, after].some((side) => isObjectOrList(side) && isSecretEntry(side));
  const pairs = new Map(
    [...keys].map((key) => {
      const hidden = isSecretName(snakeCase(key)) || (named && key.toLowerCase() === "value");
      return [key, maskPair(at(before, key), at(after, key), hidden ? true : at(marks, key), secrets)];
    }),
  );
  return { before: objectOf(before, pairs, "before"), after: objectOf(after, pairs, "after") };
}

/** JSON inside of a text is masked as what it says. */
function maskDocuments(before: unknown, after: unknown, documents: unknown[], secrets: Set<string>): Pair {
  const [one, other] = documents;
  const masked = maskPair(one ?? null, other ?? null, undefined, secrets);
  const back = (side: unknown, document: unknown, value: unknown) =>
    document === undefined ? side : JSON.stringify(value);
  return { before: back(before, one, masked.before), after: back(after, other, masked.after) };
}

function hidePair(before: unknown, after: unknown, secrets: Set<string>): Pair {
  collect(before, secrets);
  collect(after, secrets);
  const isGiven = (side: unknown) => side !== null && side !== undefined && side !== "";
  const changes = isGiven(before) && JSON.stringify(before) !== JSON.stringify(after);
  return {
    before: isGiven(before) ? SENSITIVE : before,
    after: isGiven(after) ? (changes ? SENSITIVE_CHANGED : SENSITIVE) : after,
  };
}

/** All that a sensitive value consists of. */
function collect(value: unknown, secrets: Set<string>): void {
  if (typeof value === "number") collect(String(value), secrets);
  if (typeof value === "string") {
    if (value.length >= SHORTEST) secrets.add(value);
    const document = jsonIn(value);
    if (document !== undefined) collect(document, secrets);
  }
  if (isObjectOrList(value)) for (const item of Object.values(value)) collect(item, secrets);
}

/** An entry `{ name: "DB_PASSWORD", value: ... }`, as a container's environment has it. */
function isSecretEntry(entry: Readonly<Record<string, unknown>>): boolean {
  const name = entry.name ?? entry.Name ?? entry.key;
  return typeof name === "string" && isSecretEntryName(name);
}

/** True for the name of a setting whose value is a secret, such as `DB_PASSWORD`. */
export function isSecretEntryName(name: string): boolean {
  return isSecretName(snakeCase(name)) || SECRET_ENTRY.test(name);
}

function snakeCase(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .replaceAll("-", "_")
    .toLowerCase();
}

function sizeOf(side: unknown): number {
  return Array.isArray(side) ? side.length : 0;
}

function listOf(side: unknown, pairs: readonly Pair[], name: keyof Pair): unknown {
  return Array.isArray(side) ? side.map((_, i) => pairs[i]![name]) : side;
}

function objectOf(side: unknown, pairs: ReadonlyMap<string, Pair>, name: keyof Pair): unknown {
  if (!isObjectOrList(side) || Array.isArray(side)) return side;
  return Object.fromEntries(Object.keys(side).map((key) => [key, pairs.get(key)![name]]));
}

function at(value: unknown, key: string | number): unknown {
  return isObjectOrList(value) ? value[key] : undefined;
}
