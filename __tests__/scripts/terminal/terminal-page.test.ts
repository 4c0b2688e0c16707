import type * as Module from "../../../scripts/terminal/terminal-page";

/** Whether a page has colours where FORCE_COLOR and NO_COLOR are set so, and nothing else tells. */
function hasColors(env: NodeJS.ProcessEnv): boolean {
  const before = process.env;
  process.env = { PATH: before.PATH, ...env };
  let text = "";
  try {
    jest.isolateModules(() => {
      const { terminalPage } = require("../../../scripts/terminal/terminal-page") as typeof Module;
      text = terminalPage().colors.bold("a");
    });
  } finally {
    process.env = before;
  }
  return text !== "a";
}

test("colours are as FORCE_COLOR and NO_COLOR say", () => {
  expect(["1", "true", "3", "0", "false"].map((FORCE_COLOR) => hasColors({ FORCE_COLOR }))).toEqual([
    true,
    true,
    true,
    false,
    false,
  ]);
  expect(hasColors({ FORCE_COLOR: "1", NO_COLOR: "1" })).toBe(false);
});
