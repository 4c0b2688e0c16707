/** `npm run import` with the archive that OpenEMR's own Administration, Backup makes of real tables and documents. */
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { lookIntoBackup, readBackup } from "../../scripts/procedures/import/look";
import { packed } from "../../scripts/procedures/import/pack";
import { refusals } from "../../scripts/procedures/import/report";
import { archive } from "../application/container/sandbox";
import { BucketServer } from "../scripts/procedures/import/bucket-server";
import type { Container } from "./support/container";
import { type Image, images } from "./support/files";
import { ADMINISTRATOR, Installation, OPENEMR_USER } from "./support/installation";
import { LETTER, MAKE_DOCUMENT } from "./support/patient-document";
import { MASTER } from "./support/servers";
import { run as runProgram } from "./support/shell";

const installation = new Installation();
const bucket = new BucketServer();
beforeAll(async () => {
  await installation.open();
  await bucket.start();
  await installation.lead(Number(new URL(bucket.env.BUCKET_URL!).port));
});
afterAll(async () => {
  bucket.stop();
  await installation.close();
});

const query = (sql: string) => installation.database.query(sql);
const BESIDE = "aws-backup-restore_import";

const script = (name: string) => readFileSync(join(__dirname, `../../scripts/procedures/${name}.sh`), "utf8");

/** Signs in by OpenEMR's own page. @returns whether OpenEMR took it */
function signIn(task: Container, jar: string): boolean {
  const form = `new_login_session_management=1&languageChoice=1&authUser=${ADMINISTRATOR.user}&clearPass=${ADMINISTRATOR.password}`;
  const path = "/interface/main/main_screen.php?auth=login&site=default";
  const { headers, body } = task.get(path, "--data", form, "--cookie-jar", jar, "--cookie", jar);
  return /tabs\/main\.php/.test(headers + body);
}

/** Goes through the pages of Administration, Backup, as a browser does, which goes on by itself. */
function backUp(task: Container, jar: string, file: string): void {
  const page = "/interface/main/backup.php";
  const cookies = ["--cookie", jar, "--cookie-jar", jar];
  let { body } = task.get(page, ...cookies);
  const field = (name: string) => new RegExp(`name=["']${name}["']\\s+value=["']([^"']*)`).exec(body)?.[1];
  const token = field("csrf_token_form")!;
  const post = (step: string) => [
    ...cookies,
    ...["--data-urlencode", `csrf_token_form=${token}`, "--data-urlencode", `form_step=${step}`],
  ];
  for (let step = field("form_step")!; ; step = field("form_step")!) {
    if (step === "6") break;
    ({ body } = task.get(page, ...post(step)));
    if (field("form_step") === undefined) throw new Error(`step ${step}: ${body.slice(-2000)}`);
  }
  task.get(page, ...post("6"), "--output", file, "--no-include");
}

const all = images();
const versionOf = ({ schema }: Image) => schema.split(" ").slice(0, 3).join(".");

/** Modules that an image brings. */
const modulesOf = ({ layers: [root] }: Image) =>
  readdirSync(join(root!, "var/www/localhost/htdocs/openemr/interface/modules/custom_modules"));

describe.each(all)("a backup of OpenEMR $version", (from: Image) => {
  const newest = all.at(-1)!;
  const folder = join(installation.folder, `import-${from.version}`);
  const file = join(folder, "emr_backup.tar");
  beforeAll(async () => {
    mkdirSync(join(folder, "files"), { recursive: true });
    await installation.beInstalled(from);
    const secret = installation.services.keep(JSON.stringify({ password: "of mail" }));
    installation.declare([{ name: "SMTP_PASS", secret, key: "password", encrypted: true }]);
    const original = await installation.start(from, { changes: { "/tmp/document.php": MAKE_DOCUMENT } });
    await original.says("state: serving");
    query(
      `INSERT INTO patient_data (id, pid, fname, lname) VALUES (1, 1, 'Jane', 'O''Neil; --'), (2, 2, 'Jörg', 'Größer');
       INSERT INTO form_encounter (pid, encounter, date) VALUES (1, 1, '2026-01-29 10:00:00'), (1, 2, '2026-01-30 10:00:00');`,
    );
    expect(original.exec("su -p -s /bin/sh -c 'php /tmp/document.php' apache").output).toMatch(LETTER);
    const jar = join(folder, "cookies");
    expect(signIn(original, jar)).toBe(true);
    backUp(original, jar, file);
    await original.kill();
  });

  test("is let in, and told about", async () => {
    const look = await lookIntoBackup(file);
    expect(refusals(look)).toEqual([]);
    expect(look.tree.version).toBe(versionOf(from));
    expect(look.dump.version).toBe(versionOf(from));
    expect(look.dump.hasKeys).toBe(true);
    expect(look.tree.sites.default!.keys.length).toBeGreaterThan(0);
    expect(look.tree.modules).toEqual(modulesOf(from).filter((name) => !modulesOf(newest).includes(name)));
  });

  test("is loaded beside, brought to the newest version, and served with its people's passwords", async () => {
    const objects: Record<string, string> = { SCRIPTS: bucket.put("1/scripts", Buffer.from(archive())) };
    await readBackup(file, async (part, _name, content) => {
      const name = part === "dump" ? "DUMP" : "FILES";
      objects[name] = bucket.put(`1/${part}`, await buffer(packed(part, content, "default")));
    });
    const task = await installation.maintain(newest, join(folder, "files"));
    const there = Object.entries(bucket.env).map(([name, value]) => [
      name,
      value.replace("127.0.0.1", "aws.test"),
    ]);
    const settings = {
      ...{ MYSQL_HOST: "in-use.test", RESTORED_HOST: "database.test", MYSQL_PORT: "3306" },
      ...{ MYSQL_ROOT_USER: MASTER.user, MYSQL_ROOT_PASS: MASTER.password, FILES: "restored" },
      ...{ MYSQL_USER: "openemr_2", MYSQL_PASS: OPENEMR_USER.password },
    };
    const run = (name: string, more = {}) =>
      task.run(`cd /files && { ${script(name)}\n}`, { ...settings, ...more });
    expect(await run("import/load-files", { ...Object.fromEntries(there), ...objects })).toMatchObject({
      code: 0,
    });
    expect(await run("import/load-tables")).toMatchObject({
      code: 0,
      output: expect.stringContaining(`OpenEMR ${versionOf(from)} with`),
    });
    expect(await run("import/upgrade")).toMatchObject({
      code: 0,
      output: expect.stringContaining("Files and tables beside those in use are of OpenEMR"),
    });
    expect(await run("restore/look-into")).toMatchObject({
      code: 0,
      output: expect.stringContaining(
        `OpenEMR ${versionOf(newest)}, 2 patients, newest encounter 2026-01-30 10:00:00`,
      ),
    });
    expect(query("SELECT lname FROM patient_data ORDER BY id")).toEqual(["O'Neil; --", "Größer"]);
    await task.kill();
    runProgram("rm", "-rf", installation.sites);
    runProgram("cp", "-a", join(folder, "files", BESIDE, "sites"), installation.sites);
    installation.declare([]);
    const serving = await installation.start(newest);
    await serving.says("state: serving");
    expect(signIn(serving, join(folder, "cookies-there"))).toBe(true);
  });
});
