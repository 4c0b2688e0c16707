import { type PlannedResource, UNKNOWN, valueAt } from "../../preview/resource";
import type { FindingDetails, Severity } from "../finding";
import { isEmpty, show } from "../values/show";
import type { Weakening } from "./weakening";

/** An attribute that must not become weaker. */
export interface Watch {
  readonly types: readonly string[];
  /** e.g. `access_logs.0.enabled`; a `*` stands for each item of a list. */
  readonly path: string;
  readonly weakens: Weakening;
  readonly severity: Severity;
  /** Where the resource is new, so that nothing is lost. @default - one step less */
  readonly whenNew?: Severity;
  /** What happens: the rest of a sentence that begins with what the resource is. */
  readonly says: string;
  readonly why: string;
}

const ONE_STEP_LESS: Readonly<Record<Severity, Severity>> = {
  danger: "warning",
  warning: "notice",
  notice: "notice",
};

/** What is to say of a resource by one row of a table. */
export function watched(watch: Watch, resource: PlannedResource): FindingDetails[] {
  // What goes away goes with all its settings; that has rules of its own.
  if (["destroy", "forget", "unchanged"].includes(resource.change)) return [];
  const isNew = resource.change === "create";
  return pathsOf(watch.path, [resource.before, resource.after]).flatMap((path) => {
    const before = isNew ? undefined : valueAt(resource.before, path);
    const after = valueAt(resource.after, path);
    // An item of a list without the block that the attribute is in, such as a volume that is none of EFS.
    if (watch.path.includes("*") && !hasParent(path, [resource.before, resource.after])) return [];
    if (after === UNKNOWN) return untold(watch, resource, path, before, isNew);
    if (!watch.weakens({ before, after, isNew })) return [];
    return [detailsOf(watch, path, before, after, isNew)];
  });
}

/**
 * A value that only the apply will know. One that the stack leaves to AWS stays, or is AWS's choice; one that it
 * gives may be weaker, and nobody can tell.
 */
function untold(
  watch: Watch,
  resource: PlannedResource,
  path: string,
  before: unknown,
  isNew: boolean,
): FindingDetails[] {
  const isGiven = resource.isConfigured(path.replaceAll(/\.\d+(?=\.|$)/g, ".0"));
  if (!isGiven) {
    return isNew && watch.weakens({ before, after: undefined, isNew })
      ? [detailsOf(watch, path, before, undefined, isNew)]
      : [];
  }
  if (isNew || isEmpty(before)) return [];
  const says = `gets a value of ${path} that only the apply will know`;
  return [
    { ...detailsOf(watch, path, before, UNKNOWN, isNew), says, severity: ONE_STEP_LESS[watch.severity] },
  ];
}

function detailsOf(
  watch: Watch,
  path: string,
  before: unknown,
  after: unknown,
  isNew: boolean,
): FindingDetails {
  const { severity, whenNew = ONE_STEP_LESS[severity], says, why } = watch;
  return {
    severity: isNew ? whenNew : severity,
    says,
    attribute: path,
    ...(isEmpty(before) ? {} : { before: show(before)! }),
    after: show(after) ?? "(none)",
    why,
  };
}

function hasParent(path: string, values: readonly unknown[]): boolean {
  const parent = path.slice(0, path.lastIndexOf("."));
  return values.some((value) => valueAt(value, parent) !== undefined);
}

/** The paths that a pattern stands for, in any of several values. */
function pathsOf(pattern: string, values: readonly unknown[]): string[] {
  const star = pattern.indexOf("*");
  if (star < 0) return [pattern];
  const list = pattern.slice(0, star - 1);
  const lengths = values.map((value) => {
    const items = valueAt(value, list);
    return Array.isArray(items) ? items.length : 0;
  });
  return Array.from({ length: Math.max(...lengths) }, (_, i) => pattern.replace("*", String(i))).flatMap(
    (path) => pathsOf(path, values),
  );
}
