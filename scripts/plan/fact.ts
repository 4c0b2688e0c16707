import type { PlannedResource } from "./resource";
import { UNKNOWN } from "./resource";

/** One thing worth knowing about a resource, in a few words. */
export interface Fact {
  readonly text: string;
  /** Weakens security or durability, so that the review marks it. */
  readonly weak?: boolean;
}

/** Reads a fact from a resource; `undefined` where there is nothing to say. */
export type FactReader = (resource: PlannedResource) => Fact | undefined;

/** A value with words around it: `value("backup_retention_period", "restorable for", "days")`. */
export function value(path: string, before = "", after = ""): FactReader {
  return (resource) => {
    const text = resource.text(path);
    const unit = text === "1" ? after.replace(/s$/, "") : after;
    return text === undefined ? undefined : { text: [before, text, unit].filter(Boolean).join(" ") };
  };
}

/** The items of a list. */
export function list(path: string, before = ""): FactReader {
  return (resource) => {
    const items = resource.list(path);
    return items.length === 0 ? undefined : { text: [before, items.join(", ")].filter(Boolean).join(" ") };
  };
}

/**
 * Something that protects: words for when it is on, and, marked as weak, for when it is off. It is off where
 * the stack leaves it to AWS, too.
 */
export function protection(path: string, on: string, off: string): FactReader {
  return (resource) => {
    const given = resource.get(path);
    if (given === UNKNOWN && resource.isConfigured(path)) return undefined;
    return given === true || given === "true" || given === "enabled" || given === "ENABLED"
      ? { text: on }
      : { text: off, weak: true };
  };
}

/** Words for a setting that is on; silence when it is off. */
export function enabled(path: string, on: string): FactReader {
  return (resource) => (resource.get(path) === true ? { text: on } : undefined);
}

/** Encryption at rest by a key: the stack's own, or AWS's where none is given. */
export function ownKey(path: string): FactReader {
  return (resource) =>
    resource.has(path) ? { text: "own KMS key" } : { text: "no KMS key of its own", weak: true };
}

/** A fact that takes code. */
export function text(read: (resource: PlannedResource) => string | undefined): FactReader {
  return (resource) => {
    const words = read(resource);
    return words ? { text: words } : undefined;
  };
}
