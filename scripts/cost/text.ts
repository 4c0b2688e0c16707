import { bullet, heading, type Page } from "../preview/layout";
import type { Row, Section } from "./report";

const INDENT: Record<Row["kind"], string> = { group: "  ", item: "    ", total: "  " };
const GAP = "  ";

/** A report for a terminal. */
export function renderText(sections: readonly Section[], page: Page): string {
  const blocks = sections.map((section) => [
    heading(page, section.title, section.remark),
    ...(section.table ? renderTable(section.table, page) : []),
    ...(section.points ?? []).flatMap((point) => bullet(page, "-", point)),
  ]);
  return `${blocks.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

function renderTable({ header, rows }: NonNullable<Section["table"]>, { colors }: Page): string[] {
  const labelled = rows.map(({ kind, cells: [label, ...numbers] }) => ({
    kind,
    cells: [INDENT[kind] + label, ...numbers],
  }));
  const widths = header.map((title, i) =>
    Math.max(title.length, ...labelled.map(({ cells }) => cells[i]!.length)),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!)))
      .join(GAP)
      .trimEnd();
  return [
    colors.dim(line(header)),
    ...labelled.map(({ kind, cells }) => (kind === "item" ? line(cells) : colors.bold(line(cells)))),
  ];
}
