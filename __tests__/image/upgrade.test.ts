/** From one version to a newer one, with real data files and OpenEMR's own SQL. */
import { readdirSync, readFileSync } from "node:fs";
import { orderOfVersion } from "../../src/images/openemr-versions";
import type { Container } from "./support/container";
import { type Image, images } from "./support/files";
import { Installation } from "./support/installation";
import { until } from "./support/shell";

const installation = new Installation();
beforeAll(() => installation.open());
afterAll(() => installation.close());

/** From the oldest to each, and from the last but one to the last; two tags of one version are no upgrade. */
function pairs(all: readonly Image[]): Array<readonly [string, Image, Image]> {
  const [oldest, ...newer] = all;
  const last = all.at(-1)!;
  const before = all.at(-2);
  const found = newer.map((to) => [oldest!, to] as const);
  if (before && before !== oldest) found.push([before, last]);
  return found
    .filter(([from, to]) => from.schema !== to.schema)
    .map(([from, to]) => [`${from.version} to ${to.version}`, from, to] as const);
}

const LOGIN = "/interface/login/login.php?site=default";

const isMaintenance = (task: Container) => {
  const { status, headers } = task.get(LOGIN);
  return status === 503 && /^retry-after: \d+/im.test(headers);
};

const FUNCTIONS = "/var/www/localhost/htdocs/openemr/library/sql_upgrade_fx.php";
/** OpenEMR's own file with a fault in it, which ends PHP before the first statement. */
const FAULT = { [FUNCTIONS]: "<?php throw new Exception('a fault of a test');\n" };

describe.each(pairs(images()))("an upgrade %s", (_, from, to) => {
  test("is done when the database says so; the old task does not serve meanwhile; the old image refuses afterwards", async () => {
    await installation.beInstalled(from);
    const old = await installation.start(from);
    await old.says("state: serving");
    const began = Date.now();
    const [one, other] = [await installation.start(to), await installation.start(to)];
    await until(
      () => installation.site(".openemr-upgrade").includes("changing=yes"),
      "the change of the schema",
      one.progress,
    );
    // From here on the schema may differ, and nobody serves.
    expect(installation.schema).toBe(from.schema);
    for (const task of [old, one, other]) {
      expect(isMaintenance(task)).toBe(true);
      expect(task.get("/task-health").status).toBe(200);
    }
    for (const task of [one, other]) await task.says("state: serving");
    const seconds = Math.round((Date.now() - began) / 1000);
    const log = one.installationLog + other.installationLog;
    const failed = log.match(/The above statement failed/g)?.length ?? 0;
    console.log(`${from.version} to ${to.version}: ${seconds} s, ${failed} statements failed`);
    // Files for older versions, run again, damage data.
    const oldestFile = orderOfVersion(from.schema.split(" ").slice(0, 3).join("."));
    const files = [...log.matchAll(/Processing (\d+)_(\d+)_(\d+)-to-/g)].map((found) =>
      found.slice(1, 4).join("."),
    );
    expect(files.filter((version) => orderOfVersion(version) < oldestFile)).toEqual([]);
    expect(installation.schema).toBe(to.schema);
    expect(installation.site("default/docker-version").trim()).toBe(String(to.number));
    expect(installation.site(".openemr-upgrade")).toBe("");
    for (const task of [one, other]) expect(task.get(LOGIN).body).toContain("<form");
    await old.exits();

    const back = await installation.start(from);
    expect(await back.exits()).not.toBe(0);
    expect(back.output).toMatch(/error: .*An older OpenEMR must not work on newer data.*restore the backup/);
    expect(installation.schema).toBe(to.schema);
  });

  test("one that fails is failed: the task ends and says what to do; the old image refuses; the next task completes it", async () => {
    await installation.beInstalled(from);
    const failing = await installation.start(to, { changes: FAULT });
    expect(await failing.exits()).not.toBe(0);
    expect(failing.output).toMatch(/error: the upgrade from .* is not complete.*restore the backup/);
    expect(installation.schema).toBe(from.schema);

    const back = await installation.start(from);
    expect(await back.exits()).not.toBe(0);
    expect(back.output).toContain("has begun to change the database");

    const next = await installation.start(to);
    await next.says("state: serving");
    expect(installation.schema).toBe(to.schema);
  });

  test("one with a statement that fails, which OpenEMR goes past, is failed as well", async () => {
    await installation.beInstalled(from);
    const folder = "/var/www/localhost/htdocs/openemr/sql";
    const names = readdirSync(`${to.layers[0]}${folder}`).filter((name) => /^\d.*_upgrade\.sql$/.test(name));
    const last = `${folder}/${names.sort().at(-1)}`;
    const text = readFileSync(`${to.layers[0]}${last}`, "utf8");
    const failing = await installation.start(to, {
      changes: { [last]: `${text}\nALTER TABLE no_such_table ADD COLUMN of_a_test INT;\n` },
    });
    expect(await failing.exits()).not.toBe(0);
    expect(failing.output).toMatch(/error: the upgrade from .* is not complete.*no_such_table/);
    expect(installation.site(".openemr-upgrade")).toContain("changing=yes");

    const next = await installation.start(to);
    await next.says("state: serving");
    expect(installation.schema).toBe(to.schema);
  });

  test("one that is killed in the middle is continued by the next task, not by the old image", async () => {
    await installation.beInstalled(from);
    const first = await installation.start(to);
    const statements = /Start: Processing fsupgrade-\d+\.sh[\s\S]*<br \/>/;
    await until(() => statements.test(first.installationLog), "statements", first.progress);
    await first.kill();

    const back = await installation.start(from);
    expect(await back.exits()).not.toBe(0);
    expect(back.output).toContain("has begun to change the database");

    const next = await installation.start(to);
    await next.says("state: serving");
    expect(next.output).toContain("took over");
    expect(installation.schema).toBe(to.schema);
    expect(next.get(LOGIN).body).toContain("<form");
  });
});

const newest = images().at(-1)!;

test("a patch, which has the same docker-version, is brought into the database before it serves", async () => {
  await installation.beInstalled(newest);
  const file = "/var/www/localhost/htdocs/openemr/version.php";
  const text = readFileSync(`${newest.layers[0]}${file}`, "utf8");
  const patched = text.replace(/^(\$v_realpatch = ')\d+/m, "$19");
  const task = await installation.start(newest, { changes: { [file]: patched } });
  await task.says("state: serving");
  expect(installation.schema).toBe(newest.schema.replace(/^(\d+ \d+ \d+) \d+/, "$1 9"));

  const back = await installation.start(newest);
  expect(await back.exits()).not.toBe(0);
  expect(back.output).toContain("An older OpenEMR must not work on newer data");
});
