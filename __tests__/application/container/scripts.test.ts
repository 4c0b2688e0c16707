import { execFileSync, spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { requirePrograms } from "./database-server";
import { CONTAINER_FOLDER, script } from "./sandbox";

const ALL = readdirSync(CONTAINER_FOLDER).sort();
const SCRIPTS = ALL.filter((name) => name.endsWith(".sh"));

test("there are those that a task runs or reads", () => {
  expect(ALL).toEqual([
    "apache-common.conf",
    "apache-maintenance.conf",
    "apache-serving.conf",
    "apply-settings.php",
    "background-services.php",
    "background-services.sh",
    "certificate.sh",
    "health-check.sh",
    "maintenance.html",
    "start.sh",
    "web-server.sh",
  ]);
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
  expect(text).toMatch(/^(#!\/bin\/sh|<\?php|<!DOCTYPE html>|# .+)\n/);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: it is what is looked for
  expect(text).not.toMatch(/[^\x0a\x20-\x7e]/);
});
