import { CHANGE_WORDS, changeCounts } from "../../../plan/change-words";
import { groupBy } from "../../../plan/group-by";
import type { AttributeChange, ShownChange } from "../../../plan/shown-change";
import type { Finding } from "../../../rules/finding";
import { code, escapeMarkdown } from "../../../terminal/markdown";
import { describeOrigin } from "../origin";
import type { Review } from "../review";
import { countsText, findingsText } from "./counts-text";
import { fitting } from "./fitting";

/** GitHub takes comments of 65,536 characters; the rest is for the rule packs, which a workflow adds. */
export const MOST_CHARACTERS = 48_000;

/** Longer values are cut: the page has them in full. */
const LONGEST_VALUE = 300;

/** Other resources of one finding. */
const MOST_OTHERS = 5;

/** The worst are shown; nobody reads a hundred. */
export const MOST_FINDINGS = 10;

/** Attributes of one resource. */
const MOST_ATTRIBUTES = 30;

const ICONS = {
  danger: "\u{1F6D1}",
  warning: "\u26a0\ufe0f",
  unknown: "\u2753",
  notice: "\u2139\ufe0f",
} as const;

/** The report as the comment of a pull request. */
export function renderMarkdown(review: Review): string {
  const { environment, remarks, origin, counts, findings, warnings, unknowns } = review;
  const worst = findings.slice(0, MOST_FINDINGS);
  const rest = findings.slice(MOST_FINDINGS);
  const head = [
    `## Plan of ${escapeMarkdown(environment)}${remarks ? ` (${escapeMarkdown(remarks)})` : ""}`,
    "",
    `**${countsText(counts)}** \u00b7 **${findingsText(findings)}** \u00b7 ${costText(review)}`,
    "",
    escapeMarkdown(describeOrigin(origin)),
  ].join("\n");
  const sections = [
    ...(warnings.length > 0 ? [["### Warnings of the plan", "", ...warnings.map(point)].join("\n")] : []),
    ...(worst.length > 0
      ? [["### What can hurt", "", ...worst.map(findingPoint), ...restLines(rest)].join("\n")]
      : []),
    ...changeSections(review.changes),
    ...costSection(review),
    ...(unknowns.length > 0 ? [details("What this plan does not know", unknowns.map(point))] : []),
  ];
  return fitting(head, sections, MOST_CHARACTERS);
}

function restLines(rest: readonly Finding[]): string[] {
  return rest.length === 0 ? [] : ["", `And ${findingsText(rest)}, which the page (\`review.html\`) has.`];
}

function findingPoint(finding: Finding): string {
  const { severity, title, address, attribute, before, after, why, others } = finding;
  const values = before === undefined && after === undefined ? "" : `: ${bothValues(before, after)}`;
  const what = attribute ? `<br>${code(attribute)}${values}` : "";
  const also = others
    ? `<br>${escapeMarkdown("Also:")} ${others
        .slice(0, MOST_OTHERS)
        .map((other) => code(other.address))
        .join(", ")}${others.length > MOST_OTHERS ? ` ${escapeMarkdown("and others")}` : ""}`
    : "";
  return `- ${ICONS[severity]} **${escapeMarkdown(title)}** ${code(address)}${what}<br>${escapeMarkdown(why)}${also}`;
}

function bothValues(before: string | undefined, after: string | undefined): string {
  const one = before === undefined ? "" : code(cut(before));
  const other = after === undefined ? "nothing" : code(cut(after));
  return one ? `${one} \u2192 ${other}` : other;
}

/** Each capability can be opened; what is added comes after what changes something that exists. */
function changeSections(changes: readonly ShownChange[]): string[] {
  return [...groupBy(changes, ({ capability }) => capability).entries()].map(([capability, members]) => {
    const added = members.filter(({ kind }) => kind === "create");
    const others = members.filter(({ kind }) => kind !== "create");
    return details(`${capability}: ${kindsText(members)}`, [
      ...others.flatMap(changePoints),
      ...(added.length > 0 ? [`- added: ${added.map(({ address }) => code(address)).join(", ")}`] : []),
    ]);
  });
}

function kindsText(members: readonly ShownChange[]): string {
  return changeCounts((kind) => members.filter((member) => member.kind === kind).length).join(", ");
}

function changePoints({ address, kind, movedFrom, attributes }: ShownChange): string[] {
  const moved = movedFrom ? `, moved from ${code(movedFrom)}` : "";
  const shown = kind === "destroy" || kind === "forget" ? [] : attributes.slice(0, MOST_ATTRIBUTES);
  const hidden = kind === "destroy" || kind === "forget" ? 0 : attributes.length - shown.length;
  return [
    `- **${CHANGE_WORDS[kind].done}** ${code(address)}${moved}`,
    ...shown.map((attribute) => `  - ${attributeText(attribute)}`),
    ...(hidden > 0 ? [`  - and ${hidden} more, which the page has`] : []),
  ];
}

function attributeText({ path, before, after, forcesReplacement }: AttributeChange): string {
  const forces = forcesReplacement ? " **(forces the replacement)**" : "";
  const one = before === undefined ? "nothing" : code(cut(before));
  return `${code(path)}: ${one} \u2192 ${after === undefined ? "nothing" : code(cut(after))}${forces}`;
}

function costText({ cost }: Review): string {
  return `**${cost.after} USD** a month (${cost.difference})`;
}

function costSection({ cost }: Review): string[] {
  if (cost.items.length === 0) return [];
  const row = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const rows = cost.items.map(({ capability, what, before, after, difference }) =>
    row([`${escapeMarkdown(capability)}: ${escapeMarkdown(what)}`, before, after, difference]),
  );
  const table = [
    row(["", "Before", "After", "USD a month"]),
    row(["---", "---:", "---:", "---:"]),
    ...rows,
    row(["**Together**", cost.before, cost.after, `**${cost.difference}**`]),
    "",
    `List prices of ${cost.region}, before any use.`,
    ...cost.warnings.map(point),
  ];
  return [details(`Cost: ${cost.before} to ${cost.after} USD a month (${cost.difference})`, table)];
}

function details(summary: string, lines: readonly string[]): string {
  return ["<details>", `<summary>${escapeMarkdown(summary)}</summary>`, "", ...lines, "", "</details>"].join(
    "\n",
  );
}

function point(text: string): string {
  return `- ${escapeMarkdown(text).replaceAll("\n", "<br>")}`;
}

function cut(text: string): string {
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}\u2026` : text;
}
