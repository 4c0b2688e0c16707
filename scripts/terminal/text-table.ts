export type Row = readonly string[];

/** Columns as wide as what is in them, below a line under the header. */
export function renderTable(header: Row, rows: readonly Row[]): string {
  const widths = columnWidths([header, ...rows]);
  const rule = widths.map((width) => "-".repeat(width));
  return [header, rule, ...rows].map((row) => alignRow(row, widths)).join("\n");
}

/** The width of each column. The first row has every column. */
export function columnWidths(rows: readonly [Row, ...Row[]]): number[] {
  return rows[0].map((_, column) => Math.max(...rows.map((row) => (row[column] ?? "").length)));
}

/** One line of a table. The first column is text, and the others are numbers, set to the right. */
export function alignRow(row: Row, widths: readonly number[]): string {
  return widths
    .map((width, column) => {
      const cell = row[column] ?? "";
      return column === 0 ? cell.padEnd(width) : cell.padStart(width);
    })
    .join("  ")
    .trimEnd();
}
