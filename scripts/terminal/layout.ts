import type { Colors } from "picocolors/types";

/** Holds two words together until the lines are made. */
const GLUE = "\u00a0";

const INDENT = "  ";
const LABEL_WIDTH = 26;

/** Where the review is shown. */
export interface Page {
  /** Columns. */
  readonly width: number;
  readonly colors: Colors;
}

/** Something to say, in a few words; what weakens the installation is marked. */
interface Remark {
  readonly text: string;
  readonly weak?: boolean;
}

type Style = (text: string) => string;

interface Word {
  readonly text: string;
  readonly style: Style;
}

/** A heading, with a remark after it. */
export function heading({ colors }: Page, title: string, remark = ""): string {
  return colors.bold(title) + (remark && ` ${colors.dim(`(${remark})`)}`);
}

/** A label on the left and facts on the right, wrapped there. A fact that weakens is marked, with and without colours. */
export function row(page: Page, label: string, facts: readonly Remark[], style?: Style): string[] {
  const { colors } = page;
  const words = facts.flatMap(({ text, weak }, i) => {
    const ending = (weak ? `${GLUE}(!)` : "") + (i < facts.length - 1 ? "," : "");
    return wordsOf(text + ending, weak ? colors.yellow : (style ?? String));
  });
  const lines = wrap(words, page.width - INDENT.length - LABEL_WIDTH);
  const fits = label.length < LABEL_WIDTH;
  const first = fits ? label.padEnd(LABEL_WIDTH) : label;
  const rest = " ".repeat(LABEL_WIDTH);
  const rows = fits || lines.length === 0 ? [] : [first];
  const body = lines.map((line, i) => (i === 0 && fits ? first : rest) + line);
  return [...(lines.length === 0 ? [first] : [...rows, ...body])].map((line) => INDENT + line.trimEnd());
}

/** A paragraph below a bullet. */
export function bullet(page: Page, mark: string, text: string, style: Style = String): string[] {
  const hanging = INDENT + " ".repeat(mark.length + 1);
  return text
    .split("\n")
    .flatMap((line) => wrap(wordsOf(line, style), page.width - hanging.length))
    .map((line, i) => (i === 0 ? `${INDENT}${style(mark)} ${line}` : hanging + line));
}

/** Lines that are too long, broken between words; what goes on in another line is indented as its beginning. */
export function wrapped(text: string, width: number): string {
  return text
    .split("\n")
    .flatMap((line) => {
      const indent = /^ */.exec(line)![0];
      const lines: string[] = [];
      let rest = line;
      for (let end = 0; rest.length > width; rest = indent + rest.slice(end + 1)) {
        end = rest.lastIndexOf(" ", width);
        if (end < indent.length + 1) break;
        lines.push(rest.slice(0, end));
      }
      return [...lines, rest];
    })
    .join("\n");
}

function wordsOf(text: string, style: Style): Word[] {
  return text
    .split(/[ \n\t]+/)
    .filter(Boolean)
    .map((word) => ({ text: word, style }));
}

/** Lengths are those of the text only: a colour takes no column. */
function wrap(words: readonly Word[], width: number): string[] {
  const lines: Word[][] = [];
  let column = Number.POSITIVE_INFINITY;
  for (const word of words) {
    const needed = word.text.length + 1;
    if (column + needed > width + 1) {
      lines.push([]);
      column = 0;
    }
    lines.at(-1)!.push(word);
    column += needed;
  }
  return lines.map(joinStyled);
}

/** Neighbours of one style are styled as one. */
function joinStyled(words: readonly Word[]): string {
  const runs: Word[] = [];
  for (const word of words) {
    const last = runs.at(-1);
    if (last?.style === word.style) runs[runs.length - 1] = { ...word, text: `${last.text} ${word.text}` };
    else runs.push(word);
  }
  return runs.map(({ text, style }) => style(text.replaceAll(GLUE, " "))).join(" ");
}
