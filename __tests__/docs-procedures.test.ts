import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { DATABASE_PASSWORD, DatabaseServer, requirePrograms } from "./application/container/database-server";
import { scriptIn } from "./support/documents";

// The scripts that docs/operations.md has run in OpenEMR's image, whose shell is BusyBox's.

const scriptNamed = (name: string) => scriptIn("docs/operations.md", name);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "openemr-procedure-"));
  mkdirSync(path.join(folder, "bin"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function put(file: string, text: string, mode = 0o644): void {
  mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
  writeFileSync(path.join(folder, file), text);
  chmodSync(path.join(folder, file), mode);
}

/** The files that a task has: hand-over-passwords.sh makes them. */
function putPasswords(): string {
  put("passwords/MYSQL_ROOT_PASS", "theMasters456");
  put("passwords/MYSQL_PASS", "theNewOne123");
  return path.join(folder, "passwords");
}

function run(name: string, env: NodeJS.ProcessEnv = {}) {
  return spawnSync("busybox", ["sh", "-c", scriptNamed(name)], {
    cwd: folder,
    encoding: "utf8",
    env: { PATH: `${folder}/bin:${process.env.PATH}`, ...env },
  });
}

describe("write_password", () => {
  const file = "sites/default/sqlconf.php";
  const before = [
    "<?php",
    "$login\t= 'openemr';",
    "$pass\t= 'theFormerOne';",
    "$dbase\t= 'openemr';",
    "$sqlconf = array();",
    '$sqlconf["pass"]= $pass;',
    "$config = 1;",
    "",
  ].join("\n");
  const env = {
    MYSQL_HOST: "database.example",
    MYSQL_PORT: "3306",
    MYSQL_ROOT_USER: "dbadmin",
    MYSQL_USER: "openemr",
  };
  /** Stands for the database's client: notes each statement with its user, password and arguments. */
  const client = (outcome = "") =>
    put("bin/mariadb", `#!/bin/sh\necho "$MYSQL_PWD|$*|$(cat)" >>"${folder}/asked"\n${outcome}\n`, 0o755);
  const asked = () =>
    readFileSync(path.join(folder, "asked"), "utf8")
      .trim()
      .split("\n")
      .map((line) => line.split("|"));
  beforeEach(() => {
    put(file, before, 0o640);
    put("bin/sleep", "#!/bin/sh\n", 0o755);
  });

  it("gives the database the password as its master user, and looks whether OpenEMR can sign in with it", () => {
    client();
    expect(run("write_password", { ...env, PASSWORDS_DIRECTORY: putPasswords() })).toMatchObject({
      status: 0,
      stderr: "",
    });
    expect(
      asked().map(([password, options, statement]) => [
        password,
        /--user=(\S+)/.exec(options!)![1],
        statement,
      ]),
    ).toEqual([
      ["theMasters456", "dbadmin", "SELECT 1;"],
      ["theMasters456", "dbadmin", "ALTER USER 'openemr'@'%' IDENTIFIED BY 'theNewOne123';"],
      ["theNewOne123", "openemr", "SELECT 1;"],
    ]);
    for (const [, options] of asked()) expect(options).not.toMatch(/theNewOne123|theMasters456/);
  });

  it("changes the password, and nothing else, of a file that keeps its mode and its form", () => {
    client();
    run("write_password", { ...env, PASSWORDS_DIRECTORY: putPasswords() });
    const after = readFileSync(path.join(folder, file), "utf8");
    expect(after).toBe(before.replace("\t= 'theFormerOne'", "\t= 'theNewOne123'"));
    expect(statSync(path.join(folder, file)).mode & 0o777).toBe(0o640);
    expect(existsSync(path.join(folder, `${file}.new`))).toBe(false);
  });

  it("may be repeated", () => {
    client();
    run("write_password", { ...env, PASSWORDS_DIRECTORY: putPasswords() });
    const first = readFileSync(path.join(folder, file), "utf8");
    expect(run("write_password", { ...env, PASSWORDS_DIRECTORY: putPasswords() }).status).toBe(0);
    expect(readFileSync(path.join(folder, file), "utf8")).toBe(first);
  });

  it("changes nothing while the database takes another password of the master user", () => {
    client("exit 1");
    const { status, stdout } = run("write_password", { ...env, PASSWORDS_DIRECTORY: putPasswords() });
    expect(status).toBe(1);
    expect(stdout).toContain("does not take the password");
    expect(asked()).toHaveLength(30);
    expect(asked().every(([, , statement]) => statement === "SELECT 1;")).toBe(true);
    expect(readFileSync(path.join(folder, file), "utf8")).toBe(before);
  });

  it("leaves the file as it is where OpenEMR could not sign in", () => {
    client('case "$*" in *user=openemr*) exit 1 ;; esac');
    expect(run("write_password", { ...env, PASSWORDS_DIRECTORY: putPasswords() }).status).not.toBe(0);
    expect(readFileSync(path.join(folder, file), "utf8")).toBe(before);
  });

  it("changes nothing where the file has no password, or another user", () => {
    client();
    for (const other of ["<?php\n$config = 0;\n", before.replace("'openemr'", "'somebody'")]) {
      put(file, other);
      expect(run("write_password", { ...env, PASSWORDS_DIRECTORY: putPasswords() }).status).not.toBe(0);
      expect(readFileSync(path.join(folder, file), "utf8")).toBe(other);
    }
    expect(existsSync(path.join(folder, "asked"))).toBe(false);
  });
});

describe("write_password, over a database that insists on TLS", () => {
  const database = new DatabaseServer();
  beforeAll(async () => {
    requirePrograms();
    await database.install();
    // Only rights that Aurora's master user has, as far as they matter here.
    database.query(
      `CREATE USER dbadmin IDENTIFIED BY 'theMasters456';
       GRANT CREATE USER ON *.* TO dbadmin; GRANT ALL ON openemr.* TO dbadmin WITH GRANT OPTION;`,
    );
  }, 120_000);
  afterAll(() => database.remove());

  it("changes OpenEMR's password there and in its file, and may be repeated", () => {
    const file = "sites/default/sqlconf.php";
    put(file, `<?php\n$login\t= 'openemr';\n$pass\t= '${DATABASE_PASSWORD}';\n`);
    const script = scriptNamed("write_password").replace("/run/openemr-tls/mysql-ca.pem", database.authority);
    const env = {
      PATH: process.env.PATH,
      MYSQL_HOST: "127.0.0.1",
      MYSQL_PORT: String(database.port),
      MYSQL_ROOT_USER: "dbadmin",
      MYSQL_USER: "openemr",
      PASSWORDS_DIRECTORY: putPasswords(),
    };
    for (const _ of ["once", "again"]) {
      const { status, stdout, stderr } = spawnSync("busybox", ["sh", "-c", script], {
        cwd: folder,
        encoding: "utf8",
        env,
      });
      expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
      expect(stdout).toBe(`The password of the secret is in the database and in ${file}\n`);
    }
    expect(readFileSync(path.join(folder, file), "utf8")).toContain("$pass\t= 'theNewOne123';");
    const signIn = (password: string) =>
      spawnSync(
        "mariadb",
        [
          "--no-defaults",
          "--host=127.0.0.1",
          `--port=${database.port}`,
          "--user=openemr",
          `--ssl-ca=${database.authority}`,
        ],
        { input: "SELECT 1;", env: { PATH: process.env.PATH, MYSQL_PWD: password } },
      ).status;
    expect([signIn("theNewOne123"), signIn(DATABASE_PASSWORD)]).toEqual([0, 1]);
  });
});
