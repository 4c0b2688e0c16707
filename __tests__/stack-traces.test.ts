import path from "node:path";
import { temporaryFolder } from "./support/stand-in";
import { literalPath, runTypeScript } from "./support/typescript-program";

const folder = temporaryFolder();

function run(name: string, lines: readonly string[], env?: NodeJS.ProcessEnv) {
  const imported = `import { withoutTokenTraces } from ${literalPath("src", "stack-traces")};`;
  return runTypeScript(path.join(folder, `${name}.ts`), [imported, ...lines], env);
}

const TOKEN = [
  "const before = Error.captureStackTrace;",
  `import { Token } from ${JSON.stringify(require.resolve("cdktf"))};`,
  'const token = withoutTokenTraces(async () => Token.asAny("x"));',
  "const report = (made: Token) =>",
  "  console.log(made.creationStack.length, process.sourceMapsEnabled, Error.captureStackTrace === before);",
  "token.then(report);",
];

test("an error names its line in TypeScript where that is asked for", async () => {
  const lines = [
    "interface Erased {",
    "  readonly a: number;",
    "}",
    "async function fail(): Promise<Erased> {",
  ];
  const failing = [...lines, '  throw new Error("a defect");', "}", "withoutTokenTraces(fail);"];
  const { code, stderr } = await run("failing", failing, { CDKTF_LOG_LEVEL: "debug" });
  expect(code).toBe(1);
  expect(stderr).toMatch(/Error: a defect\n\s+at fail \(.*failing\.ts:6:9\)/);
});

test("an error whose stack is read at once has one, too", async () => {
  const { stdout } = await run("reading", [
    'withoutTokenTraces(async () => console.log(new Error("a defect").stack));',
  ]);
  expect(stdout).toMatch(/^Error: a defect\n {4}at /);
});

test("cdktf keeps no stack trace with a token, and source maps are off", async () => {
  const { stdout } = await run("token", TOKEN);
  expect(stdout).toBe("0 false true\n");
});

test("cdktf keeps them where they are asked for", async () => {
  const { stdout } = await run("token-debug", TOKEN, { CDKTF_LOG_LEVEL: "debug" });
  expect(Number(stdout.split(" ")[0])).toBeGreaterThan(3);
});
