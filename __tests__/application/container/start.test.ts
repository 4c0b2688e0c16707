import { mkdirSync, rmSync } from "node:fs";
import { SCRIPTS } from "../../../src/application/task-scripts";
import { carried, Sandbox } from "./sandbox";
import { ageLock, INSTALLATION, LOCK, refusal, says, serves } from "./start-support";

let box: Sandbox;

beforeEach(() => {
  box = new Sandbox();
});

afterEach(() => {
  box.remove();
});

describe("an installed OpenEMR", () => {
  test("starts at once, without a lock, whatever upstream's leaders left", async () => {
    box.prepareInstalled();
    box.write("sites/docker-leader", "");
    const tasks = ["a", "b", "c"].map((name) => box.start(name, { LEADER_LINE: "colon" }));
    for (const task of tasks) await serves(task);
    expect(box.has("fake/dropped")).toBe(false);
    expect(box.has(LOCK)).toBe(false);
    expect(box.lines("fake/web-a")).toEqual(["prepared"]);
  });

  test.each(["with", "without"])(
    "is rid of the lock of a task that died when it was done, %s its holder",
    async (holder) => {
      box.prepareInstalled();
      mkdirSync(box.path(LOCK));
      if (holder === "with") box.write(`${LOCK}/first`, "");
      ageLock(box);
      await serves(box.start("one"));
      expect(box.has(LOCK)).toBe(false);
    },
  );

  test("is served without the scripts that install and upgrade", async () => {
    box.prepareInstalled();
    await serves(box.start("one"));
    expect(box.lines("fake/root-of-one")).toEqual(["docker-version", "openemr.sh", "sites", "version.php"]);
  });

  test("keeps its data when it was moved here from elsewhere, without the image's marks", async () => {
    box.prepareInstalled();
    rmSync(box.path("sites/default/docker-version"));
    await serves(box.start("one"));
    expect(box.read("sites/default/docker-version")).toBe("7");
    expect(box.has("fake/dropped")).toBe(false);
  });

  test("that says of no version which upgrades it needs is not guessed at", async () => {
    box.prepareInstalled();
    rmSync(box.path("sites/default/docker-version"));
    box.write("fake/schema", "7\t0\t2\t0\t480");
    expect(await refusal(box.start("one"))).toContain("docker-version is missing");
  });

  test("whose database is empty waits for nobody", async () => {
    box.prepareInstalled();
    rmSync(box.path("fake/schema"));
    expect(await refusal(box.start("one"))).toContain("Restore the database that belongs to these sites");
  });

  test("gets renewed certificate authorities", async () => {
    box.prepareInstalled();
    box.write("tls/mysql-ca.pem", "renewed");
    const task = box.start("one");
    await serves(task);
    const folder = "sites/default/documents/certificates";
    expect(box.read(`${folder}/mysql-ca`)).toBe("renewed");
    expect(box.list(folder)).toEqual(["mysql-ca", "redis-ca"]);
    expect(task.output.match(/renewed /g)).toHaveLength(1);
  });
});

test.each([
  ["the database", { MYSQL_HOST: "" }, "MYSQL_HOST is not set"],
  ["the database's name", { MYSQL_DATABASE: "a`b" }, 'is "a`b"'],
])("a wrong setting of %s is named", async (_, extra, text) => {
  box.prepareInstalled();
  expect(await refusal(box.start("one", extra))).toContain(text);
});

describe("the database", () => {
  test("is waited for", async () => {
    box.prepareInstalled();
    box.write("fake/down", "");
    const task = box.start("one", { DATABASE_WAIT_SECONDS: "30" });
    await says(task, "state: waiting: for the database database.example:3306");
    rmSync(box.path("fake/down"));
    await serves(task);
  });

  test("that never answers ends the task with the reason", async () => {
    box.prepareInstalled();
    box.write("fake/down", "");
    expect(await refusal(box.start("one"))).toContain("does not answer dbadmin: ERROR 2002");
  });

  test("is reached with verified TLS", async () => {
    box.prepareInstalled();
    await serves(box.start("one"));
    for (const call of box.lines("fake/client-arguments").filter((line) => line.startsWith("--host"))) {
      expect(call).toContain("--ssl-verify-server-cert");
      expect(call).toContain(`--ssl-ca=${box.path("machine-one/home/certs/mysql/server/mysql-ca")}`);
    }
  });
});

describe("the cache", () => {
  test("is waited for", async () => {
    box.prepareInstalled();
    box.write("fake/cache-down", "");
    const task = box.start("one", { FORM: "new", CACHE_WAIT_SECONDS: "30" });
    await says(task, "state: waiting: for the cache cache.example:6379");
    rmSync(box.path("fake/cache-down"));
    await serves(task);
  });

  test("that never answers ends the task", async () => {
    box.prepareInstalled();
    box.write("fake/cache-down", "");
    expect(await refusal(box.start("one"))).toContain(
      "the cache cache.example:6379 does not answer: Connection refused",
    );
    expect(box.has("fake/serving")).toBe(false);
  });

  test("that was away just while openemr.sh looked ends the task: it would keep sessions for itself", async () => {
    box.prepareInstalled();
    box.write("fake/cache-down-for-worker", "");
    expect(await refusal(box.start("one", { FORM: "new" }))).toContain('PHP keeps sessions in "files"');
  });
});

describe("sqlconf.php that is not as the installer writes it", () => {
  const REAL = () => box.read("sites/default/sqlconf.php");
  test.each([
    ["another statement", () => `${REAL()}<?php system('id');`],
    ["a call in a value", () => REAL().replace("'openemr'", "'a' . system('id')")],
    ["a double-quoted value", () => REAL().replace("'openemr'", '"$x{${system(1)}}"')],
    ["a quote in a value", () => REAL().replace("'openemr'", "'a'; system('id'); $x = 'b'")],
    ["an end of PHP in a comment", () => REAL().replace("//  OpenEMR", "// ?><?php system('id');")],
    // PHP ends a line there, and a comment with it.
    ["a carriage return in a comment", () => REAL().replace("//  OpenEMR", "// \rsystem('id'); //")],
    ["text before it", () => `<?php system('id'); ?>${REAL()}`],
    ["a value over two lines", () => REAL().replace("'openemr'", "'a\n'")],
    ["nothing in it", () => ""],
  ])("is not run: %s", async (_, text) => {
    box.prepareInstalled();
    box.write("sites/default/sqlconf.php", text());
    const error = await refusal(box.start("one"));
    expect(error).toMatch(
      /sqlconf\.php is not as OpenEMR's installer writes it \(.*Restore it from a backup/,
    );
    expect(error).not.toContain("system");
    expect(box.has("fake/steps-one")).toBe(false);
    expect(box.has("fake/applied")).toBe(false);
  });

  test("is not run for another site either", async () => {
    box.prepareInstalled();
    box.write("sites/second/sqlconf.php", "<?php system('id');");
    expect(await refusal(box.start("one"))).toContain("sites/second/sqlconf.php is not");
  });
});

describe("a task that is stopped", () => {
  test.each([
    [
      "tries to apply its settings again",
      { SETTINGS_RETRY_SECONDS: "60" },
      "fake/settings-failures",
      "no connection",
    ],
    ["waits for another", { POLL_SECONDS: "60" }, `${LOCK}/another`, "waiting: for the task another"],
    [
      "waits for the database",
      { DATABASE_WAIT_SECONDS: "600", RETRY_SECONDS: "60" },
      "fake/down",
      "waiting: for the database",
    ],
    [
      "waits for the cache",
      { CACHE_WAIT_SECONDS: "600", RETRY_SECONDS: "60" },
      "fake/cache-down",
      "waiting: for the cache",
    ],
  ])("while it %s ends at once", async (_, extra, file, text) => {
    box.prepareInstalled();
    box.write(file, "9");
    if (file.startsWith(LOCK)) box.write(INSTALLATION, "");
    const task = box.start("one", { ...extra, STALE_SECONDS: "1000" });
    await says(task, text);
    const before = Date.now();
    task.terminate();
    expect((await task.exited).code).toBe(143);
    // It would wait for a minute.
    expect(Date.now() - before).toBeLessThan(20_000);
    expect(box.list("sites").filter((name) => name.includes("new"))).toEqual([]);
  });
});

test("a certificate that cannot be renewed is named, and the former one stays", async () => {
  box.prepareInstalled();
  box.write("tls/mysql-ca.pem", "renewed");
  rmSync(box.path("bin/cp"), { force: true });
  const fails = "case $2 in *documents*) exit 1 ;; esac";
  box.write("bin/cp", `#!/bin/sh\n${fails}\nPATH=/usr/bin:/bin\nexec cp "$@"\n`, 0o755);
  expect(await refusal(box.start("one"))).toContain("certificates/mysql-ca could not be renewed");
  expect(box.read("sites/default/documents/certificates/mysql-ca")).toBe("mysql-ca");
});

test("a missing certificate is named", async () => {
  box.prepareInstalled();
  rmSync(box.path("tls/mysql-ca.pem"));
  expect(await refusal(box.start("one"))).toContain(`${box.path("tls/mysql-ca.pem")} is missing`);
});

test("an image that is none of OpenEMR's is named", async () => {
  box.prepareInstalled();
  box.write("image/openemr/version.php", "<?php\n");
  expect(await refusal(box.start("one"))).toContain("version.php does not say v_major");
});

test("the scripts are handed over without comments, and belong to who started them", async () => {
  box.prepareInstalled();
  await serves(box.start("one"));
  const handed = SCRIPTS.filter((name) => name !== "web-server.sh");
  for (const name of handed)
    expect(box.read(`machine-one/scripts/${name}`).trimEnd()).toBe(carried(name).trimEnd());
});
