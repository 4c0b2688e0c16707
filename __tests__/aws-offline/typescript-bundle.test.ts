import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { App } from "cdktf";
import { bundleOnce, bundleTypeScript } from "../../src/aws/typescript-bundle";
import { temporaryFolder } from "../support/stand-in";

const folder = temporaryFolder();

it("puts modules in the place of others that a file beside the entry names", () => {
  writeFileSync(
    join(folder, "handler.ts"),
    'import size from "heavy-tables"; export const handler = () => size;',
  );
  writeFileSync(join(folder, "light.ts"), "export default 42;");
  writeFileSync(join(folder, "bundle.json"), JSON.stringify({ alias: { "heavy-tables": "./light.ts" } }));
  const outfile = join(folder, "out", "index.js");
  bundleTypeScript(join(folder, "handler.ts"), outfile);
  const module = { exports: {} as { handler?: () => number } };
  new Function("module", readFileSync(outfile, "utf8"))(module);
  expect(module.exports.handler!()).toBe(42);
});

it("fails where a module is missing", () => {
  writeFileSync(join(folder, "broken.ts"), 'import "no-such-module";');
  expect(() => bundleTypeScript(join(folder, "broken.ts"), join(folder, "out", "broken.js"))).toThrow(
    "no-such-module",
  );
});

describe("the bundles of an app", () => {
  const entryIn = (parent: string) => {
    const entry = join(folder, parent, "greet", "handler.ts");
    mkdirSync(join(folder, parent, "greet"), { recursive: true });
    writeFileSync(entry, `export const handler = () => "${parent}";`);
    return entry;
  };

  it("are made once for all its stacks, and once more for another app", () => {
    const [app, other] = ["first", "second"].map((name) => new App({ outdir: join(folder, name) }));
    const entry = entryIn("lambda");
    const bundle = bundleOnce(app!, entry);
    expect(bundle).toBe(join(folder, "first", "bundles", "greet", "index.js"));
    writeFileSync(entry, "changed meanwhile");
    const made = readFileSync(bundle, "utf8");
    expect(bundleOnce(app!, entry)).toBe(bundle);
    expect(readFileSync(bundle, "utf8")).toBe(made);
    expect(bundleOnce(other!, entryIn("lambda"))).toBe(
      join(folder, "second", "bundles", "greet", "index.js"),
    );
  });

  it("of two functions whose folders have the same name are refused", () => {
    const app = new App({ outdir: join(folder, "third") });
    bundleOnce(app, entryIn("one"));
    expect(() => bundleOnce(app, entryIn("other"))).toThrow("Two functions would be bundled to");
  });
});
