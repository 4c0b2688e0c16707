import { rmSync } from "node:fs";
import { AJAX_SCRIPT, COMMAND_CLASS, CONSOLE, TABLE, WITH_LEASES } from "./background-services-stand-in";
import { DATABASE_PASSWORD, DatabaseServer, requirePrograms } from "./database-server";
import { sqlconf } from "./openemr-stand-in";
import { carried, type Exit, Sandbox, until } from "./sandbox";

let database: DatabaseServer;
let box: Sandbox;

beforeAll(async () => {
  requirePrograms();
  database = new DatabaseServer();
  await database.install();
});

afterAll(async () => {
  await database?.remove();
});

beforeEach(() => {
  database.query(TABLE);
  box = new Sandbox();
  box.write("openemr/sites/default/sqlconf.php", sqlconf("127.0.0.1", database.port));
  for (const name of ["background-services.php", "database.php"]) box.write(name, carried(name));
  box.write("openemr/library/ajax/execute_background_services.php", AJAX_SCRIPT);
});

afterEach(() => {
  box.remove();
});

interface Service {
  readonly function?: string;
  readonly active?: number;
  readonly running?: number;
  readonly interval?: number;
  /** Minutes from now on. */
  readonly next?: number;
  readonly order?: number;
}

function add(name: string, service: Service): void {
  const { function: f = "works", active = 1, running = 0, interval = 5, next = -1, order = 100 } = service;
  database.query(
    `INSERT INTO background_services (name, title, active, running, next_run, execute_interval, \`function\`, sort_order)
     VALUES ('${name}', '${name}', ${active}, ${running}, NOW() + INTERVAL ${next} MINUTE, ${interval}, '${f}', ${order})`,
  );
}

const run = (extra: Record<string, string> = {}): Promise<Exit> =>
  box.run(`exec php '${box.path("background-services.php")}'`, {
    OPENEMR_ROOT: box.path("openemr"),
    OPENEMR_DATABASE: ["127.0.0.1", database.port, "openemr", DATABASE_PASSWORD, "openemr", 1].join("\n"),
    DATABASE_CA: database.authority,
    ...extra,
  }).exited;

const running = (name: string) =>
  database.query(`SELECT running FROM background_services WHERE name = '${name}'`)[0];
const runs = () => box.lines("openemr/runs");

test("the active services that are due run, in their order, with a line for each", async () => {
  add("Email_Service", { interval: 2, order: 90 });
  add("UUID_Service", { function: "alsoWorks", interval: 240, order: 80, running: -1 });
  add("inactive", { active: 0 });
  add("by hand", { interval: 0 });
  add("not due", { next: 3 });
  expect(await run()).toEqual({
    code: 0,
    output: expect.stringMatching(
      /^background services: UUID_Service ran in \d s\nbackground services: Email_Service ran in \d s\n$/,
    ),
  });
  expect(runs()).toEqual(["also", "works"]);
  expect(await run()).toEqual({ code: 0, output: "" });
});

test("several tasks at once run a service once", async () => {
  add("slow", { function: "slow" });
  const outputs = (await Promise.all([run(), run(), run()])).map(({ output }) => output);
  expect(outputs.filter((output) => /slow ran/.test(output))).toHaveLength(1);
  expect(runs()).toEqual(["works"]);
});

test("while one task runs services, another one leaves all to it", async () => {
  add("hangs", { function: "hangs" });
  run();
  await until(() => running("hangs") === "1", "the first one works");
  add("due meanwhile", {});
  expect(await run()).toEqual({ code: 0, output: "" });
  expect(runs()).toEqual([]);
});

test("a service that fails is an error in the log, is free again, and keeps no other from running", async () => {
  add("crashes", { function: "crashes", order: 1 });
  add("missing", { function: "notThere", order: 2 });
  add("works", { order: 3 });
  const { code, output } = await run();
  expect(code).toBe(1);
  expect(output).toMatch(/PHP Fatal error: .*not_defined/);
  expect(output).toMatch(
    /^background services: error: crashes failed after \d+ s: PHP ended with exit code 255/m,
  );
  expect(output).toMatch(/^background services: error: missing failed after \d+ s: its function is missing/m);
  expect(output).toMatch(/^background services: works ran/m);
  expect([running("crashes"), running("missing")]).toEqual(["0", "0"]);
});

test("what a service prints is not in the log", async () => {
  add("works", {});
  expect((await run()).output).not.toContain("Jane");
});

test("one that takes too long is ended", async () => {
  add("hangs", { function: "hangs" });
  const { code, output } = await run({ SERVICE_SECONDS: "1" });
  expect({ code, output }).toMatchObject({
    code: 1,
    output: expect.stringMatching(
      /error: hangs failed after [1-9] s: it was ended, as it took longer than 1 s/,
    ),
  });
  expect(running("hangs")).toBe("0");
});

test.each([
  ["an hour after its start, it runs again", { interval: 5, next: -56 }, true],
  ["less than an hour after its start, it goes on", { interval: 5, next: -54 }, false],
  ["a long interval has twice that", { interval: 240, next: -239 }, false],
  ["and not more", { interval: 240, next: -241 }, true],
])("a service whose process was killed: %s", async (_, service, again) => {
  add("killed", { ...service, running: 1 });
  const { output } = await run();
  expect(/killed was marked as running for \d+ min.*\n.*killed ran/.test(output)).toBe(again);
  expect(runs()).toHaveLength(again ? 1 : 0);
});

describe("from 8.2 on", () => {
  beforeEach(() => {
    database.query(WITH_LEASES);
    box.write("openemr/bin/console", CONSOLE);
    box.write("openemr/src/Common/Command/BackgroundServicesCommand.php", COMMAND_CLASS);
  });

  test("OpenEMR's own command runs them, and says what became of each", async () => {
    add("works", { order: 1, running: 1 });
    add("crashes", { function: "crashes", order: 2 });
    add("elsewhere", { order: 3 });
    database.query(
      "UPDATE background_services SET lock_expires_at = NOW() + INTERVAL 1 HOUR WHERE name = 'elsewhere'",
    );
    const { code, output } = await run();
    expect({ code, output }).toEqual({
      code: 1,
      output: expect.stringMatching(
        /^background services: works ran in \d s\nbackground services: error: crashes failed after \d s: PHP ended with exit code 1 error; .*\n$/,
      ),
    });
  });
});

test("a database that is not OpenEMR's is not trusted, and one that is away is an error", async () => {
  expect(await run({ DATABASE_CA: database.foreignAuthority })).toMatchObject({
    code: 1,
    output: expect.stringMatching(/^background services: error: no connection to 127\.0\.0\.1:\d+: .*\n$/),
  });
});

describe("once a minute", () => {
  const SETTINGS = "read_sqlconf() { echo way; }\n";
  const minute = async (extra: Record<string, string> = {}) => {
    box.write("bin/su", '#!/bin/sh\neval "$3"\n', 0o755);
    box.write(
      "bin/php",
      '#!/bin/sh\necho "ran $OPENEMR_DATABASE $(env | grep -c -e PASS -e CREDENTIALS)" >>"$RAN"\n',
      0o755,
    );
    const parts = `openemr=$BOX/openemr sites=$BOX/openemr/sites state=$BOX web_folder=$BOX\n${SETTINGS}`;
    const commands = `${parts}${carried("background-services.sh")}\nif background_services_due; then run_background_services; fi\nwait`;
    await box.run(commands, {
      BOX: box.root,
      RAN: box.path("ran"),
      MYSQL_ROOT_PASS: "x",
      OE_PASS: "x",
      ...extra,
    }).exited;
    return box.lines("ran").length;
  };

  test("they run, without the task's secrets", async () => {
    expect(await minute()).toBe(1);
    expect(await minute()).toBe(2);
    expect(box.lines("ran")[0]).toBe("ran way 0");
  });

  test("while a database may pause, only when somebody used OpenEMR, or once an hour for all tasks", async () => {
    const pausing = { DATABASE_MAY_PAUSE: "yes" };
    box.write("activity", "");
    box.makeOld("activity", 301);
    expect(await minute(pausing)).toBe(1);
    expect(await minute(pausing)).toBe(1);
    box.makeOld("openemr/sites/.openemr-background-services", 3601);
    expect(await minute(pausing)).toBe(2);
    expect(await minute(pausing)).toBe(2);
    box.makeOld("activity", 290);
    expect(await minute(pausing)).toBe(3);
    expect(await minute(pausing)).toBe(4);
    // A clock that was put back; those of two tasks may differ by some seconds.
    box.makeOld("activity", -3600);
    expect(await minute(pausing)).toBe(4);
    box.makeOld("openemr/sites/.openemr-background-services", -20);
    expect(await minute(pausing)).toBe(4);
    box.makeOld("openemr/sites/.openemr-background-services", -3600);
    expect(await minute(pausing)).toBe(5);
    // A shared file that cannot be written does not end the task.
    rmSync(box.path("openemr/sites/.openemr-background-services"));
    box.write("openemr/sites/.openemr-background-services/x", "");
    box.makeOld("openemr/sites/.openemr-background-services", 3601);
    expect(await minute(pausing)).toBe(6);
  });
});
