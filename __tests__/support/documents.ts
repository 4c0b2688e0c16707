import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

export const PROJECT = path.join(__dirname, "..", "..");

/** The documents that people read, relative to the project. */
export const DOCUMENTS: readonly string[] = [
  "README.md",
  "SECURITY.md",
  ...readdirSync(path.join(PROJECT, "docs"))
    .filter((file) => file.endsWith(".md"))
    .map((file) => `docs/${file}`),
];

export function read(file: string): string {
  return readFileSync(path.join(PROJECT, file), "utf8");
}

export interface Block {
  /** `sh` for what runs anywhere, `sh account` for what needs an account. */
  readonly language: string;
  readonly text: string;
}

/** A block of code, which a list indents. */
const FENCED = /^( *)```([^\n]*)\n(.*?)^\1```/gms;

export function blocksOf(document: string): Block[] {
  return [...read(document).matchAll(FENCED)].map(([, indent, language, text]) => ({
    language: language!.trim(),
    text: text!.replaceAll(new RegExp(`^${indent}`, "gm"), ""),
  }));
}

/** The script that a block of a document gives to a variable of the shell. */
export function scriptIn(document: string, name: string): string {
  for (const { text } of blocksOf(document)) {
    const [, script] = new RegExp(`^${name}='([^']*)'$`, "m").exec(text) ?? [];
    if (script) return script;
  }
  throw new Error(`${document} has no script ${name}`);
}

/** The text of a document outside of its blocks of code. */
export function proseOf(document: string): string {
  return read(document).replace(FENCED, "");
}

/** The text of a section, from its heading to the next one of the same level. */
export function sectionOf(document: string, heading: string): string {
  const [, section] = read(document).split(new RegExp(`^${heading}$`, "m"));
  if (section === undefined) throw new Error(`${document} has no ${heading}`);
  const [level] = heading.split(" ");
  return section.split(new RegExp(`^${level} `, "m"))[0]!;
}
