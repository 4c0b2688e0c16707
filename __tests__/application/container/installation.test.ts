import { createHash } from "node:crypto";
import { mkdirSync, rmSync } from "node:fs";
import { PASSWORDS, Sandbox, until } from "./sandbox";
import {
  ageLock,
  FORMS,
  INSTALLATION,
  isGone,
  killedAt,
  LOCK,
  pageOf,
  refusal,
  says,
  serves,
  sitesOf,
  stoppedAt,
} from "./start-support";

let box: Sandbox;

beforeEach(() => {
  box = new Sandbox();
});

afterEach(() => {
  box.remove();
});

describe("a first start", () => {
  test.each(FORMS)("installs, serves and tidies up (image %s)", async (FORM) => {
    box.prepareOpenEmr();
    const task = box.start("one", { FORM });
    await serves(task);
    expect(box.lines("fake/installed")).toEqual(["one"]);
    expect(sitesOf(box)).toEqual(["default"]);
    expect(box.read("sites/default/docker-version").trim()).toBe("7");
    expect(task.output).toMatch(
      /state: installing: 7\.0\.3\n.*done: installing 7\.0\.3 in 0 min\n.*state: serving: 7\.0\.3/s,
    );
    expect(box.lines("fake/web-one")).toEqual(["prepared", "maintenance installing"]);
    expect(box.has("fake/maintenance-one")).toBe(false);
    expect(box.has("fake/swarm")).toBe(false);
  });

  test("leaves no password in the database's audit log that still counts", async () => {
    box.prepareOpenEmr();
    await serves(box.start("one"));
    const [created, altered, ...more] = box.lines("fake/audit-log");
    expect(created).toMatch(/^CREATE USER 'openemr'@'%' IDENTIFIED BY '[0-9a-f]{32}'$/);
    const sha1 = (data: string | Buffer) => createHash("sha1").update(data).digest();
    const stored = sha1(sha1(PASSWORDS.MYSQL_PASS)).toString("hex").toUpperCase();
    expect(altered).toBe(`ALTER USER 'openemr'@'%' IDENTIFIED WITH mysql_native_password AS '*${stored}'`);
    expect(more).toEqual([]);
    expect(box.read("sites/default/sqlconf.php")).toContain(`\n$pass = '${PASSWORDS.MYSQL_PASS}';\n`);
    expect(box.list("machine-one/state")).not.toContain("sqlconf.php");
  });

  test("works under another shell of POSIX", async () => {
    box.prepareOpenEmr();
    await serves(box.start("one", {}, { shell: ["sh"] }));
  });

  test("gives every task its certificate and the image its certificate authorities", async () => {
    box.prepareOpenEmr();
    box.write(
      "image/home/devtoolsLibrary.source",
      `${box.read("image/home/devtoolsLibrary.source")}# mariadb --skip-ssl -u\n`,
    );
    await serves(box.start("one"));
    expect(box.read("machine-one/ssl/private/webserver.key.pem")).toBe("server.key");
    expect(box.read("machine-one/ssl/certs/webserver.cert.pem")).toBe("server.cert");
    expect(box.has("machine-one/ssl/docker-selfsigned-configured")).toBe(true);
    expect(box.read("machine-one/ssl/openssl.cnf")).toBe("restored");
    expect(box.read("sites/default/documents/certificates/mysql-ca")).toBe("mysql-ca");
    expect(box.read("sites/default/documents/certificates/redis-ca")).toBe("redis-ca");
    expect(box.read("machine-one/home/.my.cnf")).toContain("ssl-verify-server-cert");
    expect(box.read("machine-one/home/devtoolsLibrary.source")).not.toContain("skip-ssl");
  });

  test("of four tasks lets exactly one install, and all serve", async () => {
    box.prepareOpenEmr();
    const tasks = ["a", "b", "c", "d"].map((name) => box.start(name, { WORK_SECONDS: "0.5" }));
    for (const task of tasks) await serves(task);
    expect(box.lines("fake/installed")).toHaveLength(1);
    expect(box.said).toMatch(/state: waiting: for the task [abcd]-\S+ that is installing/);
  });

  test.each(["without sites", "with the image's sites"])(
    "refuses to install over a database that holds something, %s",
    async (sites) => {
      box.prepareOpenEmr();
      box.write("fake/tables", "280");
      if (sites !== "without sites")
        box.write("sites/default/sqlconf.php", box.read("image/pieces/sites/default/sqlconf.php"));
      expect(await refusal(box.start("one"))).toMatch(
        sites === "without sites"
          ? /is new but .* holds 280 tables.*Restore the sites volume/
          : /is missing or says that nothing is installed, .* holds 280 tables.*Restore the file/,
      );
      expect(box.read("fake/tables")).toBe("280");
      expect(box.has("fake/steps-one")).toBe(false);
      expect(box.list(LOCK)).toEqual([]);
    },
  );

  test.each(["has=equals", "has blank", "has*star", "has'quote"])(
    "refuses a password that the installer would change: %s",
    async (value) => {
      box.prepareOpenEmr();
      const error = await refusal(box.start("one", {}, { passwords: { OE_PASS: value } }));
      expect(error).toContain("OE_PASS has a character");
      expect(error).not.toContain(value);
    },
  );

  // The database would take an empty password as well.
  test.each(["MYSQL_PASS", "OE_PASS"])("makes nothing where %s was not handed over", async (missing) => {
    box.prepareOpenEmr();
    for (const [name, value] of Object.entries(PASSWORDS)) {
      if (name !== missing) box.write(`some/${name}`, value);
    }
    const error = await refusal(box.start("one", { PASSWORDS_DIRECTORY: box.path("some") }));
    expect(error).toContain("has no MYSQL_ROOT_PASS, MYSQL_PASS or OE_PASS, and nothing is installed");
    expect(box.has("fake/steps-one")).toBe(false);
    expect(box.has("fake/audit-log")).toBe(false);
  });

  test.each(FORMS)(
    "that fails is given up, says why, and is repaired by the next task (image %s)",
    async (FORM) => {
      box.prepareOpenEmr();
      const failed = box.start("first", { FORM, FAIL_AT: "installer" });
      expect(await refusal(failed)).toMatch(
        /installer failed twice|installation is not complete: openemr.sh ended with 1/,
      );
      expect(failed.output).toContain("start: openemr.sh: Couldn't set up.");
      // The container installation-log prints it.
      const log = box.read("machine-first/log/installation.log");
      expect(log).toContain("IDENTIFIED BY '(MYSQL_PASS)'");
      expect(log + failed.output).not.toContain("0wnPassword42");
      expect(box.list(LOCK)).toEqual([]);
      const next = box.start("second", { FORM });
      await serves(next);
      expect(next.output).toContain("removing the remains");
      expect(sitesOf(box)).toEqual(["default"]);
    },
  );

  test("that ended without an error is not complete while the database says no version", async () => {
    box.prepareOpenEmr();
    const library = "image/home/devtoolsLibrary.source";
    const whole = box.read(library);
    box.write(library, `${whole}version_row() { :; }\n`);
    expect(await refusal(box.start("first"))).toContain(
      'openemr.sh ended with 0, and the database says "no version" where 7.0.3 is "7 0 3 0 506"',
    );
    expect(box.has(INSTALLATION)).toBe(true);
    expect(box.has("fake/serving")).toBe(false);
    box.write(library, whole);
    const next = box.start("second");
    await serves(next);
    expect(next.output).toContain("removing the remains");
  });

  test("does not show the passwords to who reads the log, and none to Apache", async () => {
    box.prepareOpenEmr();
    const task = box.start("one", {
      AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: "/x",
      SETTINGS_PARAMETER: "arn",
      ECS_AGENT_URI: "http://127.0.0.1:1/api/x",
    });
    await serves(task);
    for (const secret of Object.values(PASSWORDS)) {
      expect(task.output).not.toContain(secret);
      expect(box.read("fake/client-arguments")).not.toContain(secret);
      expect(box.read("machine-one/home/.my.cnf")).not.toContain(secret);
    }
    const names = (role: string) => box.lines(`fake/environment-${role}-one`);
    expect(names("admin")).toEqual(expect.arrayContaining(["MYSQL_ROOT_PASS", "OE_PASS"]));
    for (const role of ["admin", "worker"])
      expect(names(role).filter((name) => /^(AWS_|ECS_|SETTINGS_PARAMETER)/.test(name))).toEqual([]);
    expect(names("worker").filter((name) => /PASS$/.test(name))).toEqual([]);
  });
});

describe("an installation whose task was killed", () => {
  test.each(["before-tables", "tables", "sqlconf-empty", "sqlconf-half", "sqlconf", "end"])(
    "is begun anew by one of two (killed at %s)",
    async (step) => {
      box.prepareOpenEmr();
      await killedAt(box, step, { extra: { FORM: "new" } });
      expect(box.list(LOCK)).toHaveLength(1);
      const before = box.lines("fake/installed").length;
      const tasks = ["second", "third"].map((name) => box.start(name, { FORM: "new", WORK_SECONDS: "0.3" }));
      for (const task of tasks) await serves(task);
      expect(box.lines("fake/installed")).toHaveLength(before + 1);
      expect(box.lines("fake/dropped")).toHaveLength(1);
      expect(box.lines("fake/dropped-users")).toHaveLength(1);
      expect(box.said).toContain("removing the remains");
      expect(sitesOf(box)).toEqual(["default"]);
    },
  );

  test("keeps the database's user if it has rights elsewhere", async () => {
    box.prepareOpenEmr();
    await killedAt(box, "sqlconf");
    box.write("fake/rights-elsewhere", "1");
    const task = box.start("second");
    await serves(task);
    expect(task.output).toContain("user openemr has rights elsewhere");
    expect(box.has("fake/dropped-users")).toBe(false);
  });

  test("is noticed by a task that already waits", async () => {
    box.prepareOpenEmr();
    const first = await stoppedAt(box, "tables");
    const second = box.start("second");
    await says(second, "waiting: for the task first-");
    expect(await pageOf(box, "second")).toBe("installing");
    first.kill();
    await first.exited;
    ageLock(box);
    await serves(second);
    expect(second.output).toContain("gave no sign of life");
    expect(box.lines("fake/installed")).toEqual(["second"]);
  });

  test("is handed on at once when the task could say goodbye, and nothing of it goes on", async () => {
    box.prepareOpenEmr();
    const first = await stoppedAt(box, "tables");
    const before = Date.now();
    first.terminate();
    expect((await first.exited).code).toBe(143);
    // Its step would take a minute.
    expect(Date.now() - before).toBeLessThan(20_000);
    expect(first.output).toContain("start: state: stopping");
    await isGone(first);
    expect(box.has(LOCK)).toBe(false);
    await serves(box.start("second", { STALE_SECONDS: "1000" }));
  });

  test("is not touched while its task lives, however long it works", async () => {
    box.prepareOpenEmr();
    const first = box.start("first", { WORK_SECONDS: "4.5", STALE_SECONDS: "3" });
    await until(() => box.has("fake/steps-first"), "the first leads");
    const second = box.start("second", { STALE_SECONDS: "3" });
    await serves(first);
    await serves(second);
    expect(box.lines("fake/installed")).toEqual(["first"]);
    expect(box.has("fake/dropped")).toBe(false);
    expect(box.said).not.toMatch(/took over|taken for dead/);
  });

  test("is not cleared away when it holds patients", async () => {
    box.prepareOpenEmr();
    await killedAt(box, "sqlconf");
    box.write("fake/patients", "3");
    expect(await refusal(box.start("second"))).toContain("there are 3 patients");
    expect(box.has("fake/dropped")).toBe(false);
    expect(box.has("sites/default/sqlconf.php")).toBe(true);
  });

  test("is not cleared away in another database", async () => {
    box.prepareOpenEmr();
    await killedAt(box, "tables");
    const error = await refusal(box.start("second", { MYSQL_HOST: "other.example" }));
    expect(error).toContain("begun in database.example:3306/openemr");
    expect(box.has("fake/dropped")).toBe(false);
  });

  test("leaves an empty lock at worst, which is taken over too", async () => {
    box.prepareOpenEmr();
    mkdirSync(box.path(LOCK));
    box.makeOld(LOCK);
    await serves(box.start("one"));
  });

  test("leaves files in the sites that the next task removes", async () => {
    box.prepareInstalled();
    for (const name of [".openemr-new-x", "default/documents/certificates/mysql-ca.new-x"]) {
      box.write(`sites/${name}`, "");
      box.makeOld(`sites/${name}`, 7200);
    }
    await serves(box.start("one"));
    expect(sitesOf(box)).toEqual(["default"]);
    expect(box.list("sites/default/documents/certificates")).toEqual(["mysql-ca", "redis-ca"]);
  });
});

test("a task that lost its lock stops what it runs before it ends", async () => {
  box.prepareOpenEmr();
  const first = await stoppedAt(box, "tables");
  const [holder] = box.list(LOCK);
  box.write(`${LOCK}/another`, "");
  rmSync(box.path(LOCK, holder as string));
  expect(await refusal(first)).toContain("taken for dead");
  await isGone(first);
  expect(box.list(LOCK)).toEqual(["another"]);
});

test("a task that makes no progress any more fails, with the end of its output", async () => {
  box.prepareOpenEmr();
  const task = box.start("one", { STOP_AT: "tables", STALL_SECONDS: "1" });
  expect(await refusal(task)).toContain("no sign of progress for 1 s");
  expect(task.output).toContain("start: openemr.sh: Running quick setup!");
  await isGone(task);
});

test("a statement that the database works on is progress", async () => {
  box.prepareOpenEmr();
  box.write("fake/busy", "1");
  const task = await stoppedAt(box, "tables", { extra: { STALL_SECONDS: "1", PROGRESS_SECONDS: "1" } });
  await says(task, /progress: installing 7\.0\.3 for 0 min: installer, 120 tables\n.*progress: installing/s);
  expect(task.output).not.toContain("error");
  // By this file the health check calls the task healthy, for as long as it is renewed.
  const sign = "machine-first/state/progress";
  rmSync(box.path(sign));
  await until(() => box.has(sign), "another sign of life");
});
