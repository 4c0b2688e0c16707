import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, utimesSync } from "node:fs";
import { constants } from "node:os";
import path from "node:path";
import { inWorkFolder } from "../../../scripts/system/work-folder";
import { temporaryFolder } from "../../support/stand-in";

const parent = temporaryFolder();
const MODULE = path.join(__dirname, "..", "..", "..", "scripts", "system", "work-folder.ts");

test("is there while the work is done, and gone afterwards", async () => {
  const folder = await inWorkFolder(parent, async (work) => {
    expect(existsSync(work)).toBe(true);
    return work;
  });
  expect(path.dirname(folder)).toBe(parent);
  expect(existsSync(folder)).toBe(false);
});

test("is gone after work that failed, and nothing listens any more", async () => {
  const before = process.listenerCount("SIGTERM");
  const failing = inWorkFolder(parent, () => Promise.reject(new Error("no")));
  await expect(failing).rejects.toThrow("no");
  expect(readdirSync(parent)).toEqual([]);
  expect(process.listenerCount("SIGTERM")).toBe(before);
});

test("of a preview that never ended is removed after a day, and nothing else is", async () => {
  for (const [name, hours] of Object.entries({ ".work-old": 25, ".work-new": 23, results: 25 })) {
    mkdirSync(path.join(parent, name));
    const time = Date.now() / 1000 - hours * 3600;
    utimesSync(path.join(parent, name), time, time);
  }
  await inWorkFolder(parent, async () => {});
  expect(readdirSync(parent).sort()).toEqual([".work-new", "results"]);
});

test("where none can be made is told without a stack trace", async () => {
  const missing = path.join(parent, "missing", "folder");
  await expect(inWorkFolder(missing, async () => {})).rejects.toThrow(/must be a folder .*ENOENT/);
});

describe("of an interrupted preview", () => {
  const interrupted = path.join(parent, "interrupted");

  /** Works with a program that would go on for a minute, and keeps the output open while it does. */
  const PROGRAM = `
    const { spawn } = require("node:child_process");
    const { inWorkFolder } = require(${JSON.stringify(MODULE)});
    inWorkFolder(process.argv[1], (work) => new Promise((resolve) => {
      spawn("sleep", ["60"], { cwd: work, stdio: "inherit" });
      console.log("working");
      setTimeout(resolve, 60_000);
    }));`;

  test.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)(
    "nothing is left after %s",
    async (signal) => {
      mkdirSync(interrupted, { recursive: true });
      const args = ["--require", "tsx/cjs", "--eval", PROGRAM, interrupted];
      const preview = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
      await new Promise((resolve) => preview.stdout.once("data", resolve));
      expect(readdirSync(interrupted)).toHaveLength(1);
      preview.kill(signal);
      // Comes once nobody holds the output any more, the program neither.
      const code = await new Promise((resolve) => preview.once("close", resolve));
      expect(code).toBe(128 + constants.signals[signal]);
      expect(readdirSync(interrupted)).toEqual([]);
    },
    30_000,
  );
});
