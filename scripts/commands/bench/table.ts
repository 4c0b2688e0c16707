import type { Colors } from "picocolors/types";
import { type Row, renderTable } from "../../terminal/text-table";
import { type Figure, format, median, verdict } from "./figure";

/** Each figure beside its target. */
export function renderFigures(figures: readonly Figure[], colors: Colors): string {
  const rows = figures.map((figure): Row => {
    const { name, unit, samples } = figure;
    return [
      name,
      format(median(samples), unit),
      `${format(Math.min(...samples), unit)} to ${format(Math.max(...samples), unit)}`,
      target(figure),
      verdict(figure) ?? "",
    ];
  });
  return renderTable(["", "median", "range", "target", ""], rows).replace(
    / (ok|over|below)$/gm,
    (_, word: string) => (word === "ok" ? ` ${colors.green(word)}` : ` ${colors.red(word)}`),
  );
}

function target({ unit, atMost, atLeast }: Figure): string {
  if (atMost !== undefined) return `at most ${format(atMost, unit)}`;
  return atLeast === undefined ? "" : `at least ${format(atLeast, unit)}`;
}
