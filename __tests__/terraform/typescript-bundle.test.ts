import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundleTypeScript } from "../../src/terraform/typescript-bundle";

const folder = mkdtempSync(join(tmpdir(), "bundle-test-"));
afterAll(() => rmSync(folder, { recursive: true }));

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
