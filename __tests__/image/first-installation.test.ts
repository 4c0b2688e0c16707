/** A new installation: nothing in the database, nothing in the shared sites. */
import { images } from "./support/files";
import { ADMINISTRATOR, Installation, OPENEMR_USER } from "./support/installation";
import { MASTER } from "./support/servers";
import { until } from "./support/shell";

const installation = new Installation();
beforeAll(() => installation.open());
afterAll(() => installation.close());

describe.each(images())("OpenEMR $version", (image) => {
  test("two tasks at once: one installs, both serve", async () => {
    await installation.empty();
    const tasks = [await installation.start(image), await installation.start(image)];
    for (const task of tasks) await task.says("state: serving");
    const installed = tasks.filter(({ installationLog }) => installationLog.includes("Setup Complete!"));
    expect(installed).toHaveLength(1);
    expect(installation.schema).toBe(image.schema);
    for (const task of tasks) {
      expect(task.health()).toMatchObject({ code: 0 });
      expect(task.get("/task-health")).toMatchObject({ status: 200 });
      expect(task.get("/")).toMatchObject({ status: 302 });
      expect(task.get("/interface/login/login.php?site=default").body).toContain("<form");
      // Nobody may start an upgrade or a setup from outside.
      for (const path of ["/sql_upgrade.php", "/setup.php", "/admin.php", "/acl_upgrade.php"])
        expect([403, 404]).toContain(task.get(path).status);
    }
    await installation.keep(image.version);
  });

  test("once it serves, no process and no file of a task has the passwords for installing", async () => {
    await installation.beInstalled(image);
    const task = await installation.start(image);
    await task.says("state: serving");
    const { output } = task.exec("cat /proc/[0-9]*/environ /proc/[0-9]*/cmdline; ls /run/openemr-passwords");
    expect(output).toContain("OE_USER=");
    for (const { password } of [MASTER, ADMINISTRATOR, OPENEMR_USER]) expect(output).not.toContain(password);
  });

  // Points in a first installation, by what can be seen of it from outside.
  const points = {
    "before the first table": () => installation.database.has("openemr"),
    "among the tables": () => installation.tables > 100,
    "after the tables": () => installation.site("default/sqlconf.php").includes("$config = 1"),
  };
  test.each(Object.entries(points))("a task that is killed %s: the next one installs", async (_, reached) => {
    await installation.empty();
    const first = await installation.start(image);
    const waiting = await installation.start(image);
    await until(reached, "the point of the kill", {
      signs: () => `${first.progress.signs?.()} ${waiting.progress.signs?.()}`,
      state: () => first.end() + waiting.end(),
    });
    const leader = first.installationLog ? first : waiting;
    await leader.kill();
    const next = leader === first ? waiting : first;
    await next.says("state: serving");
    expect(installation.schema).toBe(image.schema);
    expect(next.get("/interface/login/login.php?site=default").body).toContain("<form");
  });
});
