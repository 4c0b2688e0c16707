import { mkdirSync, rmSync } from "node:fs";
import { PASSWORD, Sandbox, SHELL, script, type Task, until } from "./sandbox";

jest.setTimeout(30_000);

let box: Sandbox;

beforeEach(() => {
  box = new Sandbox();
});

afterEach(() => {
  box.remove();
});

const LOCK = "openemr/sites/.openemr-leader";
const MARK = "openemr/sites/.openemr-installation";
const COMPLETED = "openemr/sites/docker-completed";

const serves = (name: string) =>
  until(
    () => box.lines("fake/serving").includes(name),
    () => `${name} serves. What was said:\n${box.said}`,
  );

/** A first installation whose task is killed in the middle, with its lock left behind. */
async function leaveUnfinishedInstallation(stopAt: "tables" | "users"): Promise<Task> {
  const task = box.start("first", { STOP_AT: stopAt });
  await until(() => box.has("fake/stopped"), "the installation is half done");
  task.kill();
  await task.exited;
  return task;
}

function ageLock(): void {
  for (const holder of box.list(LOCK)) box.makeOld(`${LOCK}/${holder}`);
}

describe("a first start", () => {
  test.each([
    ["the image's shell", SHELL],
    ["the system's sh", ["sh"]],
  ])("installs and tidies up under %s", async (_, shell) => {
    box.prepareOpenEmr();
    const task = box.start("one", {}, shell);
    await serves("one");
    await until(() => !box.has(LOCK) && !box.has(MARK), "the lock and the mark are gone");
    expect(box.lines("fake/installed")).toEqual(["one"]);
    expect(box.list("openemr/sites")).toEqual(["default", "docker-completed"]);
    expect(box.list("state-one")).not.toContain("failed");
    expect(task.output).toContain("handing over to openemr.sh");
  });

  test("gives every task its certificate and the image its certificate authorities", async () => {
    box.prepareOpenEmr();
    box.start("one");
    await serves("one");
    expect(box.read("ssl-one/private/webserver.key.pem")).toBe("server.key");
    expect(box.read("ssl-one/certs/webserver.cert.pem")).toBe("server.cert");
    expect(box.has("ssl-one/docker-selfsigned-configured")).toBe(true);
    expect(box.read("ssl-one/openssl.cnf")).toBe("restored");
    expect(box.read("openemr/sites/default/documents/certificates/mysql-ca")).toBe("mysql-ca");
    expect(box.read("openemr/sites/default/documents/certificates/redis-ca")).toBe("redis-ca");
    expect(box.read("home-one/.my.cnf")).toContain("ssl-verify-server-cert");
    expect(box.read("home-one/devtoolsLibrary.source")).not.toContain("skip-ssl");
  });

  test("of four tasks lets exactly one install, and all serve", async () => {
    box.prepareOpenEmr();
    const names = ["a", "b", "c", "d"];
    for (const name of names) box.start(name, { WORK_SECONDS: "0.5" });
    for (const name of names) await serves(name);
    expect(box.lines("fake/installed")).toHaveLength(1);
  });

  test("refuses to install over a database that holds something", async () => {
    box.prepareOpenEmr();
    box.write("fake/tables", "280");
    const { code, output } = await box.start("one").exited;
    expect(code).toBe(1);
    expect(output).toContain("holds 280 tables");
    expect(box.read("fake/tables")).toBe("280");
    expect(box.lines("fake/leaders")).toEqual([]);
    expect(box.list(LOCK)).toEqual([]);
  });

  test("refuses it as well if the sites were lost but are said to be complete", async () => {
    box.prepareOpenEmr();
    box.write("fake/tables", "280");
    box.write(COMPLETED, "");
    const { code, output } = await box.start("one").exited;
    expect(code).toBe(1);
    expect(output).toContain("the sites volume is new");
    expect(box.lines("fake/leaders")).toEqual([]);
  });

  test.each(["has=equals", "has blank", "has*star", "has'quote"])(
    "refuses a password that the installer would change: %s",
    async (value) => {
      box.prepareOpenEmr();
      const { code, output } = await box.start("one", { OE_PASS: value }).exited;
      expect(code).toBe(1);
      expect(output).toContain("OE_PASS has a character");
      expect(output).not.toContain(value);
    },
  );
});

describe("an installation whose task was killed", () => {
  test.each(["tables", "users"] as const)("is begun anew by one of three (killed at %s)", async (stopAt) => {
    box.prepareOpenEmr();
    await leaveUnfinishedInstallation(stopAt);
    expect(box.list(LOCK)).toHaveLength(1);
    ageLock();
    const tasks = ["second", "third", "fourth"].map((name) => box.start(name, { WORK_SECONDS: "0.3" }));
    for (const name of ["second", "third", "fourth"]) await serves(name);
    expect(box.lines("fake/installed")).toHaveLength(1);
    expect(box.lines("fake/dropped")).toHaveLength(1);
    expect(box.lines("fake/leaders").filter((name) => name !== "first")[0]).toBe(
      box.lines("fake/installed")[0],
    );
    expect(tasks.map((task) => task.output).join("")).toContain("removing the remains");
    await until(() => !box.has(LOCK) && !box.has(MARK), "the lock and the mark are gone");
  });

  test("does not take a task with it that looks at what is removed just then", async () => {
    box.prepareOpenEmr();
    await leaveUnfinishedInstallation("users");
    ageLock();
    // Another task removes the remains between two commands of this one.
    rmSync(box.path("bin/cmp"), { force: true });
    box.write("bin/cmp", `#!/bin/sh\nrm -rf "${box.path("openemr/sites/default")}"\nexit 1\n`, 0o755);
    const task = box.start("second");
    await serves("second");
    expect(task.output).not.toContain("renewed");
  });

  test("is noticed by a task that already waits", async () => {
    box.prepareOpenEmr();
    const first = box.start("first", { STOP_AT: "tables" });
    await until(() => box.has("fake/stopped"), "the installation is half done");
    const second = box.start("second");
    await until(() => second.output.includes("waiting for first-"), "the second waits");
    first.kill();
    await first.exited;
    ageLock();
    await serves("second");
    expect(second.output).toContain("gave no sign of life");
    expect(box.lines("fake/installed")).toEqual(["second"]);
  });

  test("is handed on at once when the task could say goodbye", async () => {
    box.prepareOpenEmr();
    const first = box.start("first", { STOP_AT: "tables" });
    await until(() => box.has("fake/stopped"), "the installation is half done");
    first.terminate();
    await first.exited;
    await until(() => !box.has(LOCK), "the lock is released");
    box.start("second", { STALE_SECONDS: "1000" });
    await serves("second");
  });

  test("is left alone while its task lives, however long it works", async () => {
    box.prepareOpenEmr();
    const first = box.start("first", { WORK_SECONDS: "4.5", STALE_SECONDS: "3" });
    await until(() => box.lines("fake/leaders").length === 1, "the first leads");
    const second = box.start("second", { STALE_SECONDS: "3" });
    await serves("first");
    await serves("second");
    expect(box.lines("fake/leaders")[0]).toBe("first");
    expect(box.lines("fake/installed")).toEqual(["first"]);
    expect(box.has("fake/dropped")).toBe(false);
    expect(second.output).not.toContain("took over");
    expect(first.output).not.toContain("taken for dead");
  });

  test("is not cleared away when it holds patients", async () => {
    box.prepareOpenEmr();
    await leaveUnfinishedInstallation("users");
    ageLock();
    box.write("fake/patients", "3");
    const { code, output } = await box.start("second").exited;
    expect(code).toBe(1);
    expect(output).toContain("there are 3 patients");
    expect(box.has("fake/dropped")).toBe(false);
    expect(box.has("openemr/sites/default/sqlconf.php")).toBe(true);
  });

  test("is not cleared away in another database", async () => {
    box.prepareOpenEmr();
    await leaveUnfinishedInstallation("tables");
    ageLock();
    const { code, output } = await box.start("second", { MYSQL_HOST: "other.example" }).exited;
    expect(code).toBe(1);
    expect(output).toContain("begun in database.example:3306/openemr");
    expect(box.has("fake/dropped")).toBe(false);
  });

  test("leaves an empty lock at worst, which is taken over too", async () => {
    box.prepareOpenEmr();
    mkdirSync(box.path(LOCK));
    box.makeOld(LOCK);
    box.start("one");
    await serves("one");
  });
});

describe("a task that was taken for dead", () => {
  test("asks to be replaced when it comes back", async () => {
    box.prepareOpenEmr();
    const first = box.start("first", { STOP_AT: "tables" });
    await until(() => box.has("fake/stopped"), "the installation is half done");
    const [holder] = box.list(LOCK);
    box.write(`${LOCK}/another`, "");
    rmSync(box.path(LOCK, holder as string));
    await until(() => box.lines("state-first/failed").join().includes("taken for dead"), "it is marked");
    await first.exited;
    expect(box.list(LOCK)).toEqual(["another"]);
  });
});

describe("an installed OpenEMR", () => {
  test("starts at once, without a lock, whatever an earlier leader left", async () => {
    box.prepareInstalled();
    box.write("openemr/sites/docker-leader", "");
    const names = ["a", "b", "c"];
    for (const name of names) box.start(name);
    for (const name of names) await serves(name);
    expect(box.has("fake/dropped")).toBe(false);
    expect(box.has(LOCK)).toBe(false);
  });

  test("drops the mark of an installation that did finish", async () => {
    box.prepareInstalled();
    box.write(MARK, "database.example:3306/openemr\n");
    box.start("one");
    await serves("one");
    expect(box.has(MARK)).toBe(false);
    expect(box.has("fake/dropped")).toBe(false);
  });

  test("keeps its data when it was moved here from elsewhere, without the image's marks", async () => {
    box.prepareInstalled();
    rmSync(box.path(COMPLETED));
    box.start("one");
    await serves("one");
    expect(box.has("fake/dropped")).toBe(false);
    expect(box.has("fake/installed")).toBe(false);
    expect(box.has(COMPLETED)).toBe(true);
  });

  test("gets renewed certificate authorities", async () => {
    box.prepareInstalled();
    box.write("tls/mysql-ca.pem", "renewed");
    const task = box.start("one");
    await serves("one");
    const folder = "openemr/sites/default/documents/certificates";
    expect(box.read(`${folder}/mysql-ca`)).toBe("renewed");
    expect(box.list(folder)).toEqual(["mysql-ca", "redis-ca"]);
    expect(task.output).toContain("renewed ");
    expect(task.output.match(/renewed /g)).toHaveLength(1);
  });
});

describe("an upgrade", () => {
  test("is made by one task, in spite of a leader file from long ago", async () => {
    box.prepareInstalled("6");
    box.write("openemr/sites/docker-leader", "");
    box.makeOld("openemr/sites/docker-leader");
    const names = ["a", "b", "c"];
    for (const name of names) box.start(name, { WORK_SECONDS: "0.3" });
    for (const name of names) await serves(name);
    expect(box.lines("fake/upgraded")).toHaveLength(1);
    expect(box.read("openemr/sites/default/docker-version")).toBe("7");
    expect(box.has("fake/dropped")).toBe(false);
    await until(() => !box.has(LOCK), "the lock is released");
  });

  test("that was interrupted is made by the next task, and nothing is removed", async () => {
    box.prepareInstalled("6");
    const first = box.start("first", { STOP_AT: "upgrade" });
    await until(() => box.has("fake/stopped"), "the upgrade is half done");
    first.kill();
    await first.exited;
    ageLock();
    box.start("second");
    await serves("second");
    expect(box.lines("fake/upgraded")).toEqual(["second 6 7"]);
    expect(box.has("fake/dropped")).toBe(false);
    expect(box.read("fake/patients")).toBe("4711");
  });

  test("that another task's leader kept from happening is made by a replacement", async () => {
    box.prepareInstalled("6");
    // An old image won the leader file in between: it completes without upgrading.
    const old = box.read("openemr/openemr.sh");
    box.write(
      "openemr/openemr.sh",
      '#!/bin/sh\ntouch "$OPENEMR_ROOT/sites/docker-completed"\nexec sleep 60\n',
    );
    box.start("first");
    await until(() => box.lines("state-first/failed").join().includes("did not upgrade"), "it is marked");
    box.write("openemr/openemr.sh", old);
    box.start("second");
    await serves("second");
    expect(box.lines("fake/upgraded")).toEqual(["second 6 7"]);
  });
});

describe("the database", () => {
  test("is waited for", async () => {
    box.prepareOpenEmr();
    box.write("fake/down", "");
    const task = box.start("one", { DATABASE_WAIT_SECONDS: "30" });
    await until(() => task.output.includes("waiting for the database database.example:3306"), "it waits");
    rmSync(box.path("fake/down"));
    await serves("one");
  });

  test("that never answers ends the task with the reason", async () => {
    box.prepareOpenEmr();
    box.write("fake/down", "");
    const { code, output } = await box.start("one").exited;
    expect(code).toBe(1);
    expect(output).toContain("does not answer dbadmin: ERROR 2002");
  });

  test("is reached with verified TLS, and no secret is shown to anybody", async () => {
    box.prepareOpenEmr();
    const task = box.start("one");
    await serves("one");
    const calls = box.read("fake/client-arguments");
    expect(calls).toContain("--ssl-verify-server-cert");
    expect(calls).toContain(`--ssl-ca=${box.path("home-one/certs/mysql/server/mysql-ca")}`);
    for (const secret of [PASSWORD, "AlsoSecret42"]) {
      expect(calls).not.toContain(secret);
      expect(task.output).not.toContain(secret);
      expect(box.read("home-one/.my.cnf")).not.toContain(secret);
    }
  });
});

describe("the settings that Terraform declares", () => {
  const applied = () => box.lines("fake/applied").map((line) => line.trim());
  /** What ECS and Terraform give to a task, which PHP needs. */
  const ENVIRONMENT = {
    AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: "/v2/credentials/1",
    SETTINGS_PARAMETER: "arn:aws:ssm:eu-west-1:123456789012:parameter/x",
  };
  const HANDED_ON = Object.entries(ENVIRONMENT)
    .map(([name, value]) => `${name}=${value}`)
    .join(" ");

  test("are applied by every task before it serves, from the script that it was handed", async () => {
    box.prepareInstalled();
    const tasks = ["a", "b"].map((name) => box.start(name, ENVIRONMENT));
    for (const name of ["a", "b"]) await serves(name);
    expect(applied().sort()).toEqual([
      `a completed 7 mysql-ca ${HANDED_ON}`,
      `b completed 7 mysql-ca ${HANDED_ON}`,
    ]);
    const inOrder = /settings: applied.*handing over.*openemr\.sh serves/s;
    // What a task has written may come later than what it has done.
    for (const task of tasks) await until(() => inOrder.test(task.output), "it serves");
    expect(box.read("fake/settings-script").trim()).toBe(script("apply-settings.php").trim());
  });

  test("are applied once a first installation is completed, by the task that made it as well", async () => {
    box.prepareOpenEmr();
    for (const name of ["a", "b"]) box.start(name, { WORK_SECONDS: "0.3" });
    for (const name of ["a", "b"]) await serves(name);
    await until(() => applied().length === 2, "both have applied them");
    expect(applied().sort()).toEqual(["a completed 7 mysql-ca", "b completed 7 mysql-ca"]);
    for (const name of ["a", "b"]) expect(box.list(`state-${name}`)).not.toContain("failed");
  });

  test("are applied once an upgrade is completed", async () => {
    box.prepareInstalled("6");
    box.start("one", { WORK_SECONDS: "0.3" });
    await serves("one");
    await until(() => applied().length > 0, "it has applied them");
    expect(applied()).toEqual(["one completed 7 mysql-ca"]);
    await until(() => !box.has("state-one/unapplied"), "it is not marked any more");
  });

  test("leave a task that upgraded marked for the health check for as long as they fail", async () => {
    box.prepareInstalled("6");
    box.write("fake/settings-failures", "2");
    box.start("one", { SETTINGS_RETRY_SECONDS: "0.5" });
    await serves("one");
    expect(box.list("state-one")).toContain("unapplied");
    await until(() => !box.has("state-one/unapplied"), "it is not marked any more");
    expect(applied()).toHaveLength(3);
    expect(box.list("state-one")).not.toContain("failed");
  });

  test("are applied in spite of a database that is away for a moment", async () => {
    box.prepareInstalled();
    box.write("fake/settings-failures", "2");
    box.start("one");
    await serves("one");
    expect(applied()).toHaveLength(3);
  });

  test.each([
    ["again and again", "1", 3],
    ["for good, without another try", "2", 1],
  ])("keep a task from serving when they fail %s", async (_, code, attempts) => {
    box.prepareInstalled();
    box.write("fake/settings-failures", "9");
    box.write("fake/settings-code", code);
    const exit = await box.start("one").exited;
    expect(exit.code).toBe(1);
    expect(exit.output).toContain("start: the settings that Terraform declares could not be applied");
    expect(applied()).toHaveLength(attempts);
    expect(box.has("fake/serving")).toBe(false);
  });

  test("let the task that installed ask to be replaced when they fail", async () => {
    box.prepareOpenEmr();
    box.write("fake/settings-failures", "9");
    box.start("one");
    await until(() => box.lines("state-one/failed").join().includes("could not be applied"), "it is marked");
    expect(applied()).toHaveLength(3);
    expect(box.list("state-one")).toContain("unapplied");
    expect(box.has(LOCK)).toBe(false);
  });

  test("are applied as Apache's user where there is one", async () => {
    box.prepareInstalled();
    box.write("bin/php.real", box.read("bin/php"), 0o755);
    const replace = (name: string, text: string) => {
      rmSync(box.path("bin", name), { force: true });
      box.write(`bin/${name}`, `#!/bin/sh\n${text}\n`, 0o755);
    };
    replace("id", '[ "$1" = apache ]');
    replace("chown", ":");
    replace("su", 'for user; do :; done\n[ "$1$2$3" = "-s/bin/sh-c" ] || exit 9\nAS=$user exec sh -c "$4"');
    replace("php", 'echo "$AS" >> "$FAKE/users"\nexec php.real "$@"');
    box.start("one", ENVIRONMENT);
    await serves("one");
    expect(box.lines("fake/users")).toEqual(["apache"]);
    expect(applied()).toEqual([`one completed 7 mysql-ca ${HANDED_ON}`]);
  });

  test("that were not handed over stop a task before it does anything", async () => {
    box.prepareOpenEmr();
    const { code, output } = await box.run(script("start.sh"), { STATE_DIRECTORY: box.path("state") }).exited;
    expect(code).toBe(1);
    expect(output).toContain("apply-settings.php was not handed over");
  });
});

describe("a task that is stopped", () => {
  test("while it tries to apply its settings again ends at once", async () => {
    box.prepareInstalled();
    box.write("fake/settings-failures", "9");
    const task = box.start("one", { SETTINGS_RETRY_SECONDS: "60" });
    await until(() => task.output.includes("no connection"), "it has failed once");
    const before = Date.now();
    task.terminate();
    expect((await task.exited).code).toBe(143);
    expect(Date.now() - before).toBeLessThan(1500);
  });

  test("while it waits for another ends at once", async () => {
    box.prepareOpenEmr();
    box.write(`${LOCK}/another`, "");
    const task = box.start("one", { POLL_SECONDS: "60", STALE_SECONDS: "1000" });
    await until(() => task.output.includes("waiting for another"), "it waits");
    const before = Date.now();
    task.terminate();
    expect((await task.exited).code).toBe(143);
    expect(Date.now() - before).toBeLessThan(1500);
    expect(box.list(LOCK)).toEqual(["another"]);
    expect(box.list("openemr/sites")).toEqual([".openemr-leader"]);
  });

  test("while it waits for the database ends at once", async () => {
    box.prepareOpenEmr();
    box.write("fake/down", "");
    const task = box.start("one", { DATABASE_WAIT_SECONDS: "600", DATABASE_RETRY_SECONDS: "60" });
    await until(() => task.output.includes("waiting for the database"), "it waits");
    task.terminate();
    expect((await task.exited).code).toBe(143);
  });
});

test("a certificate that cannot be renewed is named, and the former one stays", async () => {
  box.prepareInstalled();
  box.write("tls/mysql-ca.pem", "renewed");
  const there = "openemr/sites/default/documents/certificates/mysql-ca";
  rmSync(box.path("bin/cp"), { force: true });
  const fails = "case $2 in *documents*) exit 1 ;; esac";
  box.write("bin/cp", `#!/bin/sh\n${fails}\nPATH=/usr/bin:/bin\nexec cp "$@"\n`, 0o755);
  const { code, output } = await box.start("one").exited;
  expect(code).toBe(1);
  expect(output).toContain(`${there} could not be renewed`);
  expect(box.read(there)).toBe("mysql-ca");
});

test("a missing certificate is named", async () => {
  box.prepareOpenEmr();
  rmSync(box.path("tls/mysql-ca.pem"));
  const { code, output } = await box.start("one").exited;
  expect(code).toBe(1);
  expect(output).toContain(`${box.path("tls/mysql-ca.pem")} is missing`);
});
