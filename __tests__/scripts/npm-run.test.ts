import { readFileSync } from "node:fs";
import path from "node:path";
import { npmScript } from "../support/running-script";

/** Other tests start commands from a form in which they start faster. */
test.each([
  ["bootstrap", ["--help"], /^Usage: npm run bootstrap/],
  ["destroy", [], /^Which environment\? The environments are development, production, trial\./],
  ["review", ["development", "--against", "no-such-ref"], /^--against is "no-such-ref", which is no commit/],
])("npm run %s starts with %j, and speaks without a stack trace", async (name, args, says) => {
  const { stdout, stderr } = await npmScript(name, args).end();
  expect(stdout + stderr).toMatch(says);
  expect(stdout + stderr).not.toMatch(/^\s+at .*:\d+:\d+/m);
});

test("every command is started in the same way", () => {
  const { scripts } = JSON.parse(readFileSync(path.join(__dirname, "../../package.json"), "utf8")) as {
    scripts: Record<string, string>;
  };
  const verbs = ["deploy", "diff", "destroy"];
  for (const [name, script] of Object.entries(scripts)) {
    if (!script.includes("/command.ts")) continue;
    const run = verbs.includes(name) ? `deploy/command.ts ${name}` : `${name.replace(":", "-")}/command.ts`;
    expect(script).toBe(`node --require tsx/cjs scripts/commands/${run}`);
  }
});
