import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import {
  DATABASE_PASSWORD,
  DatabaseServer,
  requirePrograms,
} from "../../application/container/database-server";
import { PROJECT } from "../../support/documents";

// The script that `npm run upgrade` runs in a task of OpenEMR's image, whose shell is BusyBox's, over a real MariaDB.

const SCRIPT = readFileSync(path.join(PROJECT, "scripts/procedures/upgrade/database-version.sh"), "utf8");
const database = new DatabaseServer();
const folder = mkdtempSync(path.join(tmpdir(), "openemr-version-"));

beforeAll(async () => {
  requirePrograms();
  await database.install();
  mkdirSync(path.join(folder, "tls"));
}, 120_000);
afterAll(async () => {
  await database.remove();
  rmSync(folder, { recursive: true });
});
beforeEach(() => {
  writeFileSync(path.join(folder, "tls/mysql-ca.pem"), readFileSync(database.authority));
  // The columns of OpenEMR's sql/database.sql that this is about.
  database.query(
    `DROP TABLE IF EXISTS version; CREATE TABLE version (v_major INT NOT NULL, v_minor INT NOT NULL, v_patch INT NOT NULL);
     INSERT INTO version VALUES (8, 4, 1);`,
  );
});

function run(expected: string, env: NodeJS.ProcessEnv = {}) {
  const { status, stdout, stderr } = spawnSync("busybox", ["sh", "-c", SCRIPT, "database-version.sh"], {
    encoding: "utf8",
    env: {
      PATH: process.env.PATH,
      EXPECTED: expected,
      TLS_DIRECTORY: path.join(folder, "tls"),
      MYSQL_HOST: "127.0.0.1",
      MYSQL_PORT: String(database.port),
      MYSQL_USER: "openemr",
      MYSQL_PASS: DATABASE_PASSWORD,
      ...env,
    },
  });
  return { status, said: stdout.trim(), stderr };
}

test.each(["8.4.1", "8.4.1.2"])(
  "a database of the version %s passes; a fourth number is not compared",
  (v) => {
    expect(run(v)).toEqual({ status: 0, said: "The database is of OpenEMR 8.4.1", stderr: "" });
  },
);

test("any version passes where none is expected, and is told", () => {
  expect(run("any")).toEqual({ status: 0, said: "The database is of OpenEMR 8.4.1", stderr: "" });
});

test.each([
  ["yes", ", and an upgrade of it to OpenEMR 8.5.0 was begun"],
  ["no", ""],
])("tells of the mark of an upgrade that is not complete: changing=%s", (changing, told) => {
  const sites = path.join(folder, "sites");
  mkdirSync(sites, { recursive: true });
  writeFileSync(
    path.join(sites, ".openemr-upgrade"),
    `from=5\nfrom_name=8.4.1\nto_name=8.5.0\nchanging=${changing}\n`,
  );
  expect(run("any", { SITES: sites }).said).toBe(`The database is of OpenEMR 8.4.1${told}`);
});

test.each(["8.4.2", "8.4.10", "8.4", "18.4.1", "8.2.0"])(
  "a database of another version than %s fails",
  (v) => {
    expect(run(v)).toEqual({
      status: 1,
      said: `The database is of OpenEMR 8.4.1, and not of ${v}`,
      stderr: "",
    });
  },
);

test("one that cannot be asked fails with the reason, and without the password", () => {
  const refused = (env: NodeJS.ProcessEnv, why: RegExp) => {
    const { status, said, stderr } = run("8.4.1", env);
    expect([status, said]).toEqual([1, ""]);
    expect(stderr).toMatch(why);
    expect(stderr).not.toContain(DATABASE_PASSWORD);
  };
  refused({ MYSQL_PASS: "another" }, /Access denied/);
  refused({ MYSQL_DATABASE: "other" }, /Access denied|Unknown database/);
  database.query("DROP TABLE version");
  refused({}, /Table 'openemr\.version' doesn't exist/);
  writeFileSync(path.join(folder, "tls/mysql-ca.pem"), readFileSync(database.foreignAuthority));
  refused({}, /certificate/i);
});

test("a database without a version fails and says so", () => {
  database.query("DELETE FROM version");
  expect(run("8.4.1")).toMatchObject({ status: 1, said: "The database names no version of OpenEMR" });
});
