/** An assignment at the top level of a tfvars file. */
export interface Assignment {
  readonly name: string;
  /** From 1. */
  readonly line: number;
}

/**
 * The names that a tfvars file assigns. A full parser is at hand (`@cdktf/hcl2json`), but takes 0.5 s and
 * 100 MB to start, in each synthesis, and tells no lines; the names need no more than to step over comments, strings,
 * heredocs and brackets.
 * Terraform itself says of invalid HCL where and why.
 */
export function assignmentsIn(tfvars: string): Assignment[] {
  const scanner = new Scanner(tfvars);
  const assignments: Assignment[] = [];
  while (!scanner.atEnd) {
    const name = scanner.depth === 0 && scanner.take(ASSIGNED_NAME);
    if (name) assignments.push({ name: unquoted(name), line: scanner.lineAt(name.index) });
    else scanner.step();
  }
  return assignments;
}

/** The text that a tfvars file assigns to a name at its top level; nothing where it assigns none, or no plain text. */
export function textAssigned(tfvars: string, name: string): string | undefined {
  const scanner = new Scanner(tfvars);
  while (!scanner.atEnd) {
    const found = scanner.depth === 0 && scanner.take(ASSIGNED_NAME);
    if (found && unquoted(found) === name) return scanner.take(PLAIN_TEXT)?.[1];
    if (!found) scanner.step();
  }
  return undefined;
}

/**
 * The map that a tfvars file assigns to a name at its top level: its keys with their texts, undefined where a value is no
 * plain text.
 */
export function mapAssigned(tfvars: string, name: string): Map<string, string | undefined> {
  const scanner = new Scanner(tfvars);
  const map = new Map<string, string | undefined>();
  let isInside = false;
  while (!scanner.atEnd) {
    const found =
      scanner.depth === 0 ? scanner.take(ASSIGNED_NAME) : scanner.depth === 1 && scanner.take(KEY);
    if (found && scanner.depth === 0) isInside = unquoted(found) === name;
    else if (found && isInside) map.set(unquoted(found), scanner.take(PLAIN_TEXT)?.[1]);
    if (!found) scanner.step();
  }
  return map;
}

/** A text without quotation marks, in which Terraform sees variables: `region = eu-west-1`. */
export interface BareText {
  /** The variable, which may hold it within a list or a map. */
  readonly name: string;
  /** From 1. */
  readonly line: number;
  readonly text: string;
  /** With its quotation marks. */
  readonly quoted: string;
}

/** The texts of a tfvars file that lack their quotation marks. */
export function bareTextsIn(tfvars: string): BareText[] {
  const scanner = new Scanner(tfvars);
  const texts: BareText[] = [];
  let name = "";
  let isValue = false;
  while (!scanner.atEnd) {
    const found = scanner.take(scanner.depth === 0 ? ASSIGNED_NAME : KEY);
    if (found && scanner.depth === 0) name = unquoted(found);
    if (found) isValue = true;
    const bare = !found && isValue && scanner.take(BARE_VALUE);
    if (bare && !isExpression(bare[0])) {
      const text = bare[0].trim();
      texts.push({ name, line: scanner.lineAt(bare.index), text, quoted: quoted(text) });
    }
    if (found || bare) continue;
    const element = scanner.step();
    // Blanks and comments may stand before a value; in a list, one follows the bracket and each comma.
    isValue = element === "[" || element === "," || (isValue && /^\s|^#|^\/[/*]/.test(element));
  }
  return texts;
}

/** Numbers, `true`, `false`, `null`, and what is reckoned of them, as `24 * 7`. */
function isExpression(text: string): boolean {
  // A comment needs no blank before it.
  const parts = text.replace(/\/[/*].*/, "").split(/[\s\-+*/%!<>=&|?:]+/);
  return parts.every((part) => /^(\d+(\.\d+)?(e\d*)?|true|false|null)?$/i.test(part));
}

/** Terraform knows no other quotation marks than these, so others are not part of the text. */
function quoted(text: string): string {
  return JSON.stringify(text.replace(/^(['`])(.*)\1$/, "$2"));
}

function unquoted([, name]: RegExpExecArray): string {
  return name!.replaceAll('"', "");
}

/** A name, and its `=` behind blanks and comments. */
const ASSIGNED_NAME = /([\p{L}_][\p{L}\p{N}_-]*|"[^"\n]*")(?:[ \t]|\/\*[\s\S]*?\*\/)*=(?![=>])/uy;

/** A key of a map, and its `=` or `:`. */
const KEY = /([\p{L}_][\p{L}\p{N}_-]*|"[^"\n]*")(?:[ \t]|\/\*[\s\S]*?\*\/)*(?:=(?![=>])|:)/uy;

/** A text without escapes and templates. */
const PLAIN_TEXT = /(?:[ \t]|\/\*[\s\S]*?\*\/)*"([^"\\$%\n]*)"/y;

/** A value up to the end of the line, a comma, a bracket or a comment. */
const BARE_VALUE = /[^\s"#,[\](){}<=/](?:(?!\s\/[/*])[^\n"#,[\](){}])*(?=[\n#,\]})]|\s\/[/*]|$)/uy;

/** From `/*` to `*\/`, or to the end. */
const COMMENT = /\/\*.*?(\*\/|$)/sy;

/** From `<<EOT` to a line that holds nothing but `EOT`, or to the end. */
const HEREDOC = /<<-?([\p{L}_][\p{L}\p{N}_-]*)[ \t]*\r?\n.*?((?<=\n)[ \t]*\1(?=[ \t\r]*(\n|$))|$)/suy;

/** Moves over HCL one lexical element at a time. */
class Scanner {
  /** How many brackets are open. */
  depth = 0;
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
    if (this.take(/"/y)) {
      this.skipString();
      return;
    }
    if (this.take(/[[{(]/y)) this.depth++;
    else if (this.take(/[\])}]/y)) this.depth = Math.max(0, this.depth - 1);
    // A number or word whole, so that no part of it can begin a name.
    else if (!this.take(/[\p{L}\p{N}_.-]+/uy)) this.position++;
  }

  /** A string ends at its quote; templates in it may hold strings of their own. */
  private skipString(): void {
    while (!this.atEnd && !this.take(/["\n]/y)) {
      if (this.take(/\\./y) || this.take(/[$%]{2}\{/y)) continue;
      if (this.take(/[$%]\{/y)) this.skipTemplate();
      else this.position++;
    }
  }

  private skipTemplate(): void {
    const outside = this.depth++;
    while (!this.atEnd && this.depth > outside) this.step();
  }
}
