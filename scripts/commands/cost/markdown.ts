import type { Section } from "./report";

/** A report for a pull request or a wiki. */
export function renderMarkdown(sections: readonly Section[]): string {
  const blocks = sections.map(({ title, remark, table, points = [] }) => [
    `## ${escaped(title)}${remark ? ` (${escaped(remark)})` : ""}`,
    ...(table ? ["", ...renderTable(table)] : []),
    ...(points.length > 0 ? ["", ...points.map((point) => `- ${escaped(point)}`)] : []),
  ]);
  return `${blocks.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

function renderTable({ header, rows }: NonNullable<Section["table"]>): string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [
    line(header.map(escaped)),
    line(header.map((_, i) => (i === 0 ? "---" : "---:"))),
    ...rows.map(({ kind, cells }) =>
      line(cells.map(escaped).map((cell) => (kind === "item" || cell === "" ? cell : `**${cell}**`))),
    ),
  ];
}

/** Names of environments and files are what people chose. */
function escaped(text: string): string {
  return text.replace(/[\\`*_{}[\]<>|#]/g, "\\$&");
}
