import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { runProcess } from "../../scripts/system/run-process";
import { temporaryFolder } from "../support/stand-in";
import { literalPath, runTypeScript } from "../support/typescript-program";

const folder = temporaryFolder();
const run = (name: string, lines: readonly string[]) => runTypeScript(path.join(folder, `${name}.ts`), lines);

const PRELOAD = literalPath("src", "synthesis", "preload.cjs");
const CDKTF = JSON.stringify(require.resolve("cdktf"));

test("the loader that was there gets the modules of this project, and none of cdktf's", async () => {
  const file = path.join(folder, "seen.ts");
  const lines = [
    'const former = require.extensions[".js"]!;',
    "const seen: string[] = [];",
    'require.extensions[".js"] = (module, file) => {',
    "  seen.push(file);",
    "  return former(module, file);",
    "};",
    `require(${PRELOAD});`,
    `require(${CDKTF});`,
    `require(${JSON.stringify(require.resolve("fflate"))});`,
    'console.log(seen.some((file) => file.includes("/cdktf/lib/")), seen.some((file) => file.includes("fflate")));',
  ];
  writeFileSync(file, lines.join("\n"));
  const { code, stdout, stderr } = await runProcess(process.execPath, ["--require", "tsx/cjs", file]);
  expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: "false true\n", stderr: "" });
});

test("cdktf is loaded without what zips assets, which takes a tenth of a synthesis", async () => {
  const { stdout } = await run("archiver", [
    `import ${CDKTF};`,
    "const loaded = Object.keys(require.cache);",
    "const zips = loaded.filter((file) => /archiver-utils|readable-stream/.test(file));",
    "console.log(loaded.length > 100, zips);",
  ]);
  expect(stdout).toBe("true []\n");
});

test("a package of ES modules can be required still", async () => {
  const modern = path.join(folder, "node_modules", "modern");
  mkdirSync(modern, { recursive: true });
  writeFileSync(path.join(modern, "package.json"), '{ "name": "modern", "main": "index.js" }');
  writeFileSync(path.join(modern, "index.js"), 'export const answer = "modern";');
  const { stdout, stderr } = await run("modern-user", [
    'import { answer } from "modern";',
    "console.log(answer);",
  ]);
  expect({ stdout, stderr }).toEqual({ stdout: "modern\n", stderr: "" });
});

test("cdktf zips an asset as ever, in a process of its own", async () => {
  const source = path.join(folder, "source");
  mkdirSync(source);
  writeFileSync(path.join(source, "a.txt"), "content");
  const { code, stderr } = await run("zipping", [
    `import { App, AssetType, TerraformAsset, TerraformStack } from ${CDKTF};`,
    `const app = new App({ outdir: ${JSON.stringify(path.join(folder, "out"))} });`,
    'const stack = new TerraformStack(app, "stack");',
    `new TerraformAsset(stack, "zip", { path: ${JSON.stringify(source)}, type: AssetType.ARCHIVE, assetHash: "h" });`,
    "app.synth();",
  ]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  const zip = path.join(folder, "out", "stacks", "stack", "assets", "zip", "h", "archive.zip");
  expect(readFileSync(zip).subarray(0, 2).toString()).toBe("PK");
});
