import path from "node:path";
import { runProcess } from "../../../scripts/system/run-process";

const MODULE = path.join(__dirname, "..", "..", "..", "scripts", "terminal", "closed-pipe.ts");

/** Prints more than fits into a pipe, to a reader that takes one line. */
const PROGRAM = `
  const { endWithReader } = require(${JSON.stringify(MODULE)});
  endWithReader(process.stdout);
  process.stdout.write("line\\n".repeat(1_000_000));`;

test("a reader that has seen enough ends the command quietly", async () => {
  const script = '"$0" --require tsx/cjs --eval "$1" | head -n 1';
  const { stdout, stderr } = await runProcess("sh", ["-c", script, process.execPath, PROGRAM]);
  expect(stdout).toBe("line\n");
  expect(stderr).toBe("");
});

test("a command that only reads ends where its output finds no room, and says so", async () => {
  const program = PROGRAM.replace("(process.stdout)", "(process.stdout, process.stderr)");
  const script = '"$0" --require tsx/cjs --eval "$1" > /dev/full';
  const { code, stderr } = await runProcess("sh", ["-c", script, process.execPath, program]);
  expect(stderr).toMatch(/^What this command says cannot be written: ENOSPC.*\.\n$/);
  expect(code).toBe(1);
});

test("a command that changes something goes on where its output finds no room, and says so once", async () => {
  const program = `
    const { outliveReader } = require(${JSON.stringify(MODULE)});
    outliveReader(process.stdout, process.stderr);
    (async () => {
      for (const step of [1, 2, 3]) await new Promise((next) => setImmediate(() => next(console.log(step))));
      console.error("done");
    })();`;
  // Linux has a device on which there is never room.
  const script = '"$0" --require tsx/cjs --eval "$1" > /dev/full';
  const { code, stderr } = await runProcess("sh", ["-c", script, process.execPath, program]);
  expect(stderr).toMatch(/^What this command says cannot be written: ENOSPC.*\. It goes on\.\ndone\n$/);
  expect(code).toBe(0);
});
