/** An upgrade: made, failed, interrupted, continued. */
import { upgradeScript } from "./image-stand-in";
import {
  FORMS,
  killedAt,
  LOCK,
  pageOf,
  refusal,
  says,
  serves,
  sitesOf,
  stoppedAt,
  UPGRADE,
} from "./start-support";
import { UpgradeBox } from "./upgrade-box";

const upgrade = new UpgradeBox();

describe("an upgrade", () => {
  test.each(FORMS)("is made by one of three tasks, and all serve (image %s)", async (FORM) => {
    const tasks = ["a", "b", "c"].map((name) => upgrade.next(name, { FORM, WORK_SECONDS: "0.3" }));
    for (const task of tasks) await serves(task);
    expect(upgrade.box.lines("fake/upgraded").map((line) => line.split(" ")[1])).toEqual(["8", "9"]);
    expect(upgrade.box.said).toContain("start: done: upgrading 7.0.3 to 8.0.0 in 0 min");
    upgrade.isComplete();
  });

  test.each(["before-sql-8", "in-sql-8", "after-sql-9", "after-docker-version", "end"])(
    "that is killed at %s is refused by an old image, and made from the start by the next task",
    async (step) => {
      await killedAt(upgrade.box, step, { image: "next" });
      const done = upgrade.box.lines("fake/upgraded").length;
      expect(await refusal(upgrade.box.start("old"))).toMatch(
        /an upgrade from 7\.0\.3 to 8\.0\.0 has begun to change the database, and this image is 7\.0\.3\. .*restore the backup/,
      );
      await serves(upgrade.next("second"));
      expect(upgrade.box.lines("fake/upgraded").slice(done)).toHaveLength(2);
      expect(upgrade.box.said).toContain("continuing the upgrade from 7.0.3");
      upgrade.isComplete();
    },
  );

  test.each(FORMS)(
    "whose first database script fails is not complete, though a later one says so (image %s)",
    async (FORM) => {
      const failed = upgrade.next("first", { FORM, FAIL_AT: "8" });
      expect(await refusal(failed)).toMatch(
        /the upgrade from 7\.0\.3 to 8\.0\.0 is not complete: .*1 database scripts? did not/,
      );
      expect(failed.output).toContain("PHP Fatal error:  Uncaught Error");
      expect(upgrade.box.has("fake/serving")).toBe(false);
      expect(upgrade.box.has(LOCK)).toBe(false);
      expect(await refusal(upgrade.box.start("old"))).toContain("has begun to change the database");
      await serves(upgrade.next("second", { FORM }));
      upgrade.isComplete();
    },
  );

  test("is not complete while the database says another version, though nothing failed", async () => {
    const idle = `#!/bin/sh\npriorOpenemrVersion="7.0.3"\n: sql_upgrade.php form_old_version\n`;
    for (const step of [8, 9]) upgrade.box.write(`next/home/fsupgrade-${step}.sh`, idle);
    expect(await refusal(upgrade.next("one"))).toMatch(
      /ended with 0, the database says "[0-9 ]+" where 8\.0\.0 is "8 0 0 0 529"/,
    );
    expect(upgrade.box.has(UPGRADE)).toBe(true);
    expect(upgrade.box.has("fake/serving")).toBe(false);
  });

  test("that died is continued by a still newer image from where it began, and only by that one", async () => {
    upgrade.box.prepareImage("third", { number: 10, schema: [8, 1, 0, 0, 535] });
    await killedAt(upgrade.box, "in-sql-9", { image: "next" });
    await killedAt(upgrade.box, "in-sql-10", { image: "third", name: "second" });
    expect(await refusal(upgrade.next("third"))).toContain(
      "an upgrade from 7.0.3 to 8.1.0 has begun to change the database, and this image is 8.0.0",
    );
    await serves(upgrade.box.start("fourth", {}, { image: "third" }));
    expect(
      upgrade.box
        .lines("fake/upgraded")
        .map((line) => line.split(" ")[1])
        .slice(-3),
    ).toEqual(["8", "9", "10"]);
    expect(sitesOf(upgrade.box)).toEqual(["default"]);
  });

  test.each([
    "Duplicate column name 'b'",
    "Duplicate key name 'b'",
    "Table 'a8' already exists",
    "Can't DROP 'b'; check that column/key exists",
  ])("is complete with a statement whose work is done: %s", async (reason) => {
    await serves(upgrade.next("one", { FAIL_STATEMENT: "8", FAILED_STATEMENT: reason }));
    upgrade.isComplete();
  });

  const DUPLICATE = "Duplicate entry 'x' for key 'k'";

  test.each(["INSERT INTO `a` VALUES ('x')", "converted<br />insert into a SELECT b FROM c"])(
    "is complete with a row that is there already: %s",
    async (STATEMENT) => {
      await serves(upgrade.next("one", { FAIL_STATEMENT: "8", FAILED_STATEMENT: DUPLICATE, STATEMENT }));
      upgrade.isComplete();
    },
  );

  test.each([
    "ALTER TABLE `a` ADD UNIQUE KEY `k` (`b`)",
    "CREATE UNIQUE INDEX k ON a (b)",
    "UPDATE a SET b = 'INSERT x'",
  ])("is not complete with a statement that met duplicate data: %s", async (STATEMENT) => {
    const task = upgrade.next("one", { FAIL_STATEMENT: "8", FAILED_STATEMENT: DUPLICATE, STATEMENT });
    expect(await refusal(task)).toContain(`1 statements failed, the first by "${DUPLICATE}"`);
  });

  test.each([
    "Lock wait timeout exceeded; try restarting transaction",
    "Row size too large",
    "Unknown column 'x' in 'SET'",
  ])("is not complete with a statement that failed otherwise: %s", async (reason) => {
    const task = upgrade.next("one", { FAIL_STATEMENT: "8", FAILED_STATEMENT: reason });
    expect(await refusal(task)).toContain(`1 statements failed, the first by "${reason}"`);
    expect(await refusal(upgrade.box.start("old"))).toContain("has begun to change the database");
  });

  test("of a patch with the same docker-version is made as well, and its former image is refused", async () => {
    await serves(upgrade.box.start("one", {}, { image: "patch" }));
    expect(upgrade.box.lines("fake/upgraded")).toEqual(["one 7"]);
    expect(upgrade.box.read("fake/schema")).toBe("7\t0\t3\t4\t506");
    expect(upgrade.box.read("sites/default/docker-version")).toBe("7");
    expect(await refusal(upgrade.box.start("old"))).toContain(
      "the database was upgraded to 7.0.3.4, and this image is 7.0.3.",
    );
  });

  test("of a patch is made by the last script that changes the database", async () => {
    upgrade.box.write("patch/home/fsupgrade-7.sh", "#!/bin/sh\n");
    await serves(upgrade.box.start("one", {}, { image: "patch" }));
    expect(upgrade.box.lines("fake/upgraded")).toEqual(["one 6"]);
    expect(upgrade.box.read("fake/schema")).toBe("7\t0\t3\t4\t506");
    expect(upgrade.box.read("sites/default/docker-version")).toBe("7");
  });

  test("that died while the version was replaced in the database is continued", async () => {
    await killedAt(upgrade.box, "in-sql-9", { image: "next" });
    upgrade.box.write("fake/schema", "");
    await serves(upgrade.next("second"));
    upgrade.isComplete();
  });

  test("can be followed, a line a minute", async () => {
    const task = await stoppedAt(upgrade.box, "in-sql-9", {
      image: "next",
      extra: { PROGRESS_SECONDS: "1" },
    });
    await says(
      task,
      /^start: progress: upgrading 7\.0\.3 to 8\.0\.0 for 0 min: fsupgrade-9\.sh, 1 statements$/m,
    );
    expect(upgrade.box.read("machine-first/state/mode").trim()).toBe("upgrading");
    expect(task.output).not.toContain("ALTER TABLE");
    expect(upgrade.box.read("machine-first/log/installation.log")).toContain("ALTER TABLE a9");
  });

  test("is made with this project's chown and chmod, which do not touch what is in order", async () => {
    upgrade.box.write(
      "next/home/fsupgrade-9.sh",
      `${upgradeScript(9)}command -v chown\ncommand -v chmod\necho "frugal: 3"\n`,
    );
    const task = upgrade.next("one", { STOP_AT: "before-docker-version", PROGRESS_SECONDS: "1" });
    await says(task, /: fsupgrade-9\.sh, 2 statements, 3 documents$/m);
    const log = upgrade.box.read("machine-one/log/installation.log");
    for (const name of ["chown", "chmod"]) expect(log).toContain(`/machine-one/scripts/frugal/${name}\n`);
  });

  test("is handed on at once when the task is stopped", async () => {
    const first = await stoppedAt(upgrade.box, "in-sql-8", { image: "next" });
    first.terminate();
    expect((await first.exited).code).toBe(143);
    await serves(upgrade.next("second", { STALE_SECONDS: "1000" }));
    upgrade.isComplete();
  });

  test("is what a task says that comes to it before the mark is there, and not an installation", async () => {
    upgrade.box.write(`${LOCK}/first`, "");
    const task = upgrade.next("second");
    await says(task, "start: state: waiting: for the task first that is upgrading");
    expect(await pageOf(upgrade.box, "second")).toBe("upgrading");
    expect(task.output).not.toContain("installing");
    task.terminate();
  });

  test("does not begin with a folder among the sites whose name is PHP", async () => {
    upgrade.box.write("sites/x'; system('id'); '/sqlconf.php", upgrade.box.read("sites/default/sqlconf.php"));
    expect(await refusal(upgrade.next("one"))).toContain("there is a folder");
    expect(upgrade.box.has("fake/upgraded")).toBe(false);
  });
});
