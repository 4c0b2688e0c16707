import path from "node:path";
import { productModules } from "./modules";

/** Commands that synthesize or read what is declared for a synthesis. Each other one would begin half a second later for nothing. */
const SYNTHESIZE = ["bootstrap", "check", "deploy", "docs", "import", "new", "remove", "terraform-cloud"];

const modules = new Map(productModules().map((module) => [module.file, module]));

/** A module that is imported at once: imports of types only are gone when a command runs. */
const AT_ONCE = /^(?:import|export) (?!type\b)[^;]*?\bfrom "([^"]+)";/gm;

/** The files by way of which a command loads cdktf, from the command on; none where it does not. */
function wayToCdktf(file: string, seen = new Set<string>()): string[] {
  if (seen.has(file)) return [];
  seen.add(file);
  const { text } = modules.get(file)!;
  for (const [, specifier] of text.matchAll(AT_ONCE)) {
    if (/^(cdktf|constructs|@cdktf\/provider-.*)$/.test(specifier!)) return [file];
    const imported = `${path.join(path.dirname(file), specifier!)}.ts`;
    const way = modules.has(imported) ? wayToCdktf(imported, seen) : [];
    if (way.length > 0) return [file, ...way];
  }
  return [];
}

test("only commands that synthesize load cdktf", () => {
  const commands = [...modules.keys()].filter((file) => /^scripts\/commands\/[^/]+\/command\.ts$/.test(file));
  const ways = commands.map((file) => wayToCdktf(file)).filter((way) => way.length > 0);
  const unexpected = ways.filter(([command]) => !SYNTHESIZE.includes(command!.split("/")[2]!));
  expect(unexpected.map((way) => way.join(" -> "))).toEqual([]);
  expect(ways).toHaveLength(SYNTHESIZE.length);
});
