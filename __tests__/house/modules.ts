import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

const PROJECT = path.join(__dirname, "../..");

/** A file of the project. */
export interface SourceFile {
  /** Relative to the project, as `scripts/plan/resource.ts`. */
  readonly file: string;
  readonly text: string;
}

/** A file of the product, and the files of the product that it imports. */
export interface Module extends SourceFile {
  readonly imports: readonly string[];
}

/** Files of the project that git knows or would take, tests included, by patterns such as `*.ts`. */
export function sourceFiles(...patterns: readonly string[]): SourceFile[] {
  const list = ["ls-files", "--cached", "--others", "--exclude-standard", ...patterns];
  return execFileSync("git", list, { cwd: PROJECT, encoding: "utf8" })
    .split("\n")
    .filter((file) => file !== "" && existsSync(path.join(PROJECT, file)))
    .map((file) => ({ file, text: readFileSync(path.join(PROJECT, file), "utf8") }));
}

/** Every TypeScript file of the product: all but tests. */
export function productModules(): Module[] {
  const files = sourceFiles("*.ts").filter(({ file }) => !/(^|\/)__tests__\//.test(file));
  const known = new Set(files.map(({ file }) => file));
  return files.map(({ file, text }) => ({ file, text, imports: importedBy(file, text, known) }));
}

function importedBy(file: string, text: string, known: ReadonlySet<string>): string[] {
  const specifiers = [...text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*"([^"]+)"/g)].map(([, name]) => name!);
  return [...new Set(specifiers.flatMap((specifier) => resolve(file, specifier, known) ?? []))];
}

/** The file that a specifier means; `undefined` for a package, and for a module of Node.js. */
function resolve(from: string, specifier: string, known: ReadonlySet<string>): string | undefined {
  const base = specifier.startsWith("#")
    ? specifier.replace(/^#offline-providers(?=\/|$)/, "packages/offline-providers/src")
    : specifier.startsWith(".")
      ? path.join(path.dirname(from), specifier)
      : undefined;
  if (base === undefined || /\.(json|cjs)$/.test(base)) return undefined;
  const candidates = [`${base}.ts`, base.replace(/\.js$/, ".ts"), `${base}/index.ts`];
  const found = candidates.find((candidate) => known.has(candidate));
  // A test is no part of the product, but is told where the product imports it.
  if (!found && !base.startsWith("__tests__/")) throw new Error(`${from} imports ${specifier}: no such file`);
  return found ?? base;
}

/** Groups of modules that import each other, directly or by way of others. */
export function circles(imports: ReadonlyMap<string, readonly string[]>): string[][] {
  const index = new Map<string, number>();
  const lowest = new Map<string, number>();
  const path: string[] = [];
  const found: string[][] = [];
  const visit = (node: string) => {
    index.set(node, index.size);
    lowest.set(node, index.get(node)!);
    path.push(node);
    for (const next of imports.get(node) ?? []) {
      if (!index.has(next)) visit(next);
      if (path.includes(next)) lowest.set(node, Math.min(lowest.get(node)!, lowest.get(next)!));
    }
    if (lowest.get(node) !== index.get(node)) return;
    const circle = path.splice(path.indexOf(node));
    if (circle.length > 1) found.push(circle.sort());
  };
  for (const node of imports.keys()) if (!index.has(node)) visit(node);
  return found.sort();
}
