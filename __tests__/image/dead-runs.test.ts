/** The next run of this suite clears what a killed one left. */
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Network } from "./support/network";
import { run, until } from "./support/shell";

/** Makes a network with a process in it, as a run does with a task, and says where. */
const RUN = `
const { Network } = require("./__tests__/image/support/network.ts");
const { namespace } = Network.make(process.argv[1]).makeAddress(0);
const { spawn } = require("node:child_process");
spawn("ip", ["netns", "exec", namespace, "sleep", "600"], { stdio: "ignore", detached: true });
console.log(namespace);
setInterval(() => {}, 1000);
`;

test("namespaces, processes, bridge and files of a run that was killed", async () => {
  const folder = join(mkdtempSync(join(tmpdir(), "openemr-image-")), "files");
  mkdirSync(folder);
  const dead = spawn("node", ["--require", "tsx/cjs", "-e", RUN, folder], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let said = "";
  dead.stdout.on("data", (data) => {
    said += data;
  });
  await until(() => said.endsWith("\n"), "a network");
  const namespace = said.trim();
  const processes = () => run("ip", "netns", "pids", namespace).trim().split("\n").filter(Boolean);
  await until(() => processes().length > 0, "its process");
  const [pid] = processes();

  // While it runs, nothing of it is touched.
  const meanwhile = Network.make(folder);
  expect(processes()).toEqual([pid]);
  meanwhile.remove();

  dead.kill("SIGKILL");
  await new Promise((resolve) => dead.on("exit", resolve));
  expect(existsSync(`/proc/${pid}`)).toBe(true);
  const next = Network.make(folder);
  try {
    expect(existsSync(`/run/netns/${namespace}`)).toBe(false);
    expect(existsSync(folder)).toBe(false);
    await until(() => !existsSync(`/proc/${pid}`), "the end of its process");
    expect(run("ip", "-json", "link", "show", "type", "bridge")).not.toContain(`openemr-image ${dead.pid} `);
  } finally {
    next.remove();
  }
});
