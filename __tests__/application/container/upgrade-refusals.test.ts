/** Upgrades that are not begun: images whose scripts would do damage, stores that do not belong together. */
import { rmSync } from "node:fs";
import { IMAGES } from "./sandbox";
import { refusal, serves, sitesOf } from "./start-support";
import { UpgradeBox } from "./upgrade-box";

const upgrade = new UpgradeBox();

describe("an image whose database script is told otherwise from where to begin", () => {
  const NEW = "<?php\nif (str_starts_with($arg, '--from=')) $cliFromVersion = substr($arg, 7);\n";
  const SCRIPT = "next/home/fsupgrade-8.sh";

  test("has its scripts mended before anything is changed", async () => {
    upgrade.box.write("next/openemr/sql_upgrade.php", NEW);
    for (const number of [8, 9])
      upgrade.box.write(
        `next/home/fsupgrade-${number}.sh`,
        `${upgrade.box.read(`next/home/fsupgrade-${number}.sh`)}: php -f a/TEMPsql_upgrade.php\n`,
      );
    const task = upgrade.next("one");
    await serves(task);
    expect(task.output).toContain("fsupgrade-8.sh of this image did not tell sql_upgrade.php");
    expect(upgrade.box.read("machine-one/home/fsupgrade-8.sh")).toContain(
      ': php -f a/TEMPsql_upgrade.php -- --from="${priorOpenemrVersion}"\n',
    );
    upgrade.isComplete();
  });

  test.each([
    ["a script that cannot be mended", () => upgrade.box.write("next/openemr/sql_upgrade.php", NEW)],
    [
      "a database script that is told in no known way",
      () => upgrade.box.write("next/openemr/sql_upgrade.php", "<?php\n"),
    ],
  ])("does not begin with %s", async (_, change) => {
    change();
    expect(await refusal(upgrade.next("one"))).toMatch(
      /does not tell sql_upgrade\.php from which version.*Nothing was changed/,
    );
    expect(sitesOf(upgrade.box)).toEqual(["default"]);
    await serves(upgrade.box.start("old"));
  });

  test("does not begin where a script is missing", async () => {
    rmSync(upgrade.box.path(SCRIPT));
    expect(await refusal(upgrade.next("one"))).toContain("cannot upgrade from 7.0.3: it has no");
  });
});

describe("a database that was restored without the files", () => {
  test.each([
    ["as new as the image", "9"],
    ["of a version between", "8"],
  ])("is not taken for one that is almost complete (files %s)", async (_, number) => {
    upgrade.box.write("sites/default/docker-version", number);
    const error = await refusal(upgrade.next("one"));
    expect(error).toMatch(/the database is of OpenEMR 7\.0\.3, and the files are of 7\.0\.4 or newer/);
    expect(error).toContain("Restore both from the same backup.");
    expect(upgrade.box.has("fake/upgraded")).toBe(false);
    expect(sitesOf(upgrade.box)).toEqual(["default"]);
    expect(upgrade.box.read("fake/schema")).toBe(IMAGES[7].schema.join("\t"));
  });

  test.each([
    ["the image's version", [8, 0, 0, 0, 529]],
    ["a version in between", [7, 0, 4, 0, 520]],
  ])("is not begun where the files are older than a database of %s", async (_, schema) => {
    upgrade.box.write("fake/schema", schema.join("\t"));
    const error = await refusal(upgrade.box.start("one", {}, { image: "next" }));
    expect(error).toMatch(
      /the database is of OpenEMR [78]\.0\.[04], and the files are of 7\.0\.3 .*, from before/,
    );
    expect(error).toContain("Restore both from the same backup.");
    expect(upgrade.box.has("fake/upgraded")).toBe(false);
    expect(sitesOf(upgrade.box)).toEqual(["default"]);
  });
});
