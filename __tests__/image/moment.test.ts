/** Files and database that do not belong together, with keys that OpenEMR's own code made. */
import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { Container } from "./support/container";
import { DECRYPT, decrypt } from "./support/decrypt";
import { images } from "./support/files";
import { Installation } from "./support/installation";
import { until } from "./support/shell";

const installation = new Installation();
beforeAll(() => installation.open());
afterAll(() => installation.close());

const query = (sql: string) => installation.database.query(sql);
const SECRET = "a secret of the mail server";

describe.each(images())("OpenEMR $version", (image) => {
  const DAY = 24 * 3600;
  const start = () =>
    installation.start(image, {
      changes: { "/tmp/decrypt.php": DECRYPT },
      environment: { SERVICES_SECONDS: "2" },
    });
  /** A task whose first minute is over: by then it has written the marks. */
  const serves = async (task: Container) => {
    await task.says("state: serving");
    await until(() => installation.site(".openemr-moment") !== "", "the mark in the files", task.progress);
    return task;
  };

  beforeEach(async () => {
    await installation.beInstalled(image);
    const secret = installation.services.keep(JSON.stringify({ password: SECRET }));
    installation.declare([{ name: "SMTP_PASS", secret, key: "password", encrypted: true }]);
  });

  test("that belong together are served, also by the next task", async () => {
    const first = await serves(await start());
    expect(query("SELECT CONCAT(id, ' ', seconds) FROM openemr_on_aws_moment")).toEqual([
      installation.site(".openemr-moment").trim(),
    ]);
    // OpenEMR has made its keys, in both.
    const methods = readdirSync(`${installation.sites}/default/documents/logs_and_misc/methods`);
    expect(methods.sort().join()).toMatch(/(sixa,sixb|sevena,sevenb)$/);
    expect(query("SELECT COUNT(*) FROM `keys` WHERE name LIKE '%b'")).not.toEqual(["0"]);
    await first.kill();
    const next = await serves(await start());
    expect(next.output).not.toContain("start: warning");
  });

  test("a database of another day is refused, in words that say what to do", async () => {
    await (await serves(await start())).kill();
    query(`UPDATE openemr_on_aws_moment SET seconds = seconds - ${2 * DAY}`);
    const task = await start();
    expect(await task.exits()).not.toBe(0);
    expect(task.output).toMatch(
      /error: the files are of .*, and the database is of .*: they are not of one moment/,
    );
    expect(task.output).toContain("npm run restore");
  });

  test("keys that OpenEMR cannot open the files' keys with are refused", async () => {
    const first = await serves(await start());
    const text = query("SELECT gl_value FROM globals WHERE gl_name = 'SMTP_PASS'")[0]!;
    expect(decrypt(first, text)).toContain(`decrypted: ${SECRET}`);
    // The database of another installation has other keys.
    query(
      "UPDATE `keys` SET value = TO_BASE64(UNHEX(SHA2(name, 256))) WHERE name REGEXP '^(five|six|seven)[ab]$'",
    );
    expect(decrypt(first, text)).not.toContain(SECRET);
    await first.kill();
    const task = await start();
    expect(await task.exits()).not.toBe(0);
    expect(task.output).toMatch(
      /error: the keys \w+a, \w+b of the files do not fit those in the database openemr/,
    );
    // The way out that the task names: OpenEMR's own code makes new keys, and encrypts with them.
    const [, mend] = /echo '([^']*unfit)' >mend\.sh/.exec(task.output)!;
    execFileSync("sh", ["-c", mend!], { cwd: join(installation.sites, "..") });
    const next = await serves(await start());
    expect(next.output).not.toContain("keys");
    const anew = query("SELECT gl_value FROM globals WHERE gl_name = 'SMTP_PASS'")[0]!;
    expect(anew).not.toBe(text);
    expect(decrypt(next, anew)).toContain(`decrypted: ${SECRET}`);
    // Texts that the former keys encrypted stay unreadable, as the task said.
    expect(decrypt(next, text)).not.toContain(SECRET);
  });
});
