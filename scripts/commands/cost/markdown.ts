import { escapeMarkdown } from "../../terminal/markdown";
import type { Section } from "./report";

/** A report for a pull request or a wiki. */
export function renderMarkdown(sections: readonly Section[]): string {
  const blocks = sections.map(({ title, remark, table, points = [] }) => [
    `## ${escapeMarkdown(title)}${remark ? ` (${escapeMarkdown(remark)})` : ""}`,
    ...(table ? ["", ...renderTable(table)] : []),
    ...(points.length > 0 ? ["", ...points.map((point) => `- ${escapeMarkdown(point)}`)] : []),
  ]);
  return `${blocks.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

function renderTable({ header, rows }: NonNullable<Section["table"]>): string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [
    line(header.map(escapeMarkdown)),
    line(header.map((_, i) => (i === 0 ? "---" : "---:"))),
    ...rows.map(({ kind, cells }) =>
      line(cells.map(escapeMarkdown).map((cell) => (kind === "item" || cell === "" ? cell : `**${cell}**`))),
    ),
  ];
}
