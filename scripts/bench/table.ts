import type { Colors } from "picocolors/types";
import { type Figure, format, median, verdict } from "./figure";

export type Row = readonly string[];

/** Columns as wide as what is in them. The first is text, and the others are numbers, set to the right. */
export function renderTable(header: Row, rows: readonly Row[]): string {
  const all = [header, ...rows];
  const widths = header.map((_, column) => Math.max(...all.map((row) => (row[column] ?? "").length)));
  const line = (row: Row) =>
    widths
      .map((width, column) => {
        const cell = row[column] ?? "";
        return column === 0 ? cell.padEnd(width) : cell.padStart(width);
      })
      .join("  ")
      .trimEnd();
  return [line(header), widths.map((width) => "-".repeat(width)).join("  "), ...rows.map(line)].join("\n");
}

/** Each figure beside its target. */
export function renderFigures(figures: readonly Figure[], colors: Colors): string {
  const rows = figures.map((figure): Row => {
    const { name, unit, samples, atMost } = figure;
    return [
      name,
      format(median(samples), unit),
      `${format(Math.min(...samples), unit)} to ${format(Math.max(...samples), unit)}`,
      atMost === undefined ? "" : `at most ${format(atMost, unit)}`,
      verdict(figure) ?? "",
    ];
  });
  return renderTable(["", "median", "range", "target", ""], rows).replace(
    / (ok|over)$/gm,
    (_, word: string) => (word === "ok" ? ` ${colors.green(word)}` : ` ${colors.red(word)}`),
  );
}
