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
