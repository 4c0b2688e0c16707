import { npmScript } from "../support/built-script";

/** Other tests start commands from a form in which they start faster. */
test.each([
  ["bootstrap", ["--help"], /^Usage: npm run bootstrap/],
  ["deploy", [], /^Which environment\? The environments are development, production, trial\./],
  ["destroy", [], /^Which environment\? The environments are development, production, trial\./],
  ["diff", [], /^Which environment\? The environments are development, production, trial\./],
  ["port-forward", ["--help"], /^Usage: npm run port-forward/],
  ["status", ["--help"], /^Usage: npm run status/],
  ["review", ["development", "--against", "no-such-ref"], /^--against is "no-such-ref", which is no commit/],
])("npm run %s starts with %j, and speaks without a stack trace", async (name, args, says) => {
  const { stdout, stderr } = await npmScript(name, args).end();
  expect(stdout + stderr).toMatch(says);
  expect(stdout + stderr).not.toMatch(/^\s+at .*:\d+:\d+/m);
});
