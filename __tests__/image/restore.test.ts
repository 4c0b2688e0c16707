/** Scripts of `npm run restore` and `upgrade`, over tables, keys and a document that OpenEMR's own code made. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Container } from "./support/container";
import { type Image, images } from "./support/files";
import { Installation, OPENEMR_USER } from "./support/installation";
import { LETTER, MAKE_DOCUMENT } from "./support/patient-document";
import { MASTER } from "./support/servers";

const installation = new Installation();
beforeAll(() => installation.open());
afterAll(() => installation.close());

const query = (sql: string) => installation.database.query(sql);
/** As AWS Backup names the folder of a restore. */
const RESTORED = "/files/aws-backup-restore_2026-01-31T05-00-00/sites";

function script(name: string): string {
  return readFileSync(join(__dirname, `../../scripts/procedures/${name}.sh`), "utf8");
}

describe.each(images())("OpenEMR $version", (image: Image) => {
  const version = image.schema.split(" ").slice(0, 3).join(".");
  let task: Container;
  beforeAll(async () => {
    await installation.beInstalled(image);
    // OpenEMR makes keys in its files with the first text that it encrypts for the database.
    const secret = installation.services.keep(JSON.stringify({ password: "of mail" }));
    installation.declare([{ name: "SMTP_PASS", secret, key: "password", encrypted: true }]);
    task = await installation.start(image, { changes: { "/tmp/document.php": MAKE_DOCUMENT } });
    await task.says("state: serving");
    query(
      `INSERT INTO patient_data (id, pid, fname, lname) VALUES (1, 1, 'Jane', 'Doe'), (2, 2, 'John', 'Doe');
       INSERT INTO form_encounter (pid, encounter, date) VALUES (1, 1, '2026-01-29 10:00:00'), (1, 2, '2026-01-30 10:00:00');`,
    );
    expect(task.exec("su -p -s /bin/sh -c 'php /tmp/document.php' apache").output).toMatch(
      new RegExp(`document \\d+: ${LETTER}`),
    );
    task.exec(`mkdir -p ${RESTORED} && cp -a /var/www/localhost/htdocs/openemr/sites/. ${RESTORED}`);
  });

  /** Runs a script as the maintenance task does. @param password of OpenEMR's user of the database */
  const run = (name: string, more: Record<string, string> = {}) =>
    task.run(`cd /files && { ${script(name)}\n}`, {
      ...{ RESTORED_HOST: "database.test", MYSQL_ROOT_PASS: MASTER.password, FILES: "restored" },
      ...{ MYSQL_USER: OPENEMR_USER.user, MYSQL_PASS: OPENEMR_USER.password, ...more },
    });

  test("look-into counts what is there, and opens keys and a document", async () => {
    expect(await run("restore/look-into")).toEqual({
      code: 0,
      output: expect.stringMatching(
        new RegExp(
          `^aws-backup-restore_2026-01-31T05-00-00: site default: OpenEMR ${version}, 2 patients, newest encounter 2026-01-30 10:00:00, [24] keys fit, ` +
            `document \\d+ opens; this image ${version}$`,
          "m",
        ),
      ),
    });
  });

  test("look-into fails where the database is of another installation, or the document is damaged", async () => {
    const document = task.exec(`ls ${RESTORED}/default/documents/1/*`).output.trim();
    task.exec(`cp -p '${document}' /tmp/kept && printf 'AAAA' >>'${document}'`);
    expect(await run("restore/look-into")).toMatchObject({
      code: 1,
      output: expect.stringMatching(/document \d+ does not open/),
    });
    task.exec(`cp -p /tmp/kept '${document}'`);
    query(
      "CREATE TABLE kept_keys AS SELECT * FROM `keys`; UPDATE `keys` SET value = TO_BASE64(UNHEX(SHA2(name, 256)))",
    );
    expect(await run("restore/look-into")).toMatchObject({
      code: 1,
      output: expect.stringContaining("does not fit the database's"),
    });
    query("UPDATE `keys` k JOIN kept_keys o USING (name) SET k.value = o.value; DROP TABLE kept_keys");
  });

  test("database-version reads the real table", async () => {
    expect(await run("upgrade/database-version", { EXPECTED: version })).toMatchObject({
      code: 0,
      output: expect.stringContaining(`The database is of OpenEMR ${version}`),
    });
    expect(await run("upgrade/database-version", { EXPECTED: "1.2.3" })).toMatchObject({ code: 1 });
  });

  test("adopt-passwords writes another password, with which OpenEMR serves", async () => {
    task.exec("rm -rf /files/sites && ln -s /var/www/localhost/htdocs/openemr/sites /files/sites");
    const password = "AnotherPass0456";
    expect(await run("restore/adopt-passwords", { MYSQL_PASS: password })).toMatchObject({
      code: 0,
      output: expect.stringContaining("in sqlconf.php of every site"),
    });
    expect(installation.site("default/sqlconf.php")).toContain(password);
    await task.kill();
    const next = await installation.start(image);
    await next.says("state: serving");
    expect(next.get("/interface/login/login.php?site=default").body).toContain("authUser");
  });
});
