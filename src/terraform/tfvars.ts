import { ASSIGNED_NAME, KEY, Scanner, unquoted } from "./hcl-scanner";

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

/** A text without escapes and templates. */
const PLAIN_TEXT = /(?:[ \t]|\/\*[\s\S]*?\*\/)*"([^"\\$%\n]*)"/y;
