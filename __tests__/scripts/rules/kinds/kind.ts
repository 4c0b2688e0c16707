import type { Action, PlanJson, ResourceChange } from "../../../../scripts/plan/terraform-plan";
import type { Severity } from "../../../../scripts/rules/finding";
import { isObject, jsonIn } from "../../../../scripts/system/json";

type Values = Readonly<Record<string, unknown>>;

/** A change of one resource of an installation with everything on. */
export interface Change {
  readonly actions: readonly Action[];
  /** Values after the change, made of those before. */
  readonly change: (before: Values) => Values;
  readonly because?: readonly string[];
}

/**
 * A change that a careful reviewer stops at: how bad it is, what the review says of it, at which resource of the
 * installation, and the change.
 */
export type Kind = readonly [
  kind: string,
  severity: Severity,
  says: RegExp,
  address: string,
  change: Change | Values,
];

export const GONE: Change = { actions: ["delete"], change: () => ({}) };

export const FORGOTTEN: Change = { actions: ["forget"], change: () => ({}) };

export const isNew = (values: Values): Change => ({ actions: ["create"], change: () => values });

/** The values of a path of which Terraform says that they force a replacement. */
export const replaces = (values: Values): Change => ({
  actions: ["delete", "create"],
  change: (before) => withValues(before, values),
  because: Object.keys(values).map((path) => path.split(".", 1)[0]!),
});

/** Items that come after those that a list has. */
export const more =
  (...items: readonly unknown[]) =>
  (list: unknown) => [...((list as unknown[]) ?? []), ...items];

export const first =
  (...items: readonly unknown[]) =>
  (list: unknown) => [...items, ...((list as unknown[]) ?? [])];

/** Without the items of this name, statement or value. */
export const without = (name: string) => (list: unknown) =>
  (list as unknown[]).filter((item) => item !== name && !isNamed(item, name));

/** A plan in which nothing but these resources changes. */
export function planWith(plan: PlanJson, kinds: readonly Kind[]): PlanJson {
  const of = new Map(kinds.map((kind) => [kind[3], kind]));
  const there = (plan.resource_changes ?? []).map((resource) => {
    const kind = of.get(resource.address);
    of.delete(resource.address);
    return kind ? changed(resource, changeOf(kind)) : resource;
  });
  const added = [...of.values()].map((kind) => changed(newResource(kind[3]), changeOf(kind)));
  return { ...plan, resource_changes: [...there, ...added] };
}

function changeOf([kind, , , address, change]: Kind): Change {
  if (typeof change.change === "function") return change as unknown as Change;
  if (address.length === 0) throw new Error(`${kind} names no resource.`);
  return { actions: ["update"], change: (before) => withValues(before, change as Values) };
}

function changed(resource: ResourceChange, { actions, change, because = [] }: Change): ResourceChange {
  const before = (resource.change.before ?? {}) as Values;
  const isThere = resource.change.actions[0] !== "create";
  if (isThere === (actions[0] === "create")) throw new Error(`${resource.address}: is it there or not?`);
  return {
    ...resource,
    change: {
      ...resource.change,
      actions: [...actions],
      before: isThere ? before : null,
      after: actions.includes("delete") && actions.length === 1 ? null : change(before),
      after_unknown: {},
      ...(because.length > 0 ? { replace_paths: because.map((path) => [path]) } : {}),
    },
  } as ResourceChange;
}

function newResource(address: string): ResourceChange {
  const [, type, name] = /^([^.]+)\.([^[]+)/.exec(address)!;
  const change = { actions: ["create"], before: null, after: {}, after_unknown: {} };
  return { address, mode: "managed", type, name, change } as unknown as ResourceChange;
}

/** Values with others at paths such as `rule[Daily].schedule`, through texts of JSON as well. */
function withValues(before: Values, values: Values): Values {
  return Object.entries(values).reduce<unknown>(
    (all, [path, value]) => withValue(all, stepsOf(path), value),
    before,
  ) as Values;
}

const stepsOf = (path: string) => path.split(/\.(?![^[]*\])|(?=\[)/);

function withValue(value: unknown, [step, ...rest]: readonly string[], other: unknown): unknown {
  if (step === undefined) return typeof other === "function" ? other(value) : other;
  const document = typeof value === "string" ? jsonIn(value) : undefined;
  if (document) return JSON.stringify(withValue(document, [step, ...rest], other));
  if (Array.isArray(value)) {
    const place = placeIn(value, step);
    if (place < 0) throw new Error(`No ${step} among ${JSON.stringify(value).slice(0, 300)}`);
    const items = value.length === place ? [...value, undefined] : value;
    return items.map((item, i) => (i === place ? withValue(item, rest, other) : item));
  }
  const object = (value ?? {}) as Record<string, unknown>;
  return { ...object, [step]: withValue(object[step], rest, other) };
}

function placeIn(list: readonly unknown[], step: string): number {
  return step.startsWith("[") ? list.findIndex((item) => isNamed(item, step.slice(1, -1))) : Number(step);
}

function isNamed(item: unknown, name: string): boolean {
  return isObject(item) && ["name", "rule_name", "Sid", "id"].some((key) => item[key] === name);
}
