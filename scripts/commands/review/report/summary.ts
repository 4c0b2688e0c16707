import type { Finding } from "../../../rules/finding";
import { bullet, heading, type Page } from "../../../terminal/layout";
import { describeOrigin } from "../origin";
import type { Review } from "../review";
import { countsText, findingsText } from "./counts-text";

const MARKS = { danger: "!!", warning: "! ", unknown: "? ", notice: "- " } as const;

/** Notices are counted in a terminal, and told in the report. */
export function renderSummary(review: Review, page: Page): string {
  const { environment, remarks, origin, counts, findings, cost, warnings, unknowns } = review;
  const { colors } = page;
  const told = findings.filter(({ severity }) => severity !== "notice");
  const sections = [
    [
      heading(page, environment, remarks),
      countsText(counts),
      `${findingsText(findings)}; ${cost.after} USD a month (${cost.difference})`,
      colors.dim(describeOrigin(origin)),
    ],
    warnings.length > 0
      ? [heading(page, "Warnings"), ...warnings.flatMap((text) => bullet(page, "!", text, colors.yellow))]
      : [],
    told.length > 0
      ? [heading(page, "What can hurt"), ...told.flatMap((finding) => findingLines(finding, page))]
      : [],
    unknowns.length > 0
      ? [
          heading(page, "What this plan does not know"),
          ...unknowns.flatMap((text) => bullet(page, "?", text)),
        ]
      : [],
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n")}\n`;
}

function findingLines(
  { severity, title, address, attribute, before, after, why }: Finding,
  page: Page,
): string[] {
  const { colors } = page;
  const style = severity === "danger" ? colors.red : colors.yellow;
  const values =
    before === undefined && after === undefined ? "" : `: ${before ?? "nothing"} -> ${after ?? "nothing"}`;
  return [
    ...bullet(page, MARKS[severity], title, style),
    ...bullet(page, "   ", address),
    ...(attribute ? bullet(page, "   ", shorten(attribute + values)) : []),
    ...bullet(page, "   ", why, colors.dim),
  ];
}

/** Two lines of a terminal. */
function shorten(text: string): string {
  return text.length > 180 ? `${text.slice(0, 177)}...` : text;
}
