import { execFileSync, spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { SCRIPTS } from "../../../src/application/task-scripts";
import { requirePrograms } from "./database-server";
import { CONTAINER_FOLDER, script } from "./sandbox";

const ALL = readdirSync(CONTAINER_FOLDER)
  .filter((name) => !name.startsWith("."))
  .sort();
const SHELL_SCRIPTS = ALL.filter((name) => name.endsWith(".sh"));

/** The parts that start.sh reads, in its order. */
const PARTS = (/^for part in ([^;]*); do$/m.exec(script("start.sh"))?.[1] ?? "").split(/[\s\\]+/);

function shellcheck(text: string, ...options: string[]): void {
  try {
    execFileSync("shellcheck", ["--shell=sh", "--severity=style", ...options, "-"], {
      encoding: "utf8",
      input: text,
    });
  } catch (error) {
    const { code, stdout } = error as { code?: string; stdout?: string };
    if (code === "ENOENT")
      throw new Error(
        "shellcheck is not installed. Install it: apt-get install shellcheck, brew install shellcheck",
      );
    throw new Error(stdout);
  }
}

test("a task is handed all files, and those that containers run at once by themselves", () => {
  expect([...SCRIPTS, "unpack.sh", "certificate.sh", "hand-over-passwords.sh"].sort()).toEqual(ALL);
});

test("start.sh reads every part that is handed over", () => {
  const parts = SCRIPTS.filter(
    (name) => name.endsWith(".sh") && !["start.sh", "health-check.sh"].includes(name),
  );
  expect(PARTS.map((name) => `${name}.sh`).sort()).toEqual([...parts].sort());
});

// Variables that parts share are judged where all are together.
test.each(SHELL_SCRIPTS)("shellcheck finds nothing in %s", (name) => {
  shellcheck(script(name), "--exclude=SC2034,SC2154");
});

test("shellcheck finds nothing in start.sh with its parts", () => {
  const [before, after] = script("start.sh").split(/^for part in[\s\S]*?^done$/m) as [string, string];
  shellcheck([before, ...PARTS.map((name) => script(`${name}.sh`)), after].join("\n"));
});

const PHP = ALL.filter((name) => name.endsWith(".php"));

test.each(PHP)("PHP finds nothing wrong in %s", (name) => {
  requirePrograms();
  const { status, stdout } = spawnSync("php", ["-l", join(CONTAINER_FOLDER, name)], {
    encoding: "utf8",
  });
  expect({ status, stdout }).toMatchObject({ status: 0, stdout: expect.stringMatching(/^No syntax errors/) });
});

test.each(ALL)("%s is plain text that a task definition can carry", (name) => {
  const text = script(name);
  // By such a line unpack.sh takes files apart.
  expect(text).not.toMatch(/^@@ /m);
  expect(text).toMatch(/^(#!\/bin\/sh|<\?php|<!DOCTYPE html>|# .+)\n/);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: it is what is looked for
  expect(text).not.toMatch(/[^\x0a\x20-\x7e]/);
});
