import { isObjectOrList } from "../system/json";
import type { Action, ConfiguredResource, PlanJson, ResourceChange } from "./terraform-plan";

/** A value that only the apply will know. */
export const UNKNOWN = Symbol("known after apply");

/** Stands in place of every sensitive value from the first moment on, so that none can be shown. */
export const SENSITIVE = "(sensitive)";

export type ChangeKind = "create" | "update" | "replace" | "destroy" | "forget" | "unchanged";

/** One instance of a resource as the plan leaves it. */
export class PlannedResource {
  readonly address: string;
  readonly type: string;
  readonly name: string;
  readonly change: ChangeKind;
  readonly before: unknown;
  readonly after: unknown;
  /** Attributes that force a replacement. */
  readonly replacedBecauseOf: readonly string[];

  constructor(
    readonly source: ResourceChange,
    /** Its block in the stack's configuration. */
    readonly configured?: ConfiguredResource,
  ) {
    const { change } = source;
    // A value that one side hides is hidden on the other as well: it may be sensitive from now on, or no longer.
    const sensitive = either(change.before_sensitive, change.after_sensitive);
    this.address = source.address;
    this.type = source.type;
    this.name = source.name;
    this.change = changeKind(change.actions);
    this.before = withMarks(change.before, false, sensitive);
    this.after = withMarks(change.after, change.after_unknown, sensitive);
    this.replacedBecauseOf = (change.replace_paths ?? []).map((steps) => steps.join("."));
  }

  /** First segment of the name, e.g. `network` of `network_private_subnet`. */
  get capability(): string {
    return this.name.split("_", 1)[0]!;
  }

  /** Its part within its capability, e.g. `private subnet`. */
  get role(): string {
    return this.name.split("_").slice(1).join(" ");
  }

  /** The value at a path such as `scaling.0.maximum`; `undefined` where there is none. */
  get(path: string): unknown {
    return valueAt(this.after, path);
  }

  /** The resource as it is before the plan is carried out; `undefined` where there is none. */
  asItWas(): PlannedResource | undefined {
    const { before, before_sensitive, after_sensitive } = this.source.change;
    if (before === null || before === undefined) return undefined;
    const sensitive = either(before_sensitive, after_sensitive);
    const change = { actions: ["no-op"], before, after: before, after_sensitive: sensitive } as const;
    return new PlannedResource({ ...this.source, change }, this.configured);
  }

  /** The value at a path where it is known and tells something; for showing. */
  text(path: string): string | undefined {
    const value = this.get(path);
    if (typeof value === "string") return value === "" ? undefined : value;
    return typeof value === "number" || typeof value === "boolean" ? String(value) : undefined;
  }

  /** True where a value is given, though it may not be known yet. */
  has(path: string): boolean {
    const value = this.get(path);
    if (value === UNKNOWN) return this.isConfigured(path);
    return value !== undefined && value !== "" && !(Array.isArray(value) && value.length === 0);
  }

  /**
   * True where the stack sets an argument. One that it leaves to AWS is as unknown before the apply as one
   * that refers to another resource.
   */
  isConfigured(path: string): boolean {
    let expression: unknown = this.configured?.expressions;
    for (const step of path.split(".")) {
      if (!isObjectOrList(expression)) return false;
      // The whole block comes out of one expression.
      if (Array.isArray(expression.references)) return true;
      expression = expression[step];
    }
    return (
      isObjectOrList(expression) &&
      (Array.isArray(expression) || Object.values(expression).some((part) => part !== null))
    );
  }

  /** The strings and numbers of a list. */
  list(path: string): string[] {
    const value = this.get(path);
    if (!Array.isArray(value)) return [];
    return value.filter((item) => typeof item === "string" || typeof item === "number").map(String);
  }

  /** How many items a list has, known or not. */
  size(path: string): number {
    const value = this.get(path);
    return Array.isArray(value) ? value.length : 0;
  }
}

/** The managed resources of a plan. */
export function plannedResources({
  resource_changes: changes = [],
  configuration,
}: PlanJson): PlannedResource[] {
  const configured = new Map(
    configuration?.root_module?.resources?.map((entry) => [
      `${entry.mode}.${entry.type}.${entry.name}`,
      entry,
    ]),
  );
  return changes
    .filter(({ mode }) => mode === "managed")
    .map((change) => new PlannedResource(change, configured.get(`managed.${change.type}.${change.name}`)));
}

/** The value at a path such as `scaling.0.maximum` of marked values. */
export function valueAt(values: unknown, path: string): unknown {
  return path.split(".").reduce<unknown>((value, step) => {
    if (value === UNKNOWN || value === SENSITIVE) return value;
    return (value as Record<string, unknown> | undefined)?.[step];
  }, values);
}

/** Marks of what is marked on any of two sides. In lists whose marks differ nothing tells which item is which. */
export function either(one: unknown, other: unknown): unknown {
  if (one === true || other === true) return true;
  if (!isObjectOrList(one)) return other;
  if (!isObjectOrList(other)) return one;
  if (Array.isArray(one) || Array.isArray(other)) {
    if (JSON.stringify(one) === JSON.stringify(other)) return one;
    return hasMark(one) || hasMark(other) ? true : one;
  }
  const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
  return Object.fromEntries([...keys].map((key) => [key, either(one[key], other[key])]));
}

function hasMark(marks: unknown): boolean {
  return marks === true || (isObjectOrList(marks) && Object.values(marks).some(hasMark));
}

function changeKind(actions: readonly Action[]): ChangeKind {
  if (actions.includes("create")) return actions.includes("delete") ? "replace" : "create";
  if (actions.includes("delete")) return "destroy";
  if (actions.includes("update")) return "update";
  return actions.includes("forget") ? "forget" : "unchanged";
}

/** The values with {@link UNKNOWN} and {@link SENSITIVE} where they are so; null becomes undefined. */
function withMarks(value: unknown, unknown: unknown, sensitive: unknown): unknown {
  if (sensitive === true) return SENSITIVE;
  if (unknown === true) return UNKNOWN;
  if (value === null || value === undefined) {
    return isObjectOrList(unknown)
      ? withMarks(Array.isArray(unknown) ? [] : {}, unknown, sensitive)
      : undefined;
  }
  if (Array.isArray(value)) {
    const length = Math.max(value.length, Array.isArray(unknown) ? unknown.length : 0);
    return Array.from({ length }, (_, i) => withMarks(value[i], at(unknown, i), at(sensitive, i)));
  }
  if (!isObjectOrList(value)) return value;
  const keys = new Set([...Object.keys(value), ...(isObjectOrList(unknown) ? Object.keys(unknown) : [])]);
  return Object.fromEntries(
    [...keys].map((key) => [key, withMarks(value[key], at(unknown, key), at(sensitive, key))]),
  );
}

function at(marks: unknown, key: string | number): unknown {
  return isObjectOrList(marks) ? marks[key] : undefined;
}
