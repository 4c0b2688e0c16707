import { type Compared, type ComparedItem, compareEstimates } from "../../cost/comparison";
import type { Estimate } from "../../cost/estimate";
import { difference, dollars, exact } from "../../cost/format";
import { type Item, totalOf } from "../../cost/item";
import { HOURS_A_MONTH } from "../../cost/units";
import { optionOf } from "../../cost/usage";
import { groupBy } from "../../plan/group-by";

/** The subject of a report: an environment, or a plan of one. */
export interface Subject {
  readonly name: string;
  readonly estimate: Estimate;
  /** The estimate before its plan is carried out. @default - it is new */
  readonly before?: Estimate;
  /** This stack at the prices of the first subject's region. @default - that is its own */
  readonly inFirstRegion?: Estimate;
}

export interface Row {
  /** A group has the subtotal of the items below it. */
  readonly kind: "group" | "item" | "total";
  /** The first is text, the others are numbers, or text that belongs to them. */
  readonly cells: readonly string[];
}

/** One part of a report, to be shown as text or Markdown. */
export interface Section {
  readonly title: string;
  readonly remark?: string;
  readonly table?: { readonly header: readonly string[]; readonly rows: readonly Row[] };
  readonly points?: readonly string[];
}

/** Makes the report on the cost of one environment, or of two beside each other. */
export function reportOn(subjects: readonly Subject[]): Section[] {
  const [one, other] = subjects as [Subject, Subject?];
  const estimates = subjects.map(({ estimate }) => estimate);
  return [
    ...(other ? [comparisonOf(one, other)] : [...estimateSection(one), ...changeSection(one)]),
    ...pointsSection(
      "Warnings",
      prefixed(subjects, ({ warnings }) => warnings),
    ),
    ...pointsSection("Not included, for no use of it is given", [
      distinct(
        estimates.flatMap(({ withoutUsage }) =>
          withoutUsage.map(({ what, usage }) => `${what} (${optionOf(usage)})`),
        ),
      ).join(", "),
    ]),
    ...pointsSection("Not included either", distinct(estimates.flatMap(({ notIncluded }) => notIncluded))),
    ...pointsSection("Prices", [pricesOf(estimates)]),
  ];
}

function estimateSection({ name, estimate }: Subject): Section[] {
  const rows = inGroups(
    estimate.items,
    (title, items) => [title, "", "", dollars(totalOf(items))],
    ({ what, kind, reckoning, quantity, unit, price, monthly }) => [
      kind === "minimum" ? `${what}, at least` : what,
      reckoning || `${exact(quantity)} ${unit}`,
      exact(price.usd),
      dollars(monthly),
    ],
  );
  const total: Row = { kind: "total", cells: ["Together", "", "", dollars(estimate.total)] };
  const header = ["", "Quantity", "USD each", "USD a month"];
  return [{ title: name, remark: estimate.region, table: { header, rows: [...rows, total] } }];
}

/** The section on what the plan changes, where it changes something. */
function changeSection({ estimate, before }: Subject): Section[] {
  if (!before) return [];
  const { items, total } = compareEstimates(before, estimate);
  const title = "What this plan changes";
  const changed = items.filter((item) => !item.difference.eq(0));
  if (changed.length === 0) return [{ title, points: ["Nothing of the cost."] }];
  const rows = [...comparedRows(changed), totalRow("Together, with what stays", total)];
  return [{ title, table: { header: ["", "Now", "Planned", "Difference"], rows } }];
}

function comparisonOf(one: Subject, other: Subject): Section {
  const { items, total } = compareEstimates(one.estimate, other.estimate);
  const regions = [one, other].map(({ estimate }) => estimate.region) as [string, string];
  const region: Row = { kind: "item", cells: ["Region", ...regions, ""] };
  const { inFirstRegion } = other;
  return {
    title: `${one.name} and ${other.name}`,
    remark: "USD a month",
    table: {
      header: ["", one.name, other.name, "Difference"],
      rows: [...comparedRows(items), totalRow("Together", total), region],
    },
    points: inFirstRegion && [
      `At the prices of ${regions[0]}, ${other.name} would cost ${dollars(inFirstRegion.total)}: ` +
        `the region makes ${difference(other.estimate.total.minus(inFirstRegion.total))}.`,
    ],
  };
}

function comparedRows(items: readonly ComparedItem[]): Row[] {
  const sum = (members: readonly ComparedItem[], side: keyof Compared) =>
    members.map((item) => item[side]).reduce((all, amount) => all.plus(amount));
  return inGroups(
    items,
    (title, members) =>
      comparedCells(title, {
        one: sum(members, "one"),
        other: sum(members, "other"),
        difference: sum(members, "difference"),
      }),
    (item) => comparedCells(item.what, item),
  );
}

function totalRow(label: string, total: Compared): Row {
  return { kind: "total", cells: comparedCells(label, total) };
}

function comparedCells(label: string, compared: Compared): string[] {
  return [label, dollars(compared.one), dollars(compared.other), difference(compared.difference)];
}

function inGroups<T extends { readonly capability: string }>(
  items: readonly T[],
  groupCells: (title: string, items: readonly T[]) => string[],
  itemCells: (item: T) => string[],
): Row[] {
  return [...groupBy(items, ({ capability }) => capability).entries()].flatMap(([title, members]) => [
    { kind: "group" as const, cells: groupCells(title, members) },
    ...members.map((item) => ({ kind: "item" as const, cells: itemCells(item) })),
  ]);
}

function pointsSection(title: string, points: readonly string[]): Section[] {
  const given = points.filter(Boolean);
  return given.length > 0 ? [{ title, points: given }] : [];
}

/** Says whose it is where there are two. */
function prefixed(subjects: readonly Subject[], read: (estimate: Estimate) => readonly string[]): string[] {
  return subjects.flatMap(({ name, estimate }) =>
    read(estimate).map((text) => (subjects.length > 1 ? `${name}: ${text}` : text)),
  );
}

function pricesOf(estimates: readonly Estimate[]): string {
  const items: readonly Item[] = estimates.flatMap((estimate) => estimate.items);
  const dates = distinct(items.map(({ price }) => price.source.date)).sort();
  const regions = distinct(estimates.map(({ region }) => region)).join(" and ");
  const age = dates.length > 0 ? `, the oldest of ${dates[0]} and the newest of ${dates.at(-1)}` : "";
  return (
    `AWS's list prices in USD of ${regions}${age}. A month has ${HOURS_A_MONTH} hours. ` +
    "Check what you decide by on AWS's own pages, which scripts/cost/prices names for each price."
  );
}

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}
