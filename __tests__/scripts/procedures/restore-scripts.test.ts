import { spawnSync } from "node:child_process";
import { createCipheriv, createHmac, randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import path from "node:path";
import {
  DATABASE_PASSWORD,
  DatabaseServer,
  requirePrograms,
} from "../../application/container/database-server";
import { FileSystem, RESTORED } from "./support/file-system";

let files: FileSystem;
let folder: string;
beforeEach(() => {
  files = new FileSystem();
  ({ folder } = files);
});
afterEach(() => files.remove());

const put = (file: string, text: string | Buffer) => files.put(file, text);
const text = (file: string) => files.text(file);
const run = (script: string, env?: NodeJS.ProcessEnv) => files.run(script, env);

describe("over a database that insists on TLS", () => {
  const database = new DatabaseServer();
  let env: NodeJS.ProcessEnv;
  beforeAll(async () => {
    requirePrograms();
    await database.install();
    // Rights that Aurora's master user has, as far as they matter here.
    database.query(
      `CREATE USER dbadmin IDENTIFIED BY 'theMasters456'; GRANT CREATE USER ON *.* TO dbadmin;
       GRANT ALL ON openemr.* TO dbadmin WITH GRANT OPTION; GRANT ALL ON branch.* TO dbadmin WITH GRANT OPTION;
       CREATE TABLE openemr.version (v_major INT, v_minor INT, v_patch INT);
       INSERT INTO openemr.version VALUES (8, 4, 1);
       CREATE TABLE openemr.patient_data (pid INT); INSERT INTO openemr.patient_data VALUES (1), (2);
       CREATE TABLE openemr.form_encounter (date DATETIME);
       INSERT INTO openemr.form_encounter VALUES ('2026-01-30 10:00:00'), ('2026-01-29 10:00:00');
       CREATE TABLE openemr.\`keys\` (name VARCHAR(20), value TEXT);
       CREATE TABLE openemr.documents (id INT, url VARCHAR(255), encrypted TINYINT, deleted TINYINT, storagemethod TINYINT);`,
    );
  }, 120_000);
  afterAll(() => database.remove());
  beforeEach(() => {
    put("tls/mysql-ca.pem", readFileSync(database.authority));
    put("openemr/version.php", "<?php\n$v_major = '8';\n$v_minor = '4';\n$v_patch = '1';\n");
    env = {
      TLS_DIRECTORY: path.join(folder, "tls"),
      MYSQL_HOST: "127.0.0.1",
      RESTORED_HOST: "127.0.0.1",
      MYSQL_PORT: String(database.port),
      MYSQL_ROOT_USER: "dbadmin",
      MYSQL_ROOT_PASS: "theMasters456",
      MYSQL_USER: "openemr",
      MYSQL_PASS: "theNewOne123",
      RETRY_SECONDS: "0",
      OPENEMR: path.join(folder, "openemr"),
    };
  });

  const sqlconf = (user: string, password: string) =>
    `<?php\n$host\t= '127.0.0.1';\n$port\t= '${database.port}';\n$login\t= '${user}';\n$pass\t= '${password}';\n$dbase\t= 'openemr';\n$config = 1;\n`;

  function signIn(user: string, password: string): number | null {
    const at = ["--host=127.0.0.1", `--port=${database.port}`, `--ssl-ca=${database.authority}`];
    const options = { input: "SELECT 1;", env: { PATH: process.env.PATH, MYSQL_PWD: password } };
    return spawnSync("mariadb", ["--no-defaults", ...at, `--user=${user}`], options).status;
  }

  it("adopt-passwords gives the user today's password, there and in sqlconf.php, and may be run again", () => {
    put("sites/default/sqlconf.php", sqlconf("openemr", DATABASE_PASSWORD));
    put(
      "sites/branch/sqlconf.php",
      sqlconf("openemr", "another").replace("'openemr';\n$config", "'branch';\n$config"),
    );
    for (const _ of ["once", "again"]) {
      expect(run("adopt-passwords", env)).toEqual({
        status: 0,
        said: "openemr has the password of the secret, in the database and in sqlconf.php of every site",
        stderr: "",
      });
    }
    expect(text("sites/default/sqlconf.php")).toBe(sqlconf("openemr", "theNewOne123"));
    expect(text("sites/branch/sqlconf.php")).toContain("$pass\t= 'theNewOne123';");
    expect([signIn("openemr", "theNewOne123"), signIn("openemr", DATABASE_PASSWORD)]).toEqual([0, 1]);
    // Statements about users stand in the audit log of the database as they are sent.
    expect(database.log).toContain("ALTER USER 'openemr'");
    expect(database.log).not.toContain("theNewOne123");
  });

  it("adopt-passwords leads every site to the database here, whatever installation the files come from", () => {
    const here = sqlconf("openemr", "theNewOne123");
    const there = here
      .replace("'127.0.0.1'", "'gone.cluster-x.us-east-1.rds.amazonaws.com'")
      .replace(`'${database.port}'`, "'3307'");
    expect(there).not.toBe(here);
    put("sites/default/sqlconf.php", there);
    expect(run("adopt-passwords", env).status).toBe(0);
    expect(text("sites/default/sqlconf.php")).toBe(here);
  });

  it("adopt-passwords makes a user that the restored database does not have yet", () => {
    put("sites/default/sqlconf.php", sqlconf("openemr", DATABASE_PASSWORD));
    expect(run("adopt-passwords", { ...env, MYSQL_USER: "openemr_b" }).status).toBe(0);
    expect(text("sites/default/sqlconf.php")).toBe(sqlconf("openemr_b", "theNewOne123"));
    expect(signIn("openemr_b", "theNewOne123")).toBe(0);
  });

  it.each(["restored", "in use"])("adopt-passwords lets a task use files (%s) that were chosen", (FILES) => {
    put("sites/default/sqlconf.php", sqlconf("openemr", DATABASE_PASSWORD));
    put("sites/.openemr-schema", "8 4 1 1 540");
    database.query("CREATE TABLE openemr_on_aws_moment (one tinyint)");
    expect(run("adopt-passwords", { ...env, FILES }).status).toBe(0);
    expect(database.query("SHOW TABLES LIKE 'openemr_on_aws_moment'")).toEqual([]);
    // Files that were kept may be of another patch than the database. Restored ones are of one moment with it.
    expect(existsSync(path.join(folder, "sites/.openemr-schema"))).toBe(FILES === "restored");
  });

  it("adopt-passwords changes nothing while the database takes another password of the master user", () => {
    put("sites/default/sqlconf.php", sqlconf("openemr", "asItWas"));
    expect(run("adopt-passwords", { ...env, MYSQL_ROOT_PASS: "another" })).toMatchObject({
      status: 1,
      said: expect.stringContaining("nothing was changed"),
    });
    expect(text("sites/default/sqlconf.php")).toBe(sqlconf("openemr", "asItWas"));
  });

  /**
   * Encrypts as OpenEMR's CryptoGen does: documents and the keys in files by the keys of the database. Compared with
   * OpenEMR's own by `__tests__/image/restore.test.ts`, on 2026-11-30.
   */
  function encrypt(plain: Buffer, keys: { readonly a: Buffer; readonly b: Buffer }): string {
    const vector = randomBytes(16);
    const cipher = createCipheriv("aes-256-cbc", keys.a, vector);
    const rest = Buffer.concat([vector, cipher.update(plain), cipher.final()]);
    const mac = createHmac("sha384", keys.b).update(rest).digest();
    return `006${Buffer.concat([mac, rest]).toString("base64")}`;
  }

  function restoredSite() {
    const pair = () => ({ a: randomBytes(32), b: randomBytes(32) });
    const [inDatabase, inFiles] = [pair(), pair()];
    const methods = `${RESTORED}/sites/default/documents/logs_and_misc/methods`;
    put(`${RESTORED}/sites/default/sqlconf.php`, sqlconf("openemr", "ofThen"));
    put(`${methods}/sixa`, encrypt(inFiles.a, inDatabase));
    put(`${methods}/sixb`, encrypt(inFiles.b, inDatabase));
    put(`${RESTORED}/sites/default/documents/1/letter.pdf`, encrypt(Buffer.from("letter"), inDatabase));
    const url = "file:///var/www/localhost/htdocs/openemr/sites/default/documents/1/letter.pdf";
    const keys = (values: typeof inDatabase) =>
      database.query(
        `DELETE FROM openemr.\`keys\`; DELETE FROM openemr.documents;
         INSERT INTO openemr.\`keys\` VALUES ('sixa', '${values.a.toString("base64")}'), ('sixb', '${values.b.toString("base64")}');
         INSERT INTO openemr.documents VALUES (7, '${url}', 1, 0, 0), (8, '${url}.gone', 1, 1, 0);`,
      );
    keys(inDatabase);
    return { otherKeys: () => keys(pair()), inDatabase };
  }

  it("look-into tells what is there, and that keys and a document fit", () => {
    restoredSite();
    expect(run("look-into", { ...env, FILES: "restored" })).toEqual({
      status: 0,
      said: `${RESTORED}: site default: OpenEMR 8.4.1, 2 patients, newest encounter 2026-01-30 10:00:00, 2 keys fit, document 7 opens; this image 8.4.1`,
      stderr: "",
    });
  });

  it("look-into takes the folder of the job that was completed, and tells those that cannot be told apart", () => {
    restoredSite();
    put(
      "aws-backup-restore_2026-01-31T04-10-00-123456789Z/sites/default/sqlconf.php",
      "<?php // of a failed job",
    );
    put("aws-backup-restore_2026-01-31T07-00-00-123Z/sites/default/sqlconf.php", "<?php // somebody else's");
    const look = (FOLDER_TIMES?: string) =>
      run("look-into", { ...env, FILES: "restored", ...(FOLDER_TIMES && { FOLDER_TIMES }) });
    expect(look("20260131045959999 20260131060000000")).toMatchObject({
      status: 0,
      said: expect.stringMatching(new RegExp(`^${RESTORED}: site default: .*document 7 opens`)),
    });
    // No folder is of that time, or two are.
    for (const times of [
      undefined,
      "20260201000000000 20260201060000000",
      "20260131045959999 20260131070000124",
    ]) {
      expect(look(times)).toMatchObject({
        status: 1,
        said: expect.stringMatching(
          /^Which of these folders was restored cannot be told: .*T04-10.* .*T05-00.* .*T07-00/,
        ),
      });
    }
  });

  it("look-into takes the only folder there is, however AWS names it", () => {
    restoredSite();
    const look = { ...env, FILES: "restored", FOLDER_TIMES: "20270131045959999 20270131060000000" };
    expect(run("look-into", look)).toMatchObject({ status: 0, stderr: "" });
  });

  it("look-into waits until the new password of the master user is in use, and not for ever", () => {
    restoredSite();
    const look = () =>
      run("look-into", { ...env, FILES: "restored", RETRY_SECONDS: "1", MYSQL_ROOT_PASS: "comesLate1" });
    database.query(
      `SET GLOBAL event_scheduler = ON;
       CREATE EVENT openemr.late ON SCHEDULE AT NOW() + INTERVAL 2 SECOND DO ALTER USER dbadmin IDENTIFIED BY 'comesLate1'`,
    );
    expect(look()).toMatchObject({ status: 0, stderr: "" });
    database.query("ALTER USER dbadmin IDENTIFIED BY 'theMasters456'");
    expect(run("look-into", { ...env, FILES: "restored", MYSQL_ROOT_PASS: "never" })).toMatchObject({
      status: 1,
      said: expect.stringMatching(/^site default: Access denied for user 'dbadmin'/),
    });
  });

  it("look-into fails where files and database are not of one moment", () => {
    restoredSite().otherKeys();
    expect(run("look-into", { ...env, FILES: "restored" })).toMatchObject({
      status: 1,
      said: "site default: the key sixa in the files does not fit the database's: files and database are not of one moment",
    });
  });

  it("look-into fails where a document is missing, or does not open", () => {
    restoredSite();
    const letter = `${RESTORED}/sites/default/documents/1/letter.pdf`;
    put(letter, "006damaged");
    expect(run("look-into", { ...env, FILES: "restored" }).said).toMatch(/document 7 does not open/);
    put(letter, "002of OpenEMR 5.0.1");
    expect(run("look-into", { ...env, FILES: "restored" })).toMatchObject({
      status: 0,
      said: expect.stringContaining("document 7 is there, in a form of former days"),
    });
    rmSync(path.join(folder, letter));
    expect(run("look-into", { ...env, FILES: "restored" })).toMatchObject({
      status: 1,
      said: expect.stringContaining("document 7 is not in the files"),
    });
  });

  it("look-into opens the newest document that is there, where the files are older than a last snapshot", () => {
    restoredSite();
    database.query("INSERT INTO openemr.documents SELECT 9, CONCAT(url, 9), 1, 0, 0 FROM openemr.documents");
    const look = (FILES_OF = "") => run("look-into", { ...env, FILES: "restored", FILES_OF });
    expect(look().said).toMatch(/document 9 is not in the files/);
    expect(look("now").said).toMatch(
      /, the newest 2 documents are not in the files of now, document 7 opens/,
    );
    rmSync(path.join(folder, `${RESTORED}/sites/default/documents/1/letter.pdf`));
    expect(look("now")).toMatchObject({
      status: 1,
      said: expect.stringMatching(/none of the newest 3 docum/),
    });
  });

  it.each(["sites-replaced", `${RESTORED}/sites`])(
    "look-into takes the files in a backup that a last snapshot of --finish was in use with: %s",
    (beside) => {
      restoredSite();
      const look = { ...env, FILES: "restored", BESIDE: beside.replace(RESTORED, "aws-backup-restore_*") };
      expect(run("look-into", look).said).toMatch(/document 7 opens/);
      mkdirSync(path.join(folder, RESTORED, path.dirname(beside)), { recursive: true });
      renameSync(path.join(folder, RESTORED, "sites"), path.join(folder, RESTORED, beside));
      put(`${RESTORED}/sites/default/sqlconf.php`, "<?php // those that were in use");
      for (const _ of ["once", "again"]) expect(run("look-into", look).said).toMatch(/document 7 opens/);
    },
  );

  it("look-into and adopt-passwords tell nothing to a server that no authority of Amazon has signed", () => {
    restoredSite();
    put("tls/mysql-ca.pem", readFileSync(database.foreignAuthority));
    put("sites/default/sqlconf.php", sqlconf("openemr", "asItWas"));
    expect(run("look-into", { ...env, FILES: "restored" }).status).toBe(1);
    expect(run("adopt-passwords", env).status).toBe(1);
    expect(text("sites/default/sqlconf.php")).toBe(sqlconf("openemr", "asItWas"));
  });

  it("look-into fails where there is no site, or no OpenEMR in the database", () => {
    mkdirSync(path.join(folder, RESTORED, "sites"), { recursive: true });
    expect(run("look-into", { ...env, FILES: "restored" })).toMatchObject({ status: 1 });
    put(
      `${RESTORED}/sites/default/sqlconf.php`,
      sqlconf("openemr", "x").replace("'openemr';\n$config", "'mysql';\n$config"),
    );
    expect(run("look-into", { ...env, FILES: "restored" })).toMatchObject({
      status: 1,
      said: expect.stringMatching(/^site default: /),
    });
  });
});
