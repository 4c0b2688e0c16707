import { CHANGE_WORDS } from "../../plan/change-words";
import { kindOf, labelOf } from "../../plan/kinds";
import { type PlannedResource, SENSITIVE, UNKNOWN } from "../../plan/resource";
import { bullet, heading, type Page } from "../../terminal/layout";

const ATTRIBUTES_SHOWN = 4;

const SHOWN = ["destroy", "replace", "forget", "update"] as const;

/** Lists changes of things that exist already, the most dangerous first. Nothing for a first installation. */
export function renderChanges(page: Page, resources: readonly PlannedResource[]): string[] {
  const { colors } = page;
  const lines = SHOWN.flatMap((kind) => {
    const { sign, announced } = CHANGE_WORDS[kind];
    const style = kind === "destroy" || kind === "replace" ? colors.red : colors.yellow;
    return resources
      .filter(({ change }) => change === kind)
      .flatMap((resource) => [
        ...bullet(page, sign, `${resource.address} ${announced}`, style),
        ...details(resource).flatMap((line) => bullet(page, "   ", line)),
      ]);
  });
  return lines.length === 0 ? [] : [heading(page, "What happens to what exists"), ...lines];
}

function details(resource: PlannedResource): string[] {
  if (resource.change === "destroy" || resource.change === "forget") {
    return [labelOf(kindOf(resource.type), resource.role)];
  }
  const changed = changedAttributes(resource);
  const forcing = resource.replacedBecauseOf.map((path) => path.split(".", 1)[0]!);
  const ordered = [...changed].sort(
    (one, other) => Number(forcing.includes(other)) - Number(forcing.includes(one)),
  );
  const shown = ordered.slice(0, ATTRIBUTES_SHOWN).map((name) => {
    const [before, after] = [resource.before, resource.after].map(
      (side) => (side as Record<string, unknown>)?.[name],
    );
    return `${name}: ${brief(before)} -> ${brief(after)}${forcing.includes(name) ? " (forces the replacement)" : ""}`;
  });
  const hidden = changed.length - shown.length;
  return hidden > 0 ? [...shown, `and ${hidden} more in the full plan`] : shown;
}

/** Those whose values differ and are known to; a replacement makes every computed one unknown. */
function changedAttributes(resource: PlannedResource): string[] {
  const before = (resource.before ?? {}) as Record<string, unknown>;
  const after = (resource.after ?? {}) as Record<string, unknown>;
  return Object.keys({ ...before, ...after })
    .sort()
    .filter((name) => !(resource.change === "replace" && after[name] === UNKNOWN))
    .filter((name) => print(before[name]) !== print(after[name]) || isHiddenChange(resource, name));
}

/** Both sides of a sensitive value read the same; that it changes is no secret. */
function isHiddenChange({ source, after }: PlannedResource, name: string): boolean {
  const values = [source.change.before, source.change.after].map(
    (side) => (side as Record<string, unknown>)?.[name],
  );
  return (
    (after as Record<string, unknown>)?.[name] === SENSITIVE &&
    JSON.stringify(values[0]) !== JSON.stringify(values[1])
  );
}

function print(value: unknown): string {
  return JSON.stringify(value, (_, item) => (item === UNKNOWN ? "known after apply" : item)) ?? "none";
}

function brief(value: unknown): string {
  if (value === UNKNOWN) return "known after apply";
  const text = print(value);
  return text.length > 50 ? `${text.slice(0, 47)}...` : text;
}
