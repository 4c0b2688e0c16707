/** A name, and its `=` behind blanks and comments. */
export const ASSIGNED_NAME = /([\p{L}_][\p{L}\p{N}_-]*|"[^"\n]*")(?:[ \t]|\/\*[\s\S]*?\*\/)*=(?![=>])/uy;

/** A key of a map, and its `=` or `:`. */
export const KEY = /([\p{L}_][\p{L}\p{N}_-]*|"[^"\n]*")(?:[ \t]|\/\*[\s\S]*?\*\/)*(?:=(?![=>])|:)/uy;

/** The name in a match of these, without quotation marks. */
export function unquoted([, name]: RegExpExecArray): string {
  return name!.replaceAll('"', "");
}

/** From `/*` to `*\/`, or to the end. */
const COMMENT = /\/\*.*?(\*\/|$)/sy;

/** From `<<EOT` to a line that holds nothing but `EOT`, or to the end. */
const HEREDOC = /<<-?([\p{L}_][\p{L}\p{N}_-]*)[ \t]*\r?\n.*?((?<=\n)[ \t]*\1(?=[ \t\r]*(\n|$))|$)/suy;

/** Moves over HCL one lexical element at a time. */
export class Scanner {
  /** How many brackets are open. */
  depth = 0;
  /** Where strings begin that do not end in their line. */
  readonly unclosed: number[] = [];
  private position = 0;

  constructor(private readonly text: string) {}

  get atEnd(): boolean {
    return this.position >= this.text.length;
  }

  lineAt(position: number): number {
    return this.text.slice(0, position).split("\n").length;
  }

  /** Moves over what a sticky pattern matches here. */
  take(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.position;
    const match = pattern.exec(this.text);
    if (match) this.position += match[0].length;
    return match;
  }

  /** Moves over one element that begins here, whatever it is. @returns its text */
  step(): string {
    const start = this.position;
    this.skip();
    return this.text.slice(start, this.position);
  }

  private skip(): void {
    if (this.take(/(#|\/\/)[^\n]*|\s+/y) || this.take(COMMENT) || this.take(HEREDOC)) return;
    const start = this.position;
    if (this.take(/"/y)) {
      if (!this.skipString()) this.unclosed.push(start);
      return;
    }
    if (this.take(/[[{(]/y)) this.depth++;
    else if (this.take(/[\])}]/y)) this.depth = Math.max(0, this.depth - 1);
    // A number or word whole, so that no part of it can begin a name.
    else if (!this.take(/[\p{L}\p{N}_.-]+/uy)) this.position++;
  }

  /** A string ends at its quote; templates in it may hold strings of their own. @returns whether it has one */
  private skipString(): boolean {
    while (!this.atEnd) {
      const end = this.take(/["\n]/y);
      if (end) return end[0] === '"';
      if (this.take(/\\./y) || this.take(/[$%]{2}\{/y)) continue;
      if (this.take(/[$%]\{/y)) this.skipTemplate();
      else this.position++;
    }
    return false;
  }

  private skipTemplate(): void {
    const outside = this.depth++;
    while (!this.atEnd && this.depth > outside) this.step();
  }
}
