import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";

/** Files that decide how a bundler finds modules, beside the modules themselves. */
const RESOLUTION = ["package.json", "package-lock.json", "tsconfig.json"];

/** JavaScript made of TypeScript. */
export interface Bundle {
  readonly code: string;
  /** Paths of the files that it was made of. */
  readonly inputs: readonly string[];
}

interface Entry {
  readonly code: string;
  /** Digest of each file by its path from the project's root. */
  readonly inputs: Readonly<Record<string, string>>;
}

/**
 * The code of a bundle, made again only where the content of something that it was made of has changed: to bundle all
 * functions takes a tenth of a second, 8 % of a synthesis. It is kept below `node_modules`, where tools keep what they
 * can make again; without that folder nothing is kept.
 *
 * @param settings all that the bundle depends on beside its files
 */
export function cachedBundle(entry: string, settings: unknown, make: () => Bundle): string {
  const root = projectOf(entry);
  if (root === undefined) return make().code;
  const key = digest(JSON.stringify([relative(root, entry), settings]));
  const file = join(root, "node_modules", ".cache", "typescript-bundles", `${key}.json`);
  const known = read(file);
  if (known && isCurrent(known, root)) return known.code;
  const started = Date.now();
  const { code, inputs } = make();
  // A file that was saved meanwhile may differ from the one that was bundled.
  const savedAt = (input: string) => statSync(input, { throwIfNoEntry: false })?.mtimeMs ?? Infinity;
  if (inputs.some((input) => savedAt(input) >= started)) return code;
  const files = [...inputs.map((input) => relative(root, input)), ...RESOLUTION];
  const digests = files.map((path) => [path, digestOf(join(root, path))]);
  write(file, { code, inputs: Object.fromEntries(digests) });
  return code;
}

function projectOf(file: string): string | undefined {
  const folder = dirname(file);
  if (folder === file) return undefined;
  return existsSync(join(folder, "node_modules")) ? folder : projectOf(folder);
}

function isCurrent({ inputs }: Entry, root: string): boolean {
  return Object.entries(inputs).every(([path, known]) => digestOf(join(root, path)) === known);
}

function read(file: string): Entry | undefined {
  try {
    const { code, inputs } = JSON.parse(readFileSync(file, "utf8"));
    return typeof code === "string" && inputs ? { code, inputs } : undefined;
  } catch {
    return undefined; // never written, or not to its end
  }
}

/** Whole or not at all: another process may read it. Where nothing can be written, each run bundles. */
function write(file: string, entry: Entry): void {
  const draft = `${file}.${process.pid}`;
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(draft, JSON.stringify(entry));
    renameSync(draft, file);
  } catch {}
}

function digestOf(file: string): string {
  return existsSync(file) ? digest(readFileSync(file)) : "";
}

function digest(content: string | Buffer): string {
  return createHash("sha256").update(content).digest("hex");
}
