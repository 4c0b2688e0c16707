/** The web server of a task, with upstream's own configuration and OpenEMR's own code. */
import type { Container } from "./support/container";
import { images } from "./support/files";
import { ADMINISTRATOR, Installation } from "./support/installation";
import { until } from "./support/shell";

const installation = new Installation();
beforeAll(() => installation.open());
afterAll(() => installation.close());

const WEB_ROOT = "/var/www/localhost/htdocs/openemr";
const LOGIN = "/interface/login/login.php?site=default";
const query = (sql: string) => installation.database.query(sql);

describe.each(images())("OpenEMR $version", (image) => {
  let task: Container;

  beforeAll(async () => {
    await installation.beInstalled(image);
    query("UPDATE background_services SET active = 0 WHERE name = 'Email_Service'");
    query("UPDATE background_services SET next_run = '2021-01-01' WHERE name = 'UUID_Service'");
    query("UPDATE globals SET gl_value = '3' WHERE gl_name = 'ip_max_failed_logins'");
    query("SET GLOBAL wait_timeout = 20");
    task = await installation.start(image, {
      changes: {
        [`${WEB_ROOT}/interface/fails.php`]: "<?php error_log('said before'); not_defined();\n",
        [`${WEB_ROOT}/custom/planted.php`]: "<?php echo 'here PHP runs';\n",
      },
    });
    await task.says("state: serving");
  });

  afterAll(() => {
    query("SET GLOBAL wait_timeout = 28800");
  });

  /** Signs in. @returns whether OpenEMR took it */
  function signIn(client: string, password: string, ...options: string[]): boolean {
    const form = `new_login_session_management=1&languageChoice=1&authUser=${ADMINISTRATOR.user}&clearPass=${password}`;
    const path = "/interface/main/main_screen.php?auth=login&site=default";
    const header = ["--header", `X-Forwarded-For: ${client}`];
    const { headers, body } = task.get(path, ...header, "--data", form, ...options);
    return /tabs\/main\.php/.test(headers + body);
  }

  test("every line of Apache and PHP is in the task's log, and in none of the image's files", async () => {
    const traced = ["--header", "X-Amzn-Trace-Id: Root=1-image"];
    task.get(`${LOGIN}&patient=Jane`, ...traced);
    task.get("/interface/fails.php", ...traced);
    await task.says(/"path":"\/interface\/fails\.php","status":500/);
    expect(task.output).toMatch(
      /"path":"\/interface\/login\/login\.php","status":200.*"request":"Root=1-image"/,
    );
    expect(task.output).toMatch(/^\[php:notice\] \[request Root=1-image\] .*said before$/m);
    expect(task.output).toMatch(/^\[php:error\] \[request Root=1-image\] .*PHP Fatal error: .*not_defined/m);
    expect(task.output).not.toMatch(/Jane|"path":"\/task-health"/);
    expect(task.exec("find /var/log/apache2 -type f -size +0").output).toBe("");
  });

  test("the limit on sign-ins counts by the address that the load balancer saw", () => {
    for (let i = 0; i < 4; i++) signIn(`203.0.113.${i}, 198.51.100.4`, "wrong");
    expect(query("SELECT ip_string FROM ip_tracking")).toEqual(["198.51.100.4"]);
    expect(signIn("203.0.113.9, 198.51.100.4", ADMINISTRATOR.password)).toBe(false);
    expect(signIn("203.0.113.9, 198.51.100.5", ADMINISTRATOR.password)).toBe(true);
    // The load balancer's own network is one that the task believes.
    const neighbour = task.address.ip.replace(/\d+$/, "77");
    signIn(`203.0.113.9, ${neighbour}`, "wrong");
    expect(query("SELECT ip_string FROM ip_tracking WHERE ip_string LIKE '10.%'")).toEqual([neighbour]);
    expect(query("SELECT COUNT(*) FROM log WHERE comments LIKE '%203.0.113%'")).toEqual(["0"]);
  });

  test("below sites no PHP is served, nor are the scripts that install and upgrade", () => {
    expect(task.get("/custom/planted.php").body).toBe("here PHP runs");
    task.exec(`echo "<?php echo 'here PHP runs';" >${WEB_ROOT}/sites/default/images/planted.php`);
    for (const path of ["images/planted.php", "sqlconf.php", "config.php", "documents/"])
      expect(task.get(`/sites/default/${path}`)).toMatchObject({ status: 403 });
    for (const path of ["/sql_upgrade.php", "/setup.php", "/admin.php", "/openemr.sh", "/bin/console"])
      expect(task.get(path)).toMatchObject({ status: 403 });
    expect(task.get("/sites/default/images/logo_1.png")).toMatchObject({ status: 200 });
  });

  test("Strict-Transport-Security is as it was given: the image would bind every name of the domain", () => {
    const { headers } = task.get(LOGIN);
    expect(headers.match(/^strict-transport-security: .*/gim)).toEqual([
      "Strict-Transport-Security: max-age=31536000",
    ]);
  });

  test("OpenEMR's persistent connections end with wait_timeout, and the next request does without them", async () => {
    expect(
      query("SELECT gl_value FROM globals WHERE gl_name = 'enable_database_connection_pooling'"),
    ).toEqual(["1"]);
    expect(task.exec(`php -r "echo ini_get('mysqli.allow_persistent');"`).output).toMatch(/^1/);
    const connections = () =>
      query("SELECT id FROM information_schema.processlist WHERE user = 'openemr'").length;
    const jar = `${installation.folder}/cookies-${image.version}`;
    task.get(LOGIN, "--cookie-jar", jar);
    signIn("198.51.100.6", ADMINISTRATOR.password, "--cookie", jar, "--cookie-jar", jar);
    task.get("/interface/main/main_screen.php", "--cookie", jar);
    expect(connections()).toBeGreaterThan(0);
    await until(() => connections() === 0, "the end of the connections");
    const { status } = task.get("/interface/usergroup/user_info.php", "--cookie", jar);
    expect(status).toBeLessThan(500);
    expect(task.output).not.toMatch(/gone away/);
  });

  test("background services run without anybody signed in", async () => {
    await task.says(/^background services: UUID_Service ran in \d+ s$/m);
    expect(task.output).not.toMatch(/background services: error/);
    expect(query("SELECT running FROM background_services WHERE name = 'UUID_Service'")).toEqual(["0"]);
  });
});
