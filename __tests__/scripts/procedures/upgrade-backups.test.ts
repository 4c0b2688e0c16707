import { temporaryFolder } from "../../support/stand-in";
import { carriedOut, NAMES } from "./support/carried-out";
import { ServicePart } from "./support/service-part";
import { failBackup, rollBack, TO, upgradeAccount } from "./support/upgrade-account";

const folder = temporaryFolder();
const account = () => upgradeAccount(folder);

test("the way back is the backup that was made for it, also where the list of recovery points lacks that at first", async () => {
  const made = account();
  // One list of each: files, database.
  made.backups.behind = 2;
  await carriedOut(made.world, made.upgrade);
  const { done } = JSON.parse(made.parameters.values.get("/openemr-trial/procedure-upgrade")!);
  const files = made.backups.jobs.find(({ ResourceArn }) => ResourceArn!.includes("file-system"))!;
  expect(done.backup).toBe(files.CreationDate!.toISOString());
});

test("an upgrade waits for the recovery point of the database, where only that is not listed yet", async () => {
  const made = account();
  made.backups.points.length = 0;
  made.backups.behindOf = { arn: NAMES.databaseArn, answers: 3 };
  await carriedOut(made.world, made.upgrade);
  expect(made.service.version).toBe(TO);
});

describe("a backup of days ago", () => {
  async function begun(fail: (made: ReturnType<typeof account>) => void, databaseVersion?: string) {
    const made = account();
    fail(made);
    if (databaseVersion) made.tasks.databaseVersion = () => databaseVersion;
    await expect(carriedOut(made.world, made.upgrade)).rejects.toThrow();
    made.failDeploys(0);
    made.service.deploy = ServicePart.prototype.deploy;
    const name = "/openemr-trial/procedure-upgrade";
    const record = JSON.parse(made.parameters.values.get(name)!);
    const old = new Date(Date.now() - 3 * 86_400_000).toISOString();
    made.parameters.values.set(name, JSON.stringify({ ...record, done: { ...record.done, backup: old } }));
    made.world.calls.length = 0;
    return { made, name, old };
  }

  async function resumed(...args: Parameters<typeof begun>) {
    const { made, name, old } = await begun(...args);
    let summary = "";
    await carriedOut(made.world, made.upgrade, { shown: (procedure) => (summary = procedure.summary) });
    const { backup } = JSON.parse(made.parameters.values.get(name)!).done;
    return { made, summary, old, backup };
  }

  test("is not the one from before, where the upgrade is resumed and nothing changed", async () => {
    const { made, backup, old } = await resumed(({ failDeploys }) => failDeploys(1));
    expect(made.world.calls.filter((action) => action === "StartBackupJob")).toHaveLength(2);
    expect(backup > old).toBe(true);
    expect(Date.now() - Date.parse(backup)).toBeLessThan(60_000);
  });

  test("is named by no way back, once it made room for a new one", async () => {
    const { made } = await begun(rollBack);
    failBackup(made);
    await expect(carriedOut(made.world, made.upgrade)).rejects.toThrow(
      /No space\.[\s\S]*\nTo give the upgrade up, which restores nothing: npm run upgrade -- trial --back$/,
    );
  });

  test("stays the one from before, where the tables were upgraded, and the summary names it", async () => {
    const { made, backup, old, summary } = await resumed(rollBack, "8.4.1");
    expect(made.world.calls).not.toContain("StartBackupJob");
    expect(backup).toBe(old);
    expect(summary).toContain(`the backup of ${old}`);
  });
});
