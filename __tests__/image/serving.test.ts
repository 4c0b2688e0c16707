/** A task of an installed OpenEMR: started again, its settings, its sessions. */
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { DECRYPT, decrypt } from "./support/decrypt";
import { images } from "./support/files";
import { ADMINISTRATOR, Installation } from "./support/installation";

const installation = new Installation();
beforeAll(() => installation.open());
afterAll(() => installation.close());

const setting = (name: string) =>
  installation.database.query(`SELECT gl_value FROM globals WHERE gl_name = '${name}'`)[0];

describe.each(images())("OpenEMR $version", (image) => {
  beforeEach(() => installation.beInstalled(image));

  test("a task that was killed is followed by one that serves and installs nothing", async () => {
    const first = await installation.start(image);
    await first.says("state: serving");
    await first.kill();
    // A task of the image's own swarm mode that died leaves this, and 7.0.4 and 8.0.0 then end with 1 for ever.
    for (const name of ["docker-leader", "docker-completed"])
      writeFileSync(`${installation.sites}/${name}`, "");
    const next = await installation.start(image);
    await next.says("state: serving");
    expect(next.installationLog).toBe("");
    expect(next.health()).toMatchObject({ code: 0 });
    expect(await next.stop()).toBe(143);
  });

  test("settings are applied, an encrypted one by OpenEMR's own code, and given back", async () => {
    const before = { rest_api: setting("rest_api"), SMTP_PASS: setting("SMTP_PASS") };
    const secret = installation.services.keep(JSON.stringify({ password: "Pässwort 'of' mail" }));
    installation.declare([
      { name: "rest_api", value: "1" },
      { name: "SMTP_PASS", secret, key: "password", encrypted: true },
    ]);
    const task = await installation.start(image, { changes: { "/tmp/decrypt.php": DECRYPT } });
    await task.says("state: serving");
    expect(setting("rest_api")).toBe("1");
    expect(setting("SMTP_PASS")).toMatch(/^00\d/);
    const text = setting("SMTP_PASS")!;
    expect(decrypt(task, text)).toContain("decrypted: Pässwort 'of' mail");
    await task.kill();

    installation.declare([]);
    const next = await installation.start(image);
    await next.says("state: serving");
    expect({ rest_api: setting("rest_api"), SMTP_PASS: setting("SMTP_PASS") }).toEqual(before);
  });

  test("sessions are kept in the cache, over TLS whose certificate is verified, and shared by tasks", async () => {
    const [one, other] = [await installation.start(image), await installation.start(image)];
    for (const task of [one, other]) await task.says("state: serving");
    const jar = `${installation.folder}/cookies`;
    const login = "/interface/login/login.php?site=default";
    one.get(login, "--cookie-jar", jar);
    expect(Number(installation.cache.ask("DBSIZE"))).toBeGreaterThan(0);
    const { user, password } = ADMINISTRATOR;
    const form = `new_login_session_management=1&languageChoice=1&authUser=${user}&clearPass=${password}`;
    const action = "/interface/main/main_screen.php?auth=login&site=default";
    const signedIn = one.get(action, "--cookie", jar, "--cookie-jar", jar, "--data", form);
    expect(signedIn.headers + signedIn.body).toMatch(/tabs\/main\.php/);
    const path = (signedIn.headers.match(/^location: (\S+)/im)?.[1] ?? "").replace(/^https?:\/\/[^/]+/, "");
    const page = other.get(path || "/interface/main/tabs/main.php", "--cookie", jar);
    expect(page.status).toBe(200);
    expect(page.body).toContain("mainFrames_div");
    // Without the session it is not shown.
    expect(other.get(path || "/interface/main/tabs/main.php").body).not.toContain("mainFrames_div");
    execFileSync("rm", ["-f", jar]);
  });

  test("a task that does not trust the cache's certificate does not serve", async () => {
    const task = await installation.start(image, { cacheAuthority: "foreign" });
    await task.says("waiting for the cache");
    await new Promise((resolve) => setTimeout(resolve, 5_000));
    expect(task.output).not.toContain("state: serving");
    expect(task.health().code).not.toBe(0);
    expect(task.get("/interface/login/login.php?site=default").body).not.toContain("<form");
  });
});
