/** Files and database that do not belong together: a task refuses them, or warns where it cannot be sure. */
import { statSync } from "node:fs";
import { DATABASE_PASSWORD, DatabaseServer, requirePrograms } from "./database-server";
import { IMAGES } from "./images";
import { sqlconf } from "./openemr-stand-in";
import { Sandbox, script, until } from "./sandbox";
import { LOCK, refusal, says, serves } from "./start-support";

const HOUR = 3600;
const NOW = Math.floor(Date.now() / 1000);

let box: Sandbox;
beforeEach(() => {
  box = new Sandbox();
});
afterEach(() => box.remove());

describe("a task that starts", () => {
  const prepare = (files: string, database: string) => {
    box.prepareInstalled();
    if (files) box.write("sites/.openemr-moment", `${files}\n`);
    if (database) box.write("fake/moment", database);
  };
  const WAY_OUT = "Restore both from the same backup";

  test.each([
    ["of two installations", `one ${NOW}`, `two ${NOW}`, "are of two installations"],
    [
      "with a database of the day before",
      `one ${NOW}`,
      `one ${NOW - 23 * HOUR}`,
      "they are not of one moment",
    ],
    ["with files of the day before", `one ${NOW - 23 * HOUR}`, `one ${NOW}`, "they are not of one moment"],
  ])("refuses files and database %s, and says the way out", async (_, files, database, text) => {
    prepare(files, database);
    const error = await refusal(box.start("one"));
    expect(error).toContain(text);
    expect(error).toContain("Nothing was changed");
    expect(error).toContain(WAY_OUT);
    expect(box.has("fake/applied")).toBe(false);
    expect(box.has("fake/serving")).toBe(false);
  });

  test("refuses to upgrade them as well", async () => {
    prepare(`one ${NOW}`, `one ${NOW - 48 * HOUR}`);
    box.prepareImage("next", IMAGES[9]);
    expect(await refusal(box.start("one", {}, { image: "next" }))).toContain("not of one moment");
    expect(box.has("fake/steps-one")).toBe(false);
  });

  test.each([
    ["a mark in the files only", `one ${NOW}`, "", "only the files have a mark"],
    ["a mark in the database only", "", `one ${NOW}`, "only the database has a mark"],
    ["marks some hours apart", `one ${NOW}`, `one ${NOW - 5 * HOUR}`, "restore both from the same backup"],
  ])("warns of %s, and serves", async (_, files, database, text) => {
    prepare(files, database);
    const task = box.start("one");
    await serves(task);
    expect(task.output.replaceAll("have a mark", "has a mark")).toContain(text.replace("have", "has"));
  });

  test("warns of marks some hours apart once, and leaves them alike", async () => {
    prepare(`one ${NOW}`, `one ${NOW - 5 * HOUR}`);
    await serves(box.start("one"));
    expect(box.read("sites/.openemr-moment").trim()).toBe(`one ${NOW - 5 * HOUR}`);
    const next = box.start("two");
    await serves(next);
    expect(next.output).not.toContain("start: warning");
  });

  test("leaves marks some hours apart as they are where it refuses the keys", async () => {
    prepare(`one ${NOW}`, `one ${NOW - 5 * HOUR}`);
    box.write("fake/strange-keys", "sixa");
    await refusal(box.start("one"));
    expect(box.read("sites/.openemr-moment").trim()).toBe(`one ${NOW}`);
  });

  /** Does what the command of a message does, in the task that `npm run run` starts. */
  const walk = async (error: string) => {
    const [, line] = error.match(/echo '([^']+)' >mend\.sh && npm run run -- <environment> mend\.sh/)!;
    expect(await box.run(`cd "${box.root}" && ${line}`, {}).exited).toMatchObject({ code: 0 });
  };

  test.each([
    ["moment", "one", `one ${NOW}`, `one ${NOW - 23 * HOUR}`],
    ["schema", "7 0 2 0 500", "", ""],
  ])(
    "refuses files of another %s with a command that lets them be used together",
    async (name, text, ...marks) => {
      prepare(marks[0]!, marks[1]!);
      if (name === "schema") box.write("sites/.openemr-schema", `${text}\n`);
      await walk(await refusal(box.start("one")));
      await serves(box.start("two"));
    },
  );

  test.each([
    ["an hour apart", `one ${NOW}`, `one ${NOW - HOUR}`],
    ["without any mark", "", ""],
    ["that were stopped for a year", `one ${NOW - 9000 * HOUR}`, `one ${NOW - 9000 * HOUR}`],
  ])("says nothing of files and database %s", async (_, files, database) => {
    prepare(files, database);
    const task = box.start("one");
    await serves(task);
    expect(task.output).not.toContain("start: warning");
  });

  test("refuses a database of another version than the files were used with, and keeps what it serves", async () => {
    prepare("", "");
    await serves(box.start("one"));
    expect(box.read("sites/.openemr-schema").trim()).toBe(IMAGES[7].schema.join(" "));
    box.write("sites/.openemr-schema", "7 0 2 0 500\n");
    expect(await refusal(box.start("two"))).toContain("the files were in use with OpenEMR 7.0.2");
  });

  test("refuses keys that do not fit", async () => {
    prepare("", "");
    box.write("fake/strange-keys", "sixa, sixb");
    const error = await refusal(box.start("one"));
    expect(error).toContain("the keys sixa, sixb of the files do not fit those in the database openemr");
    expect(error).toContain(WAY_OUT);
    const methods = "sites/default/documents/logs_and_misc/methods";
    for (const name of ["sixa", "sixb"]) box.write(`${methods}/${name}`, name);
    await walk(error);
    expect(box.has(`${methods}/sixa`)).toBe(false);
    expect(box.read(`${methods}/unfit/sixa`)).toBe("sixa");
    // PHP asks as OpenEMR's own user.
    expect(box.lines("fake/compared-keys")).toEqual([
      expect.stringMatching(/^one mysql-ca database\.example$/),
    ]);
  });
});

test("a task that waits for another leaves the list of files as it is: openemr.sh up to 8.0.0 fails otherwise", async () => {
  box.prepareInstalled();
  box.write("sites/.openemr-installation", "");
  box.write(`${LOCK}/another`, "");
  const task = box.start("one", { POLL_SECONDS: "0.1", STALE_SECONDS: "1000", PROGRESS_SECONDS: "1" });
  await says(task, "waiting: for the task another");
  await until(
    () => box.has("sites/.openemr-clock"),
    () => "it looks at the server's clock",
  );
  const before = statSync(box.path("sites")).mtimeMs;
  const looked = statSync(box.path("sites/.openemr-clock")).mtimeMs;
  await until(
    () => statSync(box.path("sites/.openemr-clock")).mtimeMs > looked + 1000,
    () => "it goes on to look",
  );
  expect(statSync(box.path("sites")).mtimeMs).toBe(before);
});

describe("with a real database", () => {
  let database: DatabaseServer;
  beforeAll(async () => {
    requirePrograms();
    database = new DatabaseServer();
    await database.install();
  });
  afterAll(() => database?.remove());

  const environment = () => ({
    OPENEMR_ROOT: box.path("openemr"),
    OPENEMR_DATABASE: ["127.0.0.1", database.port, "openemr", DATABASE_PASSWORD, "openemr", 1].join("\n"),
    DATABASE_CA: database.authority,
  });

  /** Runs lines of the shell with the task's own functions, as the task whose start they belong to. */
  const shell = (lines: string) => {
    const parts = ["common", "sqlconf", "database", "moment"].map((name) => script(`${name}.sh`)).join("\n");
    const young = script("background-services.sh").match(/^is_younger\(\) \{[\s\S]*?^\}$/m)![0];
    box.write("openemr/sites/default/sqlconf.php", sqlconf("127.0.0.1", database.port));
    return box.run(`pieces=/none\n${parts}\n${young}\nauthorities=$DATABASE_CA\n${lines}`, {
      ...environment(),
      ...{ STATE_DIRECTORY: box.path("state"), MYSQL_HOST: "127.0.0.1", MYSQL_PORT: `${database.port}` },
      BOX: box.root,
    }).exited;
  };
  const mark = () => box.read("openemr/sites/.openemr-moment").trim();
  const row = () => database.query("SELECT CONCAT(id, ' ', seconds) FROM openemr_on_aws_moment")[0];

  test("tasks that serve write one mark into both, and write it anew when it is old", async () => {
    database.query("DROP TABLE IF EXISTS openemr_on_aws_moment");
    box.write("state/x", "");
    const { output } = await shell("renew_moments & renew_moments & renew_moments & wait");
    expect(output).toBe("");
    expect(mark().split(" ")[0]).toMatch(/^[0-9a-f]{32}$/);
    expect(row()!.split(" ")[0]).toBe(mark().split(" ")[0]);
    const [id] = mark().split(" ");
    database.query(`UPDATE openemr_on_aws_moment SET seconds = ${NOW - 4000}`);
    box.write("openemr/sites/.openemr-moment", `${id} ${NOW - 4000}\n`);
    await shell("renew_moments");
    expect(Number(mark().split(" ")[1])).toBe(NOW - 4000);
    box.makeOld("openemr/sites/.openemr-moment", 3700);
    await shell("renew_moments; read_moments; compare_moments; echo compared");
    expect(Number(mark().split(" ")[1])).toBeGreaterThanOrEqual(NOW);
    expect(row()).toBe(mark());
  });

  test("a database that was exchanged under them is not made to look as if it belonged to the files", async () => {
    box.write("state/x", "");
    await shell("renew_moments");
    const [id] = mark().split(" ");
    database.query(`UPDATE openemr_on_aws_moment SET id = '${id}', seconds = ${NOW - 50 * HOUR}`);
    box.makeOld("openemr/sites/.openemr-moment", 3700);
    const { output } = await shell("renew_moments; renew_moments");
    expect(output.match(/was exchanged while this task served/g)).toHaveLength(1);
    expect(row()).toBe(`${id} ${NOW - 50 * HOUR}`);
    const { output: said, code } = await shell("read_moments; compare_moments");
    expect({ said, code }).toMatchObject({ code: 1, said: expect.stringContaining("not of one moment") });
  });

  test("marks some hours apart are written anew by the task that warned of them", async () => {
    box.write("state/x", "");
    await shell("renew_moments");
    const [id] = mark().split(" ");
    database.query(`UPDATE openemr_on_aws_moment SET id = '${id}', seconds = ${NOW - 5 * HOUR}`);
    const starts = "compare_keys() { :; }; schema=; compare_files_and_database";
    expect((await shell(starts)).output).toContain("restore both from the same backup");
    box.makeOld("openemr/sites/.openemr-moment", 3700);
    expect((await shell(`${starts}; renew_moments`)).output).toBe("");
    expect(Number(mark().split(" ")[1])).toBeGreaterThanOrEqual(NOW);
    expect(row()).toBe(mark());
  });

  test("a table that is locked does not keep the watcher waiting", async () => {
    box.write("state/x", "");
    await shell("renew_moments");
    box.makeOld("openemr/sites/.openemr-moment", 3700);
    const began = Date.now();
    const { output } = await shell(
      `query "LOCK TABLES openemr.$moments WRITE; SELECT SLEEP(40)" >/dev/null 2>&1 & sleep 1; renew_moments; echo goes on`,
    );
    expect(output.trim()).toBe("goes on");
    expect(Date.now() - began).toBeLessThan(20_000);
    const holders = "SELECT id FROM information_schema.processlist WHERE info LIKE 'SELECT SLEEP(40)%'";
    for (const id of database.query(holders)) database.query(`KILL ${id}`);
  });
});
