import { spawn } from "node:child_process";
import path from "node:path";
import { text } from "node:stream/consumers";

const PROCESS = path.resolve(__dirname, "../../../scripts/system/terminal-process.ts");

/** Ends in its own time when it is told to, as cdktf does, and not on a hang-up. */
const PROGRAM = `
  process.on("SIGHUP", () => {});
  process.on("SIGTERM", () => setTimeout(() => { console.log("ended"); process.exit(3); }, 300));
  setInterval(() => {}, 1000);
  console.log("started");
`;

const WRAPPER = `
  const { runInTerminal } = require(${JSON.stringify(PROCESS)});
  const options = { cwd: process.cwd(), env: process.env };
  runInTerminal(process.execPath, ["-e", ${JSON.stringify(PROGRAM)}], options)
    .then((end) => console.log(JSON.stringify(end)));
`;

test.each(["SIGTERM", "SIGHUP"] as const)(
  "%s ends the program in its own time, and then the command",
  async (signal) => {
    const wrapper = spawn(process.execPath, ["--require", "tsx/cjs", "-e", WRAPPER], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    wrapper.stdout.once("data", () => wrapper.kill(signal));
    const code = new Promise((resolve) => wrapper.once("exit", resolve));
    expect(await text(wrapper.stdout)).toBe('started\nended\n{"code":3,"stopped":true}\n');
    expect(await code).toBe(0);
  },
  20_000,
);
