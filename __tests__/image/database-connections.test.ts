import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { App } from "cdktf";
import { ReadableStack } from "../../src/terraform/stack";
import { declareVariables } from "../../src/variables";
import { type Image, images } from "./support/files";
import { ADMINISTRATOR, Installation, OPENEMR_USER as OPENEMR_LOGIN } from "./support/installation";
import { until } from "./support/shell";

// A database that may pause does so after its last connection has ended, which OpenEMR leaves to the database: each worker
// keeps its connection between requests. The project's figures stand on these settings of the images.

const OPENEMR = "var/www/localhost/htdocs/openemr";
const { user: OPENEMR_USER } = OPENEMR_LOGIN;
/** Instead of the minutes of an installation. */
const SILENCE_SECONDS = 20;
const { waitTimeout } = declareVariables(new ReadableStack(new App(), "images"));

function read(image: Image, file: string): string {
  const layer = image.layers.find((each) => existsSync(join(each, file)));
  if (!layer) throw new Error(`The image ${image.version} has no ${file}.`);
  return readFileSync(join(layer, file), "utf8");
}

/** The default of a setting in library/globals.inc.php: the third part of its row, after its title and its type. */
function defaultOf(image: Image, setting: string): string | undefined {
  const source = read(image, `${OPENEMR}/library/globals.inc.php`);
  const row = source
    .slice(source.indexOf(`'${setting}' =>`))
    .split("\n")
    .slice(0, 6)
    .join("\n");
  return /'(\w*)',\s*\/\/ default/.exec(row)?.[1];
}

function phpSetting(image: Image, name: string): string | undefined {
  const folder = ["php85", "php84", "php83"].find((each) =>
    image.layers.some((layer) => existsSync(join(layer, `etc/${each}/php.ini`))),
  );
  return new RegExp(`^${name}\\s*=\\s*(.*)$`, "m").exec(read(image, `etc/${folder}/php.ini`))?.[1];
}

const installation = new Installation();
beforeAll(() => installation.open());
afterAll(() => installation.close());

/** Connections of OpenEMR's own user that the database keeps. */
const connections = () =>
  Number(
    installation.database.query(
      `SELECT COUNT(*) FROM information_schema.processlist WHERE user = '${OPENEMR_USER}'`,
    )[0],
  );

/** Users of OpenEMR that asked the database in the last seconds. */
const recentUsers = () =>
  installation.database.query(
    "SELECT DISTINCT user FROM information_schema.processlist WHERE time < 5 AND user LIKE 'openemr%'",
  );

describe.each(images().map((image) => [image.version, image] as const))("OpenEMR %s", (_, image) => {
  it("keeps connections of its workers open, so that the database has to end them", () => {
    expect(defaultOf(image, "enable_database_connection_pooling")).toBe("1");
    expect(phpSetting(image, "mysqli.allow_persistent")).toBe("On");
  });

  it("lets no request compute for as long as the database waits for its next statement", () => {
    expect(Number(phpSetting(image, "max_execution_time"))).toBeLessThan(Number(waitTimeout.default));
  });

  it("signs people out after two hours, until when an open page asks for news", () => {
    expect(defaultOf(image, "timeout")).toBe("7200");
  });

  it("opens a connection anew that the database has closed, without anybody noticing", async () => {
    await installation.beInstalled(image);
    installation.database.query(`SET GLOBAL wait_timeout = ${SILENCE_SECONDS}`);
    const task = await installation.start(image);
    await task.says("state: serving");
    const jar = `${installation.folder}/cookies-of-silence`;
    task.get("/interface/login/login.php?site=default", "--cookie-jar", jar);
    const { user, password } = ADMINISTRATOR;
    const form = `new_login_session_management=1&languageChoice=1&authUser=${user}&clearPass=${password}`;
    const signIn = "/interface/main/main_screen.php?auth=login&site=default";
    task.get(signIn, "--cookie", jar, "--cookie-jar", jar, "--data", form);
    // A page that asks the database a lot, and needs nothing that is not in the images' files.
    const log = () => task.get("/interface/logview/logview.php", "--cookie", jar);
    expect(log().body).toContain("<title>Logs Viewer</title>");
    expect(connections()).toBeGreaterThan(0);

    await until(() => connections() === 0, "the end of the connections");
    const again = log();
    expect(again.status).toBe(200);
    expect(again.body).toContain("<title>Logs Viewer</title>");
    expect(task.output).not.toMatch(/gone away/i);
  });

  it("works as a user with rights on its own database only", async () => {
    await installation.beInstalled(image);
    expect(installation.database.query(`SHOW GRANTS FOR '${OPENEMR_USER}'@'%'`)).toEqual([
      expect.stringMatching(/^GRANT USAGE ON \*\.\* TO /),
      expect.stringMatching(/^GRANT ALL PRIVILEGES ON `openemr`\.\* TO /),
    ]);
  });

  it("is asked without an interruption while its user is rotated, by two tasks of real OpenEMR", async () => {
    await installation.beInstalled(image);
    const tasks = [await installation.start(image), await installation.start(image)];
    for (const task of tasks) await task.says("state: serving");
    const browsers = tasks.map((task) => task.browse("/interface/login/login.php?site=default"));
    const answered = () => Math.min(...browsers.map((browser) => browser.count()));
    await until(() => answered() > 0, "pages before the rotation", { signs: answered });
    const rotated = await installation.rotateUser({ quietSeconds: 8, patienceSeconds: 900 });
    const before = answered();
    await until(() => answered() >= before + 3, "pages after the rotation", { signs: answered });
    // Connections are closed for moments as well.
    await until(() => recentUsers().join() === "openemr_2", "requests as the new user", { signs: answered });
    const answers = await Promise.all(browsers.map((browser) => browser.end()));
    for (const statuses of answers) {
      expect([...new Set(statuses)]).toEqual(["200"]);
    }
    expect(rotated.username).toBe("openemr_2");
    // The next task accepts the file, and serves.
    await tasks[0]!.kill();
    const next = await installation.start(image);
    await next.says("state: serving");
    expect(next.get("/interface/login/login.php?site=default").body).toContain("authUser");
  });
});
