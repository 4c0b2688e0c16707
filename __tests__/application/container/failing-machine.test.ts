/** A machine that fails under a task: its clock, its disk, the file system that tasks share. */
import { rmSync } from "node:fs";
import { Sandbox, script, until } from "./sandbox";
import { LOCK, refusal, says, serves, UPGRADE } from "./start-support";

let box: Sandbox;

beforeEach(() => {
  box = new Sandbox();
});

afterEach(() => {
  box.remove();
});

function replace(name: string, text: string): void {
  rmSync(box.path("bin", name), { force: true });
  box.write(`bin/${name}`, `#!/bin/sh\n${text}\n`, 0o755);
}

/** A command that fails where the lines before it say "fail", and else is the system's. */
const orElse = (name: string, lines: string) =>
  replace(
    name,
    `fail() { echo "${name}: Stale file handle" >&2; exit 1; }\n${lines}\nPATH=/usr/bin:/bin exec ${name} "$@"`,
  );

test("a command that fails without a word of ours is told as the error that ends the task", async () => {
  box.prepareOpenEmr();
  orElse("cp", "case $1 in -a) fail ;; esac");
  const task = box.start("one");
  expect(await refusal(task)).toContain("a command failed with 1 in the state installing: 7.0.3");
  expect(task.output).toContain("cp: Stale file handle");
  expect(box.has(LOCK)).toBe(false);
});

test("an installation does not begin where its mark cannot be written", async () => {
  box.prepareOpenEmr();
  orElse("dd", "fail");
  const task = box.start("one");
  await task.exited;
  expect(task.output).toMatch(/\.openemr-installation could not be written: dd: Stale file handle/);
  expect(box.list("sites").filter((each) => /installation|default/.test(each))).toEqual([]);
});

test("sqlconf.php that is cut off when it gets its password does not pass for a finished installation", async () => {
  box.prepareOpenEmr();
  orElse("awk", `case $* in *'pass = '*) PATH=/usr/bin:/bin awk "$@" | head -n 9; exit 0 ;; esac`);
  expect(await refusal(box.start("one"))).toContain(
    "sqlconf.php could not be written with the password of openemr",
  );
  orElse("awk", "");
  const next = box.start("second", { STALE_SECONDS: "1000" });
  await serves(next);
  expect(next.output).toContain("removing the remains");
});

describe("sites that cannot be listed", () => {
  test("have not said that no upgrade was begun", async () => {
    box.prepareInstalled();
    box.write(UPGRADE, "from=7\nto=9 8 0 0 0 529\nchanging=yes\n");
    replace("ls", "exit 1");
    expect(await refusal(box.start("one"))).toMatch(/does not say from|cannot be listed/);
    expect(box.has("fake/serving")).toBe(false);
  });

  test("do not end a task that serves, while they answer at the second look", async () => {
    box.prepareInstalled();
    orElse("ls", 'if [ -e "$FAKE/fails" ]; then rm "$FAKE/fails"; fail; fi');
    const task = box.start("one");
    await serves(task);
    box.write("fake/fails", "");
    await until(() => !box.has("fake/fails"), "it looks");
    box.write(UPGRADE, "from=7\nto=9 8 0 0 0 529\nfrom_name=7.0.3\nto_name=8.0.0\nchanging=yes\n");
    await says(task, "state: draining: 7.0.3 to 8.0.0");
    expect(task.output).not.toContain("error");
  });
});

test("waits are as long as they are, however the clock is set meanwhile", async () => {
  replace("date", 'echo "$((1800000000 + $(cat "$BOX/jump" 2>/dev/null || echo 0)))"');
  const { output } = await box.run(
    `${script("common.sh")}\nbefore=$(now)\nfor jump in 100000 -100000; do
       echo $jump >"$BOX/jump"\necho "$((($(now) - before) / 60))"\ndone`,
    { BOX: box.root, STATE_DIRECTORY: box.path("state") },
  ).exited;
  expect(output).toBe("0\n0\n");
});
