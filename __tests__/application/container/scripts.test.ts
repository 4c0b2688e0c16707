import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { CONTAINER_FOLDER, script } from "./sandbox";

const SCRIPTS = readdirSync(CONTAINER_FOLDER).filter((name) => name.endsWith(".sh"));

test("there are the three that a task runs", () => {
  expect(SCRIPTS.sort()).toEqual(["certificate.sh", "health-check.sh", "start.sh"]);
});

test.each(SCRIPTS)("shellcheck finds nothing in %s", (name) => {
  try {
    execFileSync("shellcheck", ["--shell=sh", "--severity=style", join(CONTAINER_FOLDER, name)], {
      encoding: "utf8",
    });
  } catch (error) {
    const { code, stdout } = error as { code?: string; stdout?: string };
    if (code === "ENOENT")
      throw new Error(
        "shellcheck is not installed. Install it: apt-get install shellcheck, brew install shellcheck",
      );
    throw new Error(stdout);
  }
});

test.each(SCRIPTS)("%s is plain text that a task definition can carry", (name) => {
  const text = script(name);
  expect(text.startsWith("#!/bin/sh\n")).toBe(true);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: it is what is looked for
  expect(text).not.toMatch(/[^\x0a\x20-\x7e]/);
});

test("together they leave room in the 64 KiB of a task definition", () => {
  const size = SCRIPTS.map((name) => JSON.stringify(script(name)).length).reduce((sum, one) => sum + one, 0);
  expect(size).toBeLessThan(28 * 1024);
});
