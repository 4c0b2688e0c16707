import { cpSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { runProcess } from "../../../system/run-process";

/** Files of the project that the synthesis reads. */
const PARTS = [
  "main.ts",
  "cdktf.json",
  "tsconfig.json",
  "package.json",
  "analytics",
  "environments",
  "lambda",
  "packages",
  "src",
];

/** Packages of cdktf, and what takes their place. The others stay as they are. */
const SUCCESSORS: Readonly<Record<string, string>> = {
  cdktf: "cdktn",
  "@cdktf/provider-aws": "@cdktn/provider-aws",
  "@cdktf/provider-random": "@cdktn/provider-random",
};

/** Unused by a synthesis: the command line, and what is part of the project. */
const UNUSED = ["cdktf-cli", "@cdktf/hcl2json", "@cdktf/node-pty-prebuilt-multiarch", "offline-providers"];

interface Package {
  dependencies: Record<string, string>;
  /** Functions have some of these in their bundles. */
  devDependencies: Record<string, string>;
  [other: string]: unknown;
}

/** Copies what the synthesis reads of the project into a folder, on the newest cdktn and its providers' packages. */
export async function makeCdktnProject(project: string, folder: string): Promise<void> {
  for (const part of PARTS) {
    cpSync(path.join(project, part), path.join(folder, part), {
      recursive: true,
      filter: (file) => !/[\\/](node_modules|cdktf[.]out)([\\/]|$)/.test(path.relative(project, file)),
    });
  }
  for (const file of sourcesIn(folder)) writeFileSync(file, onCdktn(readFileSync(file, "utf8")));
  const manifest = path.join(folder, "package.json");
  writeFileSync(
    manifest,
    JSON.stringify(packageOnCdktn(JSON.parse(readFileSync(manifest, "utf8"))), null, 2),
  );
  await npm(folder, ["install", "--ignore-scripts", "--no-audit", "--no-fund"]);
}

/** A source, with its imports and paths of cdktf's packages. */
export function onCdktn(source: string): string {
  return source
    .replaceAll(/(["'])cdktf((?:\/[^"']*)?\1)/g, "$1cdktn$2")
    .replaceAll(/(["'])@cdktf\/(provider-[\w-]+)/g, "$1@cdktn/$2")
    .replaceAll(/\(\?:@cdktf\[/g, "(?:@cdkt[fn][")
    .replaceAll(/\|cdktf\|/g, "|cdktf|cdktn|")
    .replaceAll("[\\\\/]cdktf[\\\\/]node_modules", "[\\\\/]cdktn[\\\\/]node_modules");
}

export function packageOnCdktn({ dependencies, devDependencies, ...others }: Package): Package {
  const { overrides: _, workspaces: __, ...kept } = others;
  return {
    ...kept,
    dependencies: successorsOf(dependencies),
    devDependencies: successorsOf(devDependencies),
  };
}

function successorsOf(packages: Record<string, string>): Record<string, string> {
  const entries = Object.entries(packages)
    .filter(([name]) => !UNUSED.includes(name))
    .map(([name, version]) =>
      SUCCESSORS[name] ? [SUCCESSORS[name], "latest"] : [name, name === "constructs" ? "*" : version],
    );
  return Object.fromEntries(entries);
}

async function npm(folder: string, args: readonly string[]): Promise<void> {
  const { code, stderr } = await runProcess("npm", args, { cwd: folder });
  if (code !== 0) throw new Error(`npm ${args[0]} ended with code ${code}: ${stderr.trim().slice(-2000)}`);
}

function sourcesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /[.](ts|cjs)$/.test(entry.name))
    .map((entry) => path.join(entry.parentPath ?? entry.path, entry.name));
}
