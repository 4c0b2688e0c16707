/** Styles of a terminal, by the number in its escape sequence; each ends with another number. */
const STYLES: Readonly<Record<string, string>> = {
  1: "font-weight: bold",
  2: "opacity: 0.65",
  31: "color: #f47067",
  32: "color: #57ab5a",
  33: "color: #daaa3f",
  36: "color: #39c5cf",
};
const ENDS = ["22", "39"];

const PAGE_STYLE = `
body { margin: 0; padding: 20px 24px; background: #1c2128; color: #cdd9e5; width: max-content; }
pre { margin: 0; font: 15px/1.4 "DejaVu Sans Mono", "Liberation Mono", monospace; }
`;

/** Text with the escape sequences of a terminal, as a page that looks like one. */
export function terminalHtml(text: string): string {
  const [first = "", ...styled] = text
    .replaceAll(/[&<>]/g, (character) => `&#${character.charCodeAt(0)};`)
    .split("\u001b[");
  const body = first + styled.map(styledHtml).join("");
  return `<!doctype html><meta charset="utf-8"><title>Terminal</title><style>${PAGE_STYLE}</style><pre>${body}</pre>`;
}

/** @param part what follows the beginning of an escape sequence: its number, `m`, and text */
function styledHtml(part: string): string {
  const [, code = "", text = ""] = /^(\d+)m(.*)$/s.exec(part) ?? [];
  if (ENDS.includes(code)) return `</span>${text}`;
  const style = STYLES[code];
  if (!style) throw new Error(`The terminal's style "${part.slice(0, 4)}" is not known.`);
  return `<span style="${style}">${text}`;
}
