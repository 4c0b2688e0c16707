import { productModules } from "./modules";

const imports = new Map(productModules().map((module) => [module.file, module]));

/** The files that a file needs, directly or by way of others. */
function needed(file: string, found = new Set<string>()): Set<string> {
  if (found.has(file)) return found;
  found.add(file);
  for (const next of imports.get(file)?.imports ?? []) needed(next, found);
  return found;
}

const COMMANDS = [...imports.keys()].flatMap(
  (file) => /^scripts\/commands\/([^/]+)\/command\.ts$/.exec(file)?.[1] ?? [],
);

/** Commands that need none of some files, and whose own ones do not name a package either. */
function without(files: readonly string[], name = /$^/): string[] {
  return COMMANDS.filter((command) => {
    const all = needed(`scripts/commands/${command}/command.ts`);
    const own = [...all].filter((file) => file.startsWith(`scripts/commands/${command}/`));
    return !files.some((file) => all.has(file)) && !own.some((file) => name.test(imports.get(file)!.text));
  });
}

/** It runs in the terminal itself, and says there what it does. */
const CDKTF = "scripts/terraform/cdktf.ts";

test("a command shows at a terminal what is under way", () => {
  const others = {
    screenshots: "it is for developers, and takes three pictures",
    "test-all": "the tools that it runs write what they do",
    "test-image": "the tool that it runs writes what it does",
  };
  const silent = without(["scripts/terminal/stopwatch.ts", CDKTF]);
  expect(silent).toEqual(Object.keys(others));
});

test("a command that judges does so in colours at a terminal", () => {
  const others = {
    "analytics-job": "it follows a job, and tells its states",
    bootstrap: "Terraform's own, which it shows",
    "clear-studio": "it names what it deletes",
    "data-api": "it shows data",
    docs: "it writes documents",
    logs: "it shows what others logged",
    new: "it asks",
    outputs: "it shows values",
    "port-forward": "it is a connection",
    screenshots: "it takes pictures",
    shell: "it is a connection",
    "test-all": "the tools that it runs have their own",
    "test-image": "the tool that it runs has its own",
  };
  const colorless = without(["scripts/terminal/terminal-page.ts", CDKTF], /from "picocolors"/);
  expect(colorless).toEqual(Object.keys(others));
});
