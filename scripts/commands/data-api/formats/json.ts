import type { Cell, Column, ResultSet } from "../result-set";

const NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;

/** An array of objects. Numbers have all of their digits, so a reader may have to take care of large ones. */
export function formatJson({ columns, rows }: ResultSet): string {
  const lines = rows.map((row) => {
    const members = columns.map((column, i) => `${JSON.stringify(column.name)}: ${toJson(column, row[i]!)}`);
    return `  {${members.join(", ")}}`;
  });
  return lines.length > 0 ? `[\n${lines.join(",\n")}\n]\n` : "[]\n";
}

function toJson({ isNumber }: Column, cell: Cell): string {
  if (cell instanceof Uint8Array) return JSON.stringify(Buffer.from(cell).toString("base64"));
  if (typeof cell === "string" && isNumber && NUMBER.test(cell)) return cell;
  return JSON.stringify(cell);
}
