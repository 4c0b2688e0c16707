/** Tasks of the former version during an upgrade and after it. */
import { rmSync } from "node:fs";
import { IMAGES } from "./sandbox";
import { ageLock, pageOf, refusal, says, serves, sitesOf, stoppedAt, UPGRADE } from "./start-support";
import { UpgradeBox } from "./upgrade-box";

const upgrade = new UpgradeBox();

describe("tasks of the former version", () => {
  test("stop serving when an upgrade begins, show why, and end when it is done", async () => {
    const old = upgrade.box.start("old");
    await serves(old);
    const first = await stoppedAt(upgrade.box, "in-sql-8", { image: "next" });
    await says(old, "start: state: maintenance: 7.0.3 to 8.0.0");
    expect(await pageOf(upgrade.box, "old")).toBe("upgrading");
    expect(upgrade.box.lines("fake/drained-old")).toEqual(["drained"]);
    expect(old.output).toMatch(/state: draining: 7\.0\.3 to 8\.0\.0\n/);
    first.kill();
    await first.exited;
    ageLock(upgrade.box);
    await serves(upgrade.next("second"));
    // Nothing went wrong, so nothing says that it did.
    const { code, output } = await old.exited;
    expect({ code, output }).toEqual({ code: 0, output: expect.not.stringContaining("error:") });
    expect(output).toContain("start: state: stopping: the upgrade is complete");
  });

  test.each([
    ["applies its settings", "fake/settings-failures", { SETTINGS_ATTEMPTS: "99" }],
    ["waits for the cache", "fake/cache-down", { CACHE_WAIT_SECONDS: "60" }],
  ])("that %s when an upgrade begins does not serve afterwards", async (_, file, extra) => {
    upgrade.box.write(file, "99");
    const old = upgrade.box.start("old", extra);
    await says(old, file.includes("cache") ? "for the cache" : "settings: no connection");
    const first = await stoppedAt(upgrade.box, "in-sql-8", { image: "next" });
    rmSync(upgrade.box.path(file));
    await says(old, /waiting: for the task first-\S+ that is upgrading|has begun to change the database/);
    expect(upgrade.box.has("fake/serving")).toBe(false);
    first.terminate();
  });

  test("serve again when the upgrade ended before it changed anything", async () => {
    const old = upgrade.box.start("old");
    await serves(old);
    const first = upgrade.next("first", { QUIET_SECONDS: "600", PROGRESS_SECONDS: "1" });
    await says(first, /progress: upgrading .*: waiting until no task of the former version serves/);
    await says(old, "state: maintenance");
    first.terminate();
    await first.exited;
    await says(old, /state: maintenance.*ended before it changed anything.*state: serving: 7\.0\.3/s);
    expect(sitesOf(upgrade.box)).toEqual(["default"]);
  });

  test.each(["aurora", "other"])(
    "that stay connected are cut off before anything changes (%s)",
    async (server) => {
      upgrade.box.write("fake/foreign", "10.0.1.7\n");
      if (server === "aurora") upgrade.box.write("fake/aurora", "");
      const task = upgrade.next("one", { DISCONNECT_SECONDS: "1" });
      await serves(task);
      expect(task.output).toContain("ending the connections of 10.0.1.7, which did not stop");
      expect(upgrade.box.lines("fake/killed")).toEqual([server === "aurora" ? "rds_kill" : "KILL"]);
      upgrade.isComplete();
    },
  );

  test("are refused after the upgrade", async () => {
    await serves(upgrade.next("one"));
    const error = await refusal(upgrade.box.start("old"));
    expect(error).toMatch(
      /upgraded by image number 9, and this image, 7\.0\.3, is number 7\. .*Deploy that version or a newer one, or restore the backup/,
    );
    expect(upgrade.box.lines("fake/serving")).toEqual(["one"]);
  });

  test("are refused because of the database only, when the sites were restored without it", async () => {
    upgrade.box.write("fake/schema", IMAGES[9].schema.join("\t"));
    expect(await refusal(upgrade.box.start("old"))).toContain(
      "the database was upgraded to 8.0.0, and this image is 7.0.3.",
    );
  });
});

test("a mark that says nothing is not guessed at", async () => {
  upgrade.box.write(UPGRADE, "");
  expect(await refusal(upgrade.next("one"))).toContain("does not say from and to which version");
});
