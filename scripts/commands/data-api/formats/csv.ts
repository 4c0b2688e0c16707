import type { Cell, ResultSet } from "../result-set";

/** RFC 4180, with a header. NULL is nothing between the commas, and an empty text is a pair of quotes. */
export function formatCsv({ columns, rows }: ResultSet): string {
  const lines = [columns.map(({ name }) => name), ...rows].map((row) => row.map(cellOf).join(","));
  return lines.map((line) => `${line}\n`).join("");
}

function cellOf(cell: Cell): string {
  if (cell === null) return "";
  const text = cell instanceof Uint8Array ? Buffer.from(cell).toString("base64") : String(cell);
  return text === "" || /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
