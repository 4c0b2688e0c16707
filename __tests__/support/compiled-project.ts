import { execFileSync } from "node:child_process";
import {
  copyFileSync,
  cpSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { sharedFolder } from "./shared-folder";

const ROOT = path.resolve(__dirname, "../..");
const COMPILED = ["scripts", "src", "packages"];
/** Among them, and bundled from its sources by a command: what runs in a browser. */
const SOURCES = path.join(ROOT, "scripts/commands/review/page/client");
const OTHERS = ["main.ts", "analytics", "environments", "lambda", "cdktf.json", "tsconfig.json"];

/**
 * A project like this one whose commands are JavaScript, file by file where the TypeScript is:
 * `scripts/commands/cost/command.js` does what `npm run cost` does, and starts in less than half the time. All tests of
 * a run share it, and must not change it.
 */
export function compiledProject(): string {
  return sharedFolder("compiled-project", () => {
    const folder = mkdtempSync(path.join(tmpdir(), "compiled-"));
    for (const part of [...COMPILED, ...OTHERS]) {
      cpSync(path.join(ROOT, part), path.join(folder, part), {
        recursive: true,
        filter: (file) => !isCompiled(file),
      });
    }
    const entries = COMPILED.flatMap((part) =>
      readdirSync(path.join(ROOT, part), { recursive: true, encoding: "utf8" }).map((file) =>
        path.join(ROOT, part, file),
      ),
    );
    execFileSync(path.join(ROOT, "node_modules/.bin/esbuild"), [
      ...entries.filter(isCompiled),
      `--outdir=${folder}`,
      `--outbase=${ROOT}`,
      "--format=cjs",
      "--platform=node",
      "--target=node20",
      "--log-level=error",
    ]);
    symlinkSync(path.join(ROOT, "node_modules"), path.join(folder, "node_modules"));
    // It tells where the commands find the packages of this project.
    const manifest = readFileSync(path.join(ROOT, "package.json"), "utf8");
    writeFileSync(path.join(folder, "package.json"), manifest.replaceAll('.ts"', '.js"'));
    return folder;
  });
}

function isCompiled(file: string): boolean {
  const isOfPart = COMPILED.some((part) => file.startsWith(path.join(ROOT, part, path.sep)));
  return isOfPart && file.endsWith(".ts") && !file.startsWith(SOURCES);
}

/**
 * Puts the commands of this project into the folder of another, as JavaScript. A thousand copies would take 0.7 s: these
 * are links, so a file is removed before another is written in its place.
 */
export function addCompiledScripts(folder: string): void {
  for (const part of COMPILED) linkAll(path.join(compiledProject(), part), path.join(folder, part));
  copyFileSync(path.join(compiledProject(), "package.json"), path.join(folder, "package.json"));
  symlinkSync(path.join(ROOT, "node_modules"), path.join(folder, "node_modules"));
}

function linkAll(from: string, to: string): void {
  mkdirSync(to);
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const put = entry.isDirectory() ? linkAll : linkSync;
    put(path.join(from, entry.name), path.join(to, entry.name));
  }
}

/**
 * The file that Node.js runs for a command of a project that is compiled.
 *
 * @param script a command as `npm run` knows it, or a step of a workflow as "ci/plan"
 */
export function compiledScript(project: string, script: string): string {
  const file = path.join(
    project,
    "scripts",
    script.includes("/") ? `${script}.js` : `commands/${script}/command.js`,
  );
  if (!existsSync(file)) throw new Error(`There is no ${file}.`);
  return file;
}
