import path from "node:path";
import { temporaryFolder } from "../support/stand-in";
import { runTypeScript } from "../support/typescript-program";

const folder = temporaryFolder();

function run(name: string, lines: readonly string[], env?: NodeJS.ProcessEnv) {
  return runTypeScript(path.join(folder, `${name}.ts`), lines, env);
}

const TOKEN = [
  `import { Token } from ${JSON.stringify(require.resolve("cdktf"))};`,
  'const token: any = Token.asAny("x");',
  "console.log(token.creationStack.length, process.sourceMapsEnabled);",
];

test("an error names its line in TypeScript where that is asked for", async () => {
  const lines = [
    "interface Erased {",
    "  readonly a: number;",
    "}",
    "async function fail(): Promise<Erased> {",
  ];
  const failing = [...lines, '  throw new Error("a defect");', "}", "fail();"];
  const { code, stderr } = await run("failing", failing, { CDKTF_LOG_LEVEL: "debug" });
  expect(code).toBe(1);
  expect(stderr).toMatch(/Error: a defect\n\s+at fail \(.*failing\.ts:5:9\)/);
});

test("an error whose stack is read at once has one, too", async () => {
  const { stdout } = await run("reading", ['console.log(new Error("a defect").stack);']);
  expect(stdout).toMatch(/^Error: a defect\n {4}at /);
});

test("cdktf keeps no stack trace with a token, and source maps are off", async () => {
  const { stdout } = await run("token", TOKEN);
  expect(stdout).toBe("0 false\n");
});

test("cdktf keeps them where they are asked for", async () => {
  const { stdout } = await run("token-debug", TOKEN, { CDKTF_LOG_LEVEL: "debug" });
  expect(Number(stdout.split(" ")[0])).toBeGreaterThan(3);
});
