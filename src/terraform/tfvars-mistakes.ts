import { ASSIGNED_NAME, KEY, Scanner, unquoted } from "./hcl-scanner";
import { assignmentsIn } from "./tfvars";

/** A line that a person wrote otherwise than Terraform's language has it, such as `region = eu-west-1`. */
export interface Mistake {
  /** The variable, which may hold it within a list or a map. */
  readonly name: string;
  /** From 1. */
  readonly line: number;
  /** Says what is wrong, and what would be right. */
  readonly message: string;
}

/**
 * The commonest mistakes in a tfvars file, by their cause: in a text without quotation marks Terraform sees names of
 * variables, and to one of which a mark is missing it says that texts end in their line.
 */
export function mistakesIn(tfvars: string): Mistake[] {
  const scanner = new Scanner(tfvars);
  const mistakes: Mistake[] = [];
  let name = "";
  let isValue = false;
  let told = 0;
  const tell = (position: number, message: string) =>
    mistakes.push({ name, line: scanner.lineAt(position), message });
  while (!scanner.atEnd) {
    const found = scanner.take(scanner.depth === 0 ? ASSIGNED_NAME : KEY);
    if (found && scanner.depth === 0) name = unquoted(found);
    const bare = !found && isValue && scanner.take(BARE_VALUE);
    if (bare && !isExpression(bare[0])) tell(bare.index, `${bare[0].trim()} must be ${corrected(bare[0])}`);
    const unassigned = !found && !isValue && scanner.depth === 0 && scanner.take(UNASSIGNED);
    if (unassigned) {
      name = unassigned[1]!;
      tell(unassigned.index, `${unassigned[0].trim()} must be ${name} = ${corrected(unassigned[2]!)}`);
    }
    if (found || bare || unassigned) {
      isValue = Boolean(found);
      continue;
    }
    const element = scanner.step();
    for (; told < scanner.unclosed.length; told++) {
      tell(scanner.unclosed[told]!, "a text has no quotation mark at its end");
    }
    // Blanks and comments may stand before a value; in a list, one follows the bracket and each comma.
    isValue = element === "[" || element === "," || (isValue && /^\s|^#|^\/[/*]/.test(element));
  }
  return [...mistakes, ...repeatedIn(tfvars)].sort((a, b) => a.line - b.line);
}

function repeatedIn(tfvars: string): Mistake[] {
  const assignments = assignmentsIn(tfvars);
  return assignments.flatMap(({ name, line }, i) => {
    const first = assignments.findIndex((other) => other.name === name);
    return first < i ? [{ name, line, message: `line ${assignments[first]!.line} sets it already` }] : [];
  });
}

/** Numbers, `true`, `false`, `null`, and what is reckoned of them, as `24 * 7`. */
function isExpression(text: string): boolean {
  // A comment needs no blank before it.
  const parts = text.replace(/\/[/*].*/, "").split(/[\s\-+*/%!<>=&|?:]+/);
  return parts.every((part) => /^(\d+(\.\d+)?([eE]\d*)?|true|false|null)?$/.test(part));
}

/** As other languages, and people, write what Terraform knows by one word. */
const WORDS: Readonly<Record<string, string>> = { yes: "true", on: "true", no: "false", off: "false" };

/** Terraform knows no other quotation marks than these, so others are not part of the text. */
function corrected(text: string): string {
  const value = text.trim().replace(/;$/, "");
  const word = value.toLowerCase();
  if (isExpression(word)) return word;
  if (/^["[]/.test(value)) return value;
  return WORDS[word] ?? JSON.stringify(value.replace(/^['`‘’‚“”„«»](.*)['`‘’“”«»]$/u, "$1"));
}

/** A value up to the end of the line, a comma, a bracket or a comment. */
const BARE_VALUE = /[^\s"#,[\](){}<=/](?:(?!\s\/[/*])[^\n"#,[\](){}])*(?=[\n#,\]})]|\s\/[/*]|$)/uy;

/** A line with a name and a value, and a colon or nothing between them. */
const UNASSIGNED =
  /(?<=^[ \t]*|\n[ \t]*)([\p{L}_][\p{L}\p{N}_-]*)(?:[ \t]*:[ \t]*|[ \t]+)([^\s={#:][^\n={#]*)(?=\n|#|$)/uy;
