import { rmSync } from "node:fs";
import { standIn, temporaryFolder } from "../../support/stand-in";
import { busyboxByPath } from "./busybox";
import { Sandbox } from "./sandbox";

const folder = temporaryFolder();

test("a busybox is taken whose shell looks for commands in PATH", () => {
  const program = standIn(folder, "by-path", 'shift; exec /bin/sh "$@"');
  expect(busyboxByPath(program)).toBe(program);
  expect(busyboxByPath(undefined)).toBeUndefined();
});

// As that of Debian's busybox-static 1.35.0 did on 2026-11-30: `PATH=/nowhere; date` ended with 0.
test("a busybox is left out whose shell runs its own commands first", () => {
  const program = standIn(folder, "own-first", 'date() { :; }; eval "$3"');
  expect(busyboxByPath(program)).toBeUndefined();
});

test("a command of the sandbox takes the place of the machine's, whatever busybox that has", async () => {
  const box = new Sandbox();
  rmSync(box.path("bin/date"), { force: true });
  box.write("bin/date", "#!/bin/sh\necho the stand-in\n", 0o755);
  const { output } = await box.run("date", {}).exited;
  box.remove();
  expect(output).toBe("the stand-in\n");
});
