import { bullet, heading, type Page } from "../../terminal/layout";
import { alignRow, columnWidths } from "../../terminal/text-table";
import type { Row, Section } from "./report";

const INDENT: Record<Row["kind"], string> = { group: "  ", item: "    ", total: "  " };

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
  const widths = columnWidths([header, ...labelled.map(({ cells }) => cells)]);
  const line = (cells: readonly string[]) => alignRow(cells, widths);
  return [
    colors.dim(line(header)),
    ...labelled.map(({ kind, cells }) => (kind === "item" ? line(cells) : colors.bold(line(cells)))),
  ];
}
