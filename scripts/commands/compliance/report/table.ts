import { SEVERITIES } from "../../../rules/finding";
import { bullet, heading, type Page } from "../../../terminal/layout";
import type { Compliance } from "../judge";
import { IMAGE_SEVERITIES, mendingOf, urgentOf } from "../scan/image-scan";
import { countsOf, weaknessesOf } from "./counts";

const COLUMNS = ["passed", "failed", "unknown", "accepted"] as const;

/** The table by pack, and what failed. */
export function renderTable({ environment, origin, results, scans }: Compliance, page: Page): string {
  const { colors } = page;
  const counts = countsOf(results);
  const width = Math.max(...counts.map(({ pack }) => pack.name.length), 4);
  const line = (cells: readonly string[]) =>
    `  ${cells.map((cell, i) => (i === 0 ? cell.padEnd(width) : cell.padStart(10))).join("")}`;
  const failed = weaknessesOf(
    results.filter(({ outcome, acceptance }) => outcome === "failed" && !acceptance),
  ).sort((one, other) => SEVERITIES.indexOf(one.first.severity) - SEVERITIES.indexOf(other.first.severity));
  return [
    heading(page, environment, "compliance"),
    colors.dim(origin),
    "",
    line(["", ...COLUMNS]),
    ...counts.map((row) => line([row.pack.name, ...COLUMNS.map((name) => String(row[name]))])),
    ...(failed.length > 0 ? ["", heading(page, "Failed")] : []),
    ...failed.flatMap(({ first: { title, why, resource, severity }, rules }) => [
      ...bullet(page, severity === "danger" ? "!!" : severity === "warning" ? "! " : "- ", title),
      ...bullet(page, "   ", resource.address),
      ...bullet(page, "   ", rules.join(", "), colors.dim),
      ...bullet(page, "   ", why, colors.dim),
    ]),
    ...scans.flatMap(({ image, scanner, weaknesses }) => [
      "",
      heading(page, "Image", `${image}, by ${scanner}`),
      `  ${IMAGE_SEVERITIES.map((severity) => `${severity} ${weaknesses.filter((one) => one.severity === severity).length}`).join(", ")}`,
      ...urgentOf([{ image, scanner, weaknesses }]).flatMap((weakness) =>
        bullet(
          page,
          "!!",
          `${weakness.rule} in ${weakness.program} ${weakness.version}, ${mendingOf(weakness)}`,
        ),
      ),
    ]),
    "",
  ].join("\n");
}
