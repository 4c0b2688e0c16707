import type { Cell, ResultSet } from "../result-set";

/** Number of terminal columns that a text takes. */
type Width = (text: string) => number;

/**
 * Columns as wide as what is in them, numbers to the right. What would move the cursor, colour the terminal or
 * turn the direction of writing is shown as an escape: a record may hold whatever somebody typed.
 */
export function formatTable({ columns, rows }: ResultSet, width: Width): string {
  const names = columns.map(({ name }) => visible(name));
  const cells = rows.map((row) => row.map(cellOf));
  const widths = names.map((name, i) =>
    cells.reduce((widest, row) => Math.max(widest, width(row[i]!)), width(name)),
  );
  const pad = (text: string, i: number) => {
    const space = " ".repeat(widths[i]! - width(text));
    return columns[i]!.isNumber ? space + text : text + space;
  };
  const rule = widths.map((columnWidth) => "-".repeat(columnWidth));
  const lines = [names, rule, ...cells].map((row) => row.map(pad).join("  ").trimEnd());
  return lines.map((line) => `${line}\n`).join("");
}

function cellOf(cell: Cell): string {
  if (cell === null) return "NULL";
  if (cell instanceof Uint8Array) return `<${cell.length} bytes>`;
  return visible(String(cell));
}

function visible(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu, (character) => {
    const known = { "\n": "\\n", "\r": "\\r", "\t": "\\t" }[character];
    return known ?? `\\u{${character.codePointAt(0)!.toString(16)}}`;
  });
}
