import { rmSync } from "node:fs";
import { IMAGES, Sandbox, until } from "./sandbox";
import {
  ageLock,
  FORMS,
  killedAt,
  LOCK,
  refusal,
  says,
  serves,
  sitesOf,
  stoppedAt,
  UPGRADE,
} from "./start-support";

jest.setTimeout(30_000);

let box: Sandbox;

beforeEach(() => {
  box = new Sandbox();
});

afterEach(() => {
  box.remove();
});

/** A patch of OpenEMR has the docker-version of the release that it mends. */
const PATCH = { number: 7, schema: [7, 0, 3, 4, 506] } as const;

beforeEach(() => {
  box.prepareInstalled(IMAGES[7]);
  box.prepareImage("next", IMAGES[9]);
  box.prepareImage("patch", PATCH);
});

const next = (name: string, extra: Record<string, string> = {}) => box.start(name, extra, { image: "next" });

const isComplete = () => {
  expect(box.read("sites/default/docker-version")).toBe("9");
  expect(box.read("fake/schema")).toBe(IMAGES[9].schema.join("\t"));
  expect(sitesOf(box)).toEqual(["default"]);
  expect(box.read("fake/patients")).toBe("4711");
  expect(box.has("fake/dropped")).toBe(false);
};

describe("an upgrade", () => {
  test.each(FORMS)("is made by one of three tasks, and all serve (image %s)", async (FORM) => {
    const tasks = ["a", "b", "c"].map((name) => next(name, { FORM, WORK_SECONDS: "0.3" }));
    for (const task of tasks) await serves(task);
    expect(box.lines("fake/upgraded").map((line) => line.split(" ")[1])).toEqual(["8", "9"]);
    expect(box.said).toContain("start: done: upgrading 7.0.3 to 8.0.0 in 0 min");
    isComplete();
  });

  test.each(["before-sql-8", "in-sql-8", "after-sql-9", "after-docker-version", "end"])(
    "that is killed at %s is refused by an old image, and made from the start by the next task",
    async (step) => {
      await killedAt(box, step, { image: "next" });
      const done = box.lines("fake/upgraded").length;
      expect(await refusal(box.start("old"))).toMatch(
        /an upgrade from 7\.0\.3 to 8\.0\.0 has begun to change the database, and this image is 7\.0\.3\. .*restore the backup/,
      );
      await serves(next("second"));
      expect(box.lines("fake/upgraded").slice(done)).toHaveLength(2);
      expect(box.said).toContain("continuing the upgrade from 7.0.3");
      isComplete();
    },
  );

  test.each(FORMS)(
    "whose first database script fails is not complete, though a later one says so (image %s)",
    async (FORM) => {
      const failed = next("first", { FORM, FAIL_AT: "8" });
      expect(await refusal(failed)).toMatch(
        /the upgrade from 7\.0\.3 to 8\.0\.0 is not complete: .*1 database scripts? did not/,
      );
      expect(failed.output).toContain("PHP Fatal error:  Uncaught Error");
      expect(box.has("fake/serving")).toBe(false);
      expect(box.has(LOCK)).toBe(false);
      expect(await refusal(box.start("old"))).toContain("has begun to change the database");
      await serves(next("second", { FORM }));
      isComplete();
    },
  );

  test("is not complete while the database says another version, though nothing failed", async () => {
    const idle = `#!/bin/sh\npriorOpenemrVersion="7.0.3"\n: sql_upgrade.php form_old_version\n`;
    for (const step of [8, 9]) box.write(`next/home/fsupgrade-${step}.sh`, idle);
    expect(await refusal(next("one"))).toMatch(
      /ended with 0, the database says "[0-9 ]+" where 8\.0\.0 is "8 0 0 0 529"/,
    );
    expect(box.has(UPGRADE)).toBe(true);
    expect(box.has("fake/serving")).toBe(false);
  });

  test("that died is continued by a still newer image from where it began, and only by that one", async () => {
    box.prepareImage("third", { number: 10, schema: [8, 1, 0, 0, 535] });
    await killedAt(box, "in-sql-9", { image: "next" });
    await killedAt(box, "in-sql-10", { image: "third", name: "second" });
    expect(await refusal(next("third"))).toContain(
      "an upgrade from 7.0.3 to 8.1.0 has begun to change the database, and this image is 8.0.0",
    );
    await serves(box.start("fourth", {}, { image: "third" }));
    expect(
      box
        .lines("fake/upgraded")
        .map((line) => line.split(" ")[1])
        .slice(-3),
    ).toEqual(["8", "9", "10"]);
    expect(sitesOf(box)).toEqual(["default"]);
  });

  test.each([
    "Duplicate column name 'b'",
    "Duplicate key name 'b'",
    "Table 'a8' already exists",
    "Can't DROP 'b'; check that column/key exists",
  ])("is complete with a statement whose work is done: %s", async (reason) => {
    await serves(next("one", { FAIL_STATEMENT: "8", FAILED_STATEMENT: reason }));
    isComplete();
  });

  const DUPLICATE = "Duplicate entry 'x' for key 'k'";

  test.each(["INSERT INTO `a` VALUES ('x')", "converted<br />insert into a SELECT b FROM c"])(
    "is complete with a row that is there already: %s",
    async (STATEMENT) => {
      await serves(next("one", { FAIL_STATEMENT: "8", FAILED_STATEMENT: DUPLICATE, STATEMENT }));
      isComplete();
    },
  );

  test.each([
    "ALTER TABLE `a` ADD UNIQUE KEY `k` (`b`)",
    "CREATE UNIQUE INDEX k ON a (b)",
    "UPDATE a SET b = 'INSERT x'",
  ])("is not complete with a statement that met duplicate data: %s", async (STATEMENT) => {
    const task = next("one", { FAIL_STATEMENT: "8", FAILED_STATEMENT: DUPLICATE, STATEMENT });
    expect(await refusal(task)).toContain(`1 statements failed, the first by "${DUPLICATE}"`);
  });

  test.each([
    "Lock wait timeout exceeded; try restarting transaction",
    "Row size too large",
    "Unknown column 'x' in 'SET'",
  ])("is not complete with a statement that failed otherwise: %s", async (reason) => {
    const task = next("one", { FAIL_STATEMENT: "8", FAILED_STATEMENT: reason });
    expect(await refusal(task)).toContain(`1 statements failed, the first by "${reason}"`);
    expect(await refusal(box.start("old"))).toContain("has begun to change the database");
  });

  test("of a patch with the same docker-version is made as well, and its former image is refused", async () => {
    await serves(box.start("one", {}, { image: "patch" }));
    expect(box.lines("fake/upgraded")).toEqual(["one 7"]);
    expect(box.read("fake/schema")).toBe("7\t0\t3\t4\t506");
    expect(box.read("sites/default/docker-version")).toBe("7");
    expect(await refusal(box.start("old"))).toContain(
      "the database was upgraded to 7.0.3.4, and this image is 7.0.3.",
    );
  });

  test("of a patch is made by the last script that changes the database", async () => {
    box.write("patch/home/fsupgrade-7.sh", "#!/bin/sh\n");
    await serves(box.start("one", {}, { image: "patch" }));
    expect(box.lines("fake/upgraded")).toEqual(["one 6"]);
    expect(box.read("fake/schema")).toBe("7\t0\t3\t4\t506");
    expect(box.read("sites/default/docker-version")).toBe("7");
  });

  test("that died while the version was replaced in the database is continued", async () => {
    await killedAt(box, "in-sql-9", { image: "next" });
    box.write("fake/schema", "");
    await serves(next("second"));
    isComplete();
  });

  test("can be followed, a line a minute", async () => {
    const task = await stoppedAt(box, "in-sql-9", { image: "next", extra: { PROGRESS_SECONDS: "1" } });
    await says(
      task,
      /^start: progress: upgrading 7\.0\.3 to 8\.0\.0 for 0 min: fsupgrade-9\.sh, 1 statements$/m,
    );
    expect(box.read("machine-first/state/mode").trim()).toBe("upgrading");
    expect(task.output).not.toContain("ALTER TABLE");
    expect(box.read("machine-first/log/installation.log")).toContain("ALTER TABLE a9");
  });

  test("is handed on at once when the task is stopped", async () => {
    const first = await stoppedAt(box, "in-sql-8", { image: "next" });
    first.terminate();
    expect((await first.exited).code).toBe(143);
    await serves(next("second", { STALE_SECONDS: "1000" }));
    isComplete();
  });

  test("is what a task says that comes to it before the mark is there, and not an installation", async () => {
    box.write(`${LOCK}/first`, "");
    const task = next("second");
    await says(task, "start: state: waiting: for the task first that is upgrading");
    expect(box.read("fake/maintenance-second").trim()).toBe("upgrading");
    expect(task.output).not.toContain("installing");
    task.terminate();
  });

  test("does not begin with a folder among the sites whose name is PHP", async () => {
    box.write("sites/x'; system('id'); '/sqlconf.php", box.read("sites/default/sqlconf.php"));
    expect(await refusal(next("one"))).toContain("there is a folder");
    expect(box.has("fake/upgraded")).toBe(false);
  });
});

describe("an image whose database script is told otherwise from where to begin", () => {
  const NEW = "<?php\nif (str_starts_with($arg, '--from=')) $cliFromVersion = substr($arg, 7);\n";
  const SCRIPT = "next/home/fsupgrade-8.sh";

  test("has its scripts mended before anything is changed", async () => {
    box.write("next/openemr/sql_upgrade.php", NEW);
    for (const number of [8, 9])
      box.write(
        `next/home/fsupgrade-${number}.sh`,
        `${box.read(`next/home/fsupgrade-${number}.sh`)}: php -f a/TEMPsql_upgrade.php\n`,
      );
    const task = next("one");
    await serves(task);
    expect(task.output).toContain("fsupgrade-8.sh of this image did not tell sql_upgrade.php");
    expect(box.read("machine-one/home/fsupgrade-8.sh")).toContain(
      ': php -f a/TEMPsql_upgrade.php -- --from="${priorOpenemrVersion}"\n',
    );
    isComplete();
  });

  test.each([
    ["a script that cannot be mended", () => box.write("next/openemr/sql_upgrade.php", NEW)],
    [
      "a database script that is told in no known way",
      () => box.write("next/openemr/sql_upgrade.php", "<?php\n"),
    ],
  ])("does not begin with %s", async (_, change) => {
    change();
    expect(await refusal(next("one"))).toMatch(
      /does not tell sql_upgrade\.php from which version.*Nothing was changed/,
    );
    expect(sitesOf(box)).toEqual(["default"]);
    await serves(box.start("old"));
  });

  test("does not begin where a script is missing", async () => {
    rmSync(box.path(SCRIPT));
    expect(await refusal(next("one"))).toContain("cannot upgrade from 7.0.3: it has no");
  });
});

describe("a database that was restored without the files", () => {
  test.each([
    ["as new as the image", "9"],
    ["of a version between", "8"],
  ])("is not taken for one that is almost complete (files %s)", async (_, number) => {
    box.write("sites/default/docker-version", number);
    const error = await refusal(next("one"));
    expect(error).toMatch(/the database is of OpenEMR 7\.0\.3, and the files are of 7\.0\.4 or newer/);
    expect(error).toContain("Restore both from the same backup.");
    expect(box.has("fake/upgraded")).toBe(false);
    expect(sitesOf(box)).toEqual(["default"]);
    expect(box.read("fake/schema")).toBe(IMAGES[7].schema.join("\t"));
  });

  test.each([
    ["the image's version", [8, 0, 0, 0, 529]],
    ["a version in between", [7, 0, 4, 0, 520]],
  ])("is not begun where the files are older than a database of %s", async (_, schema) => {
    box.write("fake/schema", schema.join("\t"));
    const error = await refusal(box.start("one", {}, { image: "next" }));
    expect(error).toMatch(
      /the database is of OpenEMR [78]\.0\.[04], and the files are of 7\.0\.3 .*, from before/,
    );
    expect(error).toContain("Restore both from the same backup.");
    expect(box.has("fake/upgraded")).toBe(false);
    expect(sitesOf(box)).toEqual(["default"]);
  });
});

describe("tasks of the former version", () => {
  test("stop serving when an upgrade begins, show why, and end when it is done", async () => {
    const old = box.start("old");
    await serves(old);
    const first = await stoppedAt(box, "in-sql-8", { image: "next" });
    await says(old, "start: state: maintenance: 7.0.3 to 8.0.0");
    await until(() => box.has("fake/maintenance-old"), "it says why");
    expect(box.read("fake/maintenance-old").trim()).toBe("upgrading");
    expect(box.lines("fake/drained-old")).toEqual(["drained"]);
    expect(old.output).toMatch(/state: draining: 7\.0\.3 to 8\.0\.0\n/);
    first.kill();
    await first.exited;
    ageLock(box);
    await serves(next("second"));
    // Nothing went wrong, so nothing says that it did.
    const { code, output } = await old.exited;
    expect({ code, output }).toEqual({ code: 0, output: expect.not.stringContaining("error:") });
    expect(output).toContain("start: state: stopping: the upgrade is complete");
  });

  test.each([
    ["applies its settings", "fake/settings-failures", { SETTINGS_ATTEMPTS: "99" }],
    ["waits for the cache", "fake/cache-down", { CACHE_WAIT_SECONDS: "60" }],
  ])("that %s when an upgrade begins does not serve afterwards", async (_, file, extra) => {
    box.write(file, "99");
    const old = box.start("old", extra);
    await says(old, file.includes("cache") ? "for the cache" : "settings: no connection");
    const first = await stoppedAt(box, "in-sql-8", { image: "next" });
    rmSync(box.path(file));
    await says(old, /waiting: for the task first-\S+ that is upgrading|has begun to change the database/);
    expect(box.has("fake/serving")).toBe(false);
    first.terminate();
  });

  test("serve again when the upgrade ended before it changed anything", async () => {
    const old = box.start("old");
    await serves(old);
    const first = next("first", { QUIET_SECONDS: "600", PROGRESS_SECONDS: "1" });
    await says(first, /progress: upgrading .*: waiting until no task of the former version serves/);
    await says(old, "state: maintenance");
    first.terminate();
    await first.exited;
    await says(old, /state: maintenance.*ended before it changed anything.*state: serving: 7\.0\.3/s);
    expect(sitesOf(box)).toEqual(["default"]);
  });

  test.each(["aurora", "other"])(
    "that stay connected are cut off before anything changes (%s)",
    async (server) => {
      box.write("fake/foreign", "10.0.1.7\n");
      if (server === "aurora") box.write("fake/aurora", "");
      const task = next("one", { DISCONNECT_SECONDS: "1" });
      await serves(task);
      expect(task.output).toContain("ending the connections of 10.0.1.7, which did not stop");
      expect(box.lines("fake/killed")).toEqual([server === "aurora" ? "rds_kill" : "KILL"]);
      isComplete();
    },
  );

  test("are refused after the upgrade", async () => {
    await serves(next("one"));
    const error = await refusal(box.start("old"));
    expect(error).toMatch(
      /upgraded by image number 9, and this image, 7\.0\.3, is number 7\. .*Deploy that version or a newer one, or restore the backup/,
    );
    expect(box.lines("fake/serving")).toEqual(["one"]);
  });

  test("are refused by the database alone, when the sites were restored without it", async () => {
    box.write("fake/schema", IMAGES[9].schema.join("\t"));
    expect(await refusal(box.start("old"))).toContain(
      "the database was upgraded to 8.0.0, and this image is 7.0.3.",
    );
  });
});

test("a mark that says nothing is not guessed at", async () => {
  box.write(UPGRADE, "");
  expect(await refusal(next("one"))).toContain("does not say from and to which version");
});
