import { UserError } from "../../../src/user-error";

/** A piece of SQL, as far as telling statements apart needs it. White space is between tokens. */
export interface Token {
  /** `end` is a semicolon outside of everything else; `comment` says nothing to the server. */
  readonly kind: "comment" | "quoted" | "parameter" | "other" | "end";
  readonly text: string;
  /** Its place in the text. */
  readonly start: number;
  /** Line of its first character, from 1. */
  readonly line: number;
}

/**
 * MySQL's lexical rules (Reference Manual, "Language Structure"), with its default sql_mode: a backslash escapes
 * in strings, and not in quoted names; two dashes begin a comment only before white space; what is in a comment
 * that begins with an exclamation or a plus sign is for the server.
 */
const RULES: ReadonlyArray<readonly [Token["kind"], RegExp]> = [
  ["comment", /#[^\n]*/y],
  ["comment", /--(?=[\s\p{Cc}]|$)[^\n]*/uy],
  ["comment", /\/\*(?![!+])[\s\S]*?\*\//y],
  ["other", /\/\*[!+][\s\S]*?\*\//y],
  ["quoted", /'(?:[^'\\]|\\[\s\S]|'')*'/y],
  ["quoted", /"(?:[^"\\]|\\[\s\S]|"")*"/y],
  ["quoted", /`(?:[^`]|``)*`/y],
  ["end", /;/y],
  ["parameter", /:[A-Za-z_]\w*/y],
  ["other", /[\p{L}\p{N}_$@.]+/uy],
  ["other", /[\s\S]/y],
];

const UNFINISHED = new Map([
  ["'", "A string"],
  ['"', "A string"],
  ["`", "A quoted name"],
  ["/*", "A comment"],
]);

export function* readTokens(text: string): Generator<Token> {
  let start = 0;
  let line = 1;
  while (start < text.length) {
    const space = matchAt(/\s+/y, text, start);
    if (space) {
      line += linesIn(space);
      start += space.length;
      continue;
    }
    const token = tokenAt(text, start, line);
    yield token;
    line += linesIn(token.text);
    start += token.text.length;
  }
}

function tokenAt(text: string, start: number, line: number): Token {
  for (const [kind, pattern] of RULES) {
    const found = matchAt(pattern, text, start);
    if (found === undefined) continue;
    const unfinished = kind === "other" && UNFINISHED.get(text.startsWith("/*", start) ? "/*" : found);
    if (unfinished && !found.endsWith("*/")) {
      throw new UserError(`Line ${line}: ${unfinished} begins there and does not end.`);
    }
    return { kind, text: found, start, line };
  }
  throw new Error(`No rule for ${JSON.stringify(text.slice(start, start + 20))}.`);
}

function matchAt(pattern: RegExp, text: string, start: number): string | undefined {
  pattern.lastIndex = start;
  return pattern.exec(text)?.[0];
}

function linesIn(text: string): number {
  return text.split("\n").length - 1;
}
