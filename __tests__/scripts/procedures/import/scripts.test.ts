import { spawn } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { buffer, text } from "node:stream/consumers";
import { gzipSync } from "node:zlib";
import { packed } from "../../../../scripts/procedures/import/pack";
import { DatabaseServer, requirePrograms } from "../../../application/container/database-server";
import { archive, IMAGES, Sandbox, SHELL, sqlconf } from "../../../application/container/sandbox";
import { PROJECT } from "../../../support/documents";
import { dumpOf, type Entries, FILES, tarOf } from "./backups";
import { BucketServer } from "./bucket-server";

// The scripts that `npm run import` runs in tasks of OpenEMR's image, whose shell is BusyBox's.

const source = (name: string) =>
  readFileSync(path.join(PROJECT, `scripts/procedures/import/${name}.sh`), "utf8");

const BESIDE = "aws-backup-restore_import";

const bucket = new BucketServer();
const database = new DatabaseServer();
let folder: string;

beforeAll(async () => {
  requirePrograms();
  await bucket.start();
  await database.install();
  // Rights that Aurora's master user has, as far as they matter here.
  database.query(
    `CREATE USER dbadmin IDENTIFIED BY 'theMasters456'; GRANT CREATE USER ON *.* TO dbadmin;
     GRANT ALL ON openemr.* TO dbadmin WITH GRANT OPTION;`,
  );
}, 120_000);
afterAll(async () => {
  bucket.stop();
  await database.remove();
});
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "openemr-import-"));
  put("pieces/sites/default/sqlconf.php", "the image's");
  put("pieces/sites/default/config.php", "the image's");
  put("pieces/sites/default/docker-version", "9");
  put("openemr/version.php", "<?php\n$v_major = '8';\n$v_minor = '0';\n$v_patch = '0';\n");
  put("home/docker-version", "9\n");
  put("home/fsupgrade-8.sh", `#!/bin/sh\npriorOpenemrVersion="7.0.3"\n`);
  put("home/fsupgrade-9.sh", `#!/bin/sh\npriorOpenemrVersion="7.0.4"\n`);
  put("tls/mysql-ca.pem", readFileSync(database.authority));
});
afterEach(() => rmSync(folder, { recursive: true }));

function put(file: string, content: string | Buffer): void {
  mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
  writeFileSync(path.join(folder, file), content);
}

const textOf = (file: string) => readFileSync(path.join(folder, file), "utf8");

async function run(script: string, more: Record<string, string> = {}) {
  const child = spawn("busybox", ["sh", "-c", source(script), `${script}.sh`], {
    cwd: folder,
    env: {
      PATH: process.env.PATH,
      OPENEMR: path.join(folder, "openemr"),
      ROOT_HOME: path.join(folder, "home"),
      SWARM_PIECES: path.join(folder, "pieces"),
      TLS_DIRECTORY: path.join(folder, "tls"),
      MYSQL_HOST: "the.one.in.use",
      RESTORED_HOST: "127.0.0.1",
      MYSQL_PORT: String(database.port),
      MYSQL_ROOT_USER: "dbadmin",
      MYSQL_ROOT_PASS: "theMasters456",
      MYSQL_USER: "openemr_2",
      MYSQL_PASS: "theUsers'456",
      ...bucket.env,
      ...more,
    },
  });
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  const [status, out, problems] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
  return { status, said: `${out}${problems}`.trim() };
}

async function carried(files: Entries = FILES, dump = dumpOf()): Promise<Record<string, string>> {
  const pack = (part: "dump" | "files", content: Buffer | string) =>
    buffer(packed(part, Readable.from([Buffer.from(content)]), "default"));
  return {
    DUMP: bucket.put("1/dump", await pack("dump", dump)),
    FILES: bucket.put("1/files", await pack("files", await tarOf(files))),
    SCRIPTS: bucket.put("1/scripts", Buffer.from(archive())),
  };
}

describe("load-files", () => {
  it("puts a site of the image with the files of the backup beside those in use, and may be run again", async () => {
    const settings = await carried([...FILES, ["sites/default/documents/2/größer.txt", "größer"]]);
    put("sites/default/documents/1/letter.pdf", "of today");
    for (const _ of ["once", "again"]) {
      expect(await run("load-files", settings)).toEqual({
        status: 0,
        said: "4 files are in a folder beside those in use",
      });
    }
    expect(textOf(`${BESIDE}/sites/default/documents/1/letter.pdf`)).toBe("letter");
    expect(textOf(`${BESIDE}/sites/default/documents/2/größer.txt`)).toBe("größer");
    expect(textOf(`${BESIDE}/sites/default/config.php`)).toBe("the image's");
    expect(textOf("sites/default/documents/1/letter.pdf")).toBe("of today");
    expect(readdirSync(path.join(folder, BESIDE, "carried")).sort()).toEqual(["dump", "scripts"]);
    // Apache's user goes through to the site, and sees nothing of what was carried.
    const mode = (name: string) => statSync(path.join(folder, BESIDE, name)).mode & 0o777;
    expect([mode("."), mode("carried")]).toEqual([0o755, 0o700]);
  });

  it("loads nothing that is not what was looked into", async () => {
    const settings = await carried();
    bucket.objects.set("/1/files", gzipSync("something else"));
    expect(await run("load-files", settings)).toEqual({
      status: 1,
      said: "FILES in S3 is not what was carried there, and was not loaded",
    });
    expect(existsSync(path.join(folder, BESIDE, "sites"))).toBe(false);
  });

  it.each([
    ["out of the folder", "../../../../etc/cron.d/x"],
    ["an absolute path", "/etc/passwd"],
    ["a program", "documents/1/shell.php"],
    ["the file that is run as root", "sqlconf.php"],
  ])("refuses %s, whoever wrote the object", async (_, name) => {
    const line = gzipSync(`${JSON.stringify({ path: name, size: 1 })}\nx`);
    const settings = { ...(await carried()), FILES: bucket.put("1/files", line) };
    expect(await run("load-files", settings)).toEqual({
      status: 1,
      said: `A name in the files was not let in: ${name}`,
    });
  });

  it("says so where S3 refuses, or the object is not there", async () => {
    const settings = await carried();
    bucket.objects.delete("/1/dump");
    expect(await run("load-files", settings)).toMatchObject({
      status: 1,
      said: expect.stringMatching(/^DUMP cannot be fetched from S3: .*404/),
    });
  });
});

describe("load-tables", () => {
  const load = async (dump?: string) => {
    expect((await run("load-files", await carried(FILES, dump))).status).toBe(0);
    return run("load-tables");
  };

  it("loads the tables beside, and tells OpenEMR's image from which version to begin", async () => {
    const said = "OpenEMR 7.0.3 with 3 tables is in the database beside the one in use, image number 7";
    expect(await load()).toEqual({ status: 0, said });
    expect(await run("load-tables")).toEqual({ status: 0, said });
    expect(database.query("SELECT fname FROM patient_data WHERE id IN (1, 5) ORDER BY id")).toEqual([
      `O'Neil; DROP TABLE x; -- ","/* never closed`,
      "größer \\\\",
    ]);
    expect(textOf(`${BESIDE}/sites/default/docker-version`)).toBe("7");
    const conf = textOf(`${BESIDE}/sites/default/sqlconf.php`);
    expect(conf).toContain("$host\t= '127.0.0.1';");
    expect(conf).toContain("$pass\t= 'theUsers\\'456';");
    // As start.sh reads it, which refuses whatever the installer does not write.
    const read = spawnShell(
      `. src/application/container/sqlconf.sh; read_sqlconf ${folder}/${BESIDE}/sites/default/sqlconf.php`,
    );
    expect(await read).toBe(`127.0.0.1\n${database.port}\nopenemr_2\ntheUsers'456\nopenemr\n1`);
    // Statements about users stand in the audit log of the database as they are sent.
    expect(database.log).toContain("ALTER USER 'openemr_2'");
    expect(database.log).not.toContain("theUsers");
  });

  it.each([
    ["a table of another schema", "CREATE TABLE `mysql`.`x` (a int);", /denied/],
    ["rows into another schema", "INSERT INTO `mysql`.`global_priv` VALUES ('%','x','{}');", /denied/],
    ["a file that is read", "LOAD DATA INFILE '/etc/passwd' INTO TABLE `patient_data`;", /denied/],
    ["a file of the task", "LOAD DATA LOCAL INFILE '/etc/passwd' INTO TABLE `patient_data`;", /./],
    ["a file that is written", "SELECT 1 INTO OUTFILE '/tmp/openemr-x';", /denied/],
    [
      "a definer",
      "CREATE DEFINER=`root`@`localhost` TRIGGER t BEFORE INSERT ON `keys` FOR EACH ROW SET @a=1;",
      /denied/,
    ],
    [
      "a trigger of its own",
      "CREATE TRIGGER t BEFORE INSERT ON `keys` FOR EACH ROW SET @a=1;",
      /made a program/,
    ],
    ["an event", "CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO DELETE FROM `keys`;", /made a program/],
    ["a user", "GRANT ALL ON *.* TO 'openemr_2'@'%';", /denied/],
    ["a command of the client", "\\! touch /tmp/openemr-import-shell\n;", /./],
  ])("the database itself refuses %s", async (_, statement, why) => {
    const { status, said } = await load(dumpOf(statement));
    expect({ status, said }).toEqual({ status: 1, said: expect.stringMatching(why) });
    expect(existsSync("/tmp/openemr-import-shell")).toBe(false);
    expect(existsSync(path.join(folder, BESIDE, "sites/default/sqlconf.php"))).toBe(false);
  });

  it("reads no file by a function among values", async () => {
    await load(dumpOf("INSERT INTO `patient_data` VALUES (9, LOAD_FILE('/etc/passwd'));"));
    expect(database.query("SELECT COALESCE(fname, 'nothing') FROM patient_data WHERE id = 9")).toEqual([
      "nothing",
    ]);
  });

  it("says which versions this image upgrades from, where there is no way", async () => {
    const old = dumpOf().replace("(7,0,3,4,", "(5,0,1,4,");
    expect(await load(old)).toEqual({
      status: 1,
      said: "The backup is of OpenEMR 5.0.1, and this image upgrades from 7.0.3, 7.0.4. Upgrade the original to one of these first, and make another backup",
    });
  });

  it("never loads into the database that is in use", async () => {
    await run("load-files", await carried());
    expect(await run("load-tables", { MYSQL_HOST: "127.0.0.1" })).toEqual({
      status: 1,
      said: "The database beside is the one in use, and nothing was changed",
    });
  });
});

async function spawnShell(line: string): Promise<string> {
  const child = spawn("busybox", ["sh", "-c", line], { cwd: PROJECT });
  return (await text(child.stdout)).trim();
}

describe("upgrade", () => {
  let box: Sandbox;
  beforeEach(() => {
    box = new Sandbox().prepareInstalled();
    box.prepareImage("image", IMAGES[9]);
    box.write(`${BESIDE}/sites/default/sqlconf.php`, sqlconf(1));
    box.write(`${BESIDE}/sites/default/docker-version`, "7");
    box.write(`${BESIDE}/sites/default/documents/1/letter.pdf`, "letter");
    box.write(`${BESIDE}/carried/scripts`, archive());
    box.write("image/openemr/sites/default/of-the-image", "");
  });
  afterEach(() => box.remove());

  let tasks = 0;
  function upgrade(more: Record<string, string> = {}) {
    const machine = box.path(`machine-${++tasks}`);
    cpSync(box.path("image"), machine, { recursive: true });
    const at = (name: string) => path.join(machine, name);
    return box.run(
      `cd '${box.root}'\n${source("upgrade")}`,
      {
        TASK: "beside",
        FAKE: box.path("fake"),
        SCRIPTS_DIRECTORY: at("scripts"),
        STATE_DIRECTORY: at("state"),
        INSTALLATION_LOG: at("log/installation.log"),
        OPENEMR_ROOT: at("openemr"),
        TLS_DIRECTORY: box.path("tls"),
        PASSWORDS_DIRECTORY: at("passwords"),
        SSL_DIRECTORY: at("ssl"),
        ROOT_HOME: at("home"),
        SWARM_PIECES: at("pieces"),
        MYSQL_HOST: "in.use.example",
        RESTORED_HOST: "database.example",
        MYSQL_PORT: "3306",
        MYSQL_ROOT_USER: "dbadmin",
        MYSQL_ROOT_PASS: "vErYsEcReT0123456789",
        MYSQL_USER: "openemr",
        MYSQL_PASS: "0wnPassword42",
        HEARTBEAT_SECONDS: "0.2",
        RETRY_SECONDS: "0.2",
        POLL_SECONDS: "0.2",
        ...more,
      },
      SHELL,
      ["upgrade.sh"],
    ).exited;
  }

  it("runs OpenEMR's own scripts over the folder and the database beside, and nothing of what is in use", async () => {
    const before = box.read("sites/default/docker-version");
    const { code, output } = await upgrade();
    expect({ code, last: output.trim().split("\n").at(-1) }).toEqual({
      code: 0,
      last: "Files and tables beside those in use are of OpenEMR 8.0.0",
    });
    expect(box.lines("fake/upgraded").map((line) => line.split(" ")[1])).toEqual(["8", "9"]);
    expect(box.read(`${BESIDE}/sites/default/docker-version`)).toBe("9");
    expect(box.read("sites/default/docker-version")).toBe(before);
    expect((await upgrade()).code).toBe(0);
    expect(box.lines("fake/upgraded")).toHaveLength(2);
  });

  it("fails where one of OpenEMR's scripts does, and goes on when it is run again", async () => {
    const { code, output } = await upgrade({ FAIL_AT: "8" });
    expect(code).toBe(1);
    expect(output).toMatch(/the upgrade from 7\.0\.3 to 8\.0\.0 is not complete/);
    const again = await upgrade();
    expect(again).toMatchObject({ code: 0 });
  });

  it("never upgrades what is in use, and never installs", async () => {
    expect((await upgrade({ MYSQL_HOST: "database.example" })).output).toContain("is the one in use");
    box.write(`${BESIDE}/sites/default/sqlconf.php`, sqlconf(0));
    const { code, output } = await upgrade();
    expect({ code, output }).toEqual({ code: 1, output: expect.stringContaining("names no database") });
    expect(box.lines("fake/upgraded")).toEqual([]);
  });
});

test("each script is small enough for the request that runs it", () => {
  for (const script of ["load-files", "load-tables", "upgrade"]) {
    // AWS takes 8192 characters of overrides, in JSON, with the settings.
    expect({ script, fits: JSON.stringify(source(script)).length < 6500 }).toEqual({ script, fits: true });
  }
});
