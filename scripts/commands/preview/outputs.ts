import type { PlanJson } from "../../plan/terraform-plan";
import { isObject, jsonIn } from "../../system/json";
import { heading, type Page, row } from "../../terminal/layout";

const LONGEST = 68;

/** Lists the outputs: values that are known already, then the names of the others. */
export function renderOutputs(page: Page, plan: PlanJson): string[] {
  const outputs = Object.entries(plan.planned_values?.outputs ?? {});
  if (outputs.length === 0) return [];
  const sorted = outputs.sort(([one], [other]) => one.localeCompare(other));
  const isKnown = ([, { sensitive, value }]: (typeof sorted)[number]) => sensitive || value !== undefined;
  const known = sorted.filter(isKnown);
  const unknown = sorted.filter((output) => !isKnown(output)).map(([name]) => name);
  return [
    heading(page, "Outputs"),
    ...known.flatMap(([name, { sensitive, value }]) =>
      row(page, name, [{ text: sensitive ? "(sensitive)" : shorten(show(value)) }]),
    ),
    ...(unknown.length > 0
      ? row(page, "known after apply", [{ text: unknown.join(", ") }], page.colors.dim)
      : []),
  ];
}

/** A value in as few signs as it takes. */
function show(value: unknown): string {
  // A policy is a text of JSON without a blank, at which no line could end.
  const shown = typeof value === "string" ? (jsonIn(value) ?? value) : value;
  if (Array.isArray(shown)) return shown.map(show).join(", ");
  if (!isObject(shown)) return String(shown);
  return Object.entries(shown)
    .map(([key, item]) => `${key}: ${show(item)}`)
    .join(", ");
}

function shorten(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 3).trimEnd()}...` : text;
}
