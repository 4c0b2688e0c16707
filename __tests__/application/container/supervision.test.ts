import { rmSync } from "node:fs";
import { carried, Sandbox, until } from "./sandbox";
import { isGone, refusal, says, serves } from "./start-support";

let box: Sandbox;

beforeEach(() => {
  box = new Sandbox();
});

afterEach(() => {
  box.remove();
});

function replace(name: string, text: string): void {
  rmSync(box.path("bin", name), { force: true });
  box.write(`bin/${name}`, `#!/bin/sh\n${text}\n`, 0o755);
}

/** There is no user apache here: what would be given to it, or taken from it, is noted until OpenEMR is served. */
function pretendThatApacheExists(): void {
  replace("id", '[ "$1" = apache ]');
  replace("chown", ":");
  replace("find", '[ -e "$FAKE/serving" ] || echo "$*" >> "$FAKE/finds"');
}

describe("the settings that Terraform declares", () => {
  const applied = () => box.lines("fake/applied").map((line) => line.trim());
  const ENVIRONMENT = {
    AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: "/v2/credentials/1",
    SETTINGS_PARAMETER: "arn:aws:ssm:eu-west-1:123456789012:parameter/x",
  };
  const HANDED_ON = Object.entries(ENVIRONMENT)
    .map(([name, value]) => `${name}=${value}`)
    .join(" ");

  test("are applied by every task before it serves, from the script that it was handed", async () => {
    box.prepareInstalled();
    const tasks = ["a", "b"].map((name) => box.start(name, ENVIRONMENT));
    for (const task of tasks) await serves(task);
    expect(applied().sort()).toEqual([`a 7 mysql-ca ${HANDED_ON}`, `b 7 mysql-ca ${HANDED_ON}`]);
    for (const task of tasks) expect(task.output).toMatch(/settings: applied.*Starting Apache/s);
    expect(box.read("fake/settings-script").trim()).toBe(carried("apply-settings.php").trim());
    expect(box.lines("fake/given-database")).toEqual([
      "database.example",
      "3306",
      "openemr",
      "0wnPassword42",
      "openemr",
      "1",
    ]);
  });

  test("are applied in spite of a database that is away for a moment", async () => {
    box.prepareInstalled();
    box.write("fake/settings-failures", "2");
    await serves(box.start("one"));
    expect(applied()).toHaveLength(3);
  });

  test.each([
    ["again and again", "1", 3],
    ["for good, without another try", "2", 1],
  ])("keep a task from serving when they fail %s", async (_, code, attempts) => {
    box.prepareInstalled();
    box.write("fake/settings-failures", "9");
    box.write("fake/settings-code", code);
    expect(await refusal(box.start("one"))).toContain(
      "the settings that Terraform declares could not be applied",
    );
    expect(applied()).toHaveLength(attempts);
    expect(box.has("fake/serving")).toBe(false);
  });

  test("are applied as Apache's user where there is one", async () => {
    box.prepareInstalled();
    box.write("bin/php.real", box.read("bin/php"), 0o755);
    pretendThatApacheExists();
    replace("su", 'for user; do :; done\n[ "$1$2$3" = "-s/bin/sh-c" ] || exit 9\nAS=$user exec sh -c "$4"');
    replace("php", 'case $* in *apply-settings*) echo "$AS" >> "$FAKE/users" ;; esac\nexec php.real "$@"');
    await serves(box.start("one", ENVIRONMENT));
    expect(box.lines("fake/users")).toEqual(["apache"]);
    expect(applied()).toEqual([`one 7 mysql-ca ${HANDED_ON}`]);
  });
});

describe("a task that serves", () => {
  test.each(["hung", "broken"])("ends when Apache is %s", async (how) => {
    box.prepareInstalled();
    const task = box.start("one", { PROBE_SECONDS: "0", PROBE_FAILURES: "2" });
    await serves(task);
    box.write(`fake/${how}-one`, "");
    expect(await refusal(task)).toContain("did not answer 2 times in a row");
    await isGone(task);
  });

  test("goes on when Apache does not answer once", async () => {
    box.prepareInstalled();
    const task = box.start("one", { PROBE_SECONDS: "0", PROBE_FAILURES: "40" });
    await serves(task);
    box.write("fake/broken-one", "");
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect(task.output).not.toContain("error");
  });

  test("goes on when Apache only has no time for the question, as it answers people", async () => {
    box.prepareInstalled();
    const task = box.start("one", { PROBE_SECONDS: "0", PROBE_FAILURES: "2" });
    await serves(task);
    box.write("machine-one/scripts/activity", "");
    box.write("fake/hung-one", "");
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(task.output).not.toContain("error");
    box.makeOld("machine-one/scripts/activity", 61);
    expect(await refusal(task)).toContain("did not answer 2 times in a row");
  });

  test("ends when Apache hangs and the clock was put back since it answered somebody", async () => {
    box.prepareInstalled();
    const task = box.start("one", { PROBE_SECONDS: "0", PROBE_FAILURES: "2" });
    await serves(task);
    box.write("machine-one/scripts/activity", "");
    box.makeOld("machine-one/scripts/activity", -3600);
    box.write("fake/hung-one", "");
    expect(await refusal(task)).toContain("did not answer 2 times in a row");
  });

  test("ends when Apache ended, with its exit code", async () => {
    box.prepareInstalled();
    const task = box.start("one");
    await serves(task);
    box.write("fake/crash-one", "");
    expect(await refusal(task)).toContain("openemr.sh or Apache ended with 9");
  });

  test("lets requests end when it is stopped", async () => {
    box.prepareInstalled();
    const task = box.start("one");
    await serves(task);
    task.terminate();
    const { code, output } = await task.exited;
    expect(code).toBe(143);
    expect(output).toContain("start: state: stopping");
    expect(output).not.toContain("error");
    expect(box.lines("fake/drained-one")).toEqual(["drained"]);
  });

  test("runs OpenEMR's background services, and none goes on when it is stopped", async () => {
    box.prepareInstalled();
    const task = box.start("one", { SERVICES_SECONDS: "0" });
    await until(() => box.lines("fake/services").length > 0, "they run");
    task.terminate();
    expect((await task.exited).code).toBe(143);
    await isGone(task);
    expect(box.lines("fake/services")).toEqual(["one"]);
  });

  test("has taken from Apache all of the sites but the documents", async () => {
    box.prepareInstalled();
    pretendThatApacheExists();
    replace("su", "exit 0");
    await serves(box.start("one"));
    const [taken] = box.lines("fake/finds").filter((line) => line.includes("chown -h root:apache"));
    expect(taken).toContain(`${box.path("sites")} -path ${box.path("sites")}/*/documents -prune -o`);
  });

  test("says which PHP files below sites nobody brought, and not those of the image", async () => {
    box.prepareInstalled();
    box.write("sites/default/config.php", "<?php\n");
    box.write("sites/default/documents/smarty/main/a.tpl.php", "<?php\n");
    box.write("sites/default/shell.php", "<?php\n");
    box.write("sites/default/documents/12/x.PHTML", "<?php\n");
    const task = box.start("one");
    await says(task, "start: warning: 2 PHP files below sites that OpenEMR did not bring: ");
    expect(task.output).toMatch(/did not bring: .*shell\.php/);
    expect(task.output).toMatch(/did not bring: .*documents\/12\/\*\.PHTML/);
    expect(task.output).not.toContain("config.php,");
  });
});
