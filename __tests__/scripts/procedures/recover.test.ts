import type { RunTaskRequest } from "@aws-sdk/client-ecs";
import { newestCopy, readCopies } from "../../../scripts/openemr/signs/copies";
import { restorable, type Sources } from "../../../scripts/procedures/backup/moments";
import type { Installation } from "../../../scripts/procedures/installation";
import { restore } from "../../../scripts/procedures/restore/restore";
import { undoRestore } from "../../../scripts/procedures/restore/undo";
import { vaultOf } from "../../../scripts/procedures/restore/vault-of";
import { carriedOut, disturbed, NAMES } from "./support/carried-out";
import { COPIES, POINTS, recoverAccount, SNAPSHOT } from "./support/recover-account";
import { restoreAccount } from "./support/restore-account";
import { LIMIT, sampledFaults } from "./support/sampled-faults";
import { offline } from "./support/upgrade-account";

const RECOVERED = { database: POINTS.database, files: POINTS.database };

describe("an installation from nothing but copies", () => {
  it("has files and database of one moment of the installation that is gone", async () => {
    const account = recoverAccount();
    await carriedOut(account.world, offline(account.recover));
    expect(account.inUse()).toEqual(RECOVERED);
    expect(account.backups.restores.map(({ RecoveryPointArn }) => RecoveryPointArn)).toEqual([POINTS.files]);
    expect(account.service.running).toBe(2);
    expect(account.deploys()).toBe("none");
  });

  it("is done where the command ended at its very last request, and is given again", async () => {
    const undisturbed = recoverAccount();
    await carriedOut(undisturbed.world, offline(undisturbed.recover));
    const account = recoverAccount();
    const last = undisturbed.world.calls.lastIndexOf("PutParameter");
    await disturbed(account.world, offline(account.recover), {
      at: last,
      kind: "killed after",
      action: "PutParameter",
    });
    expect(account.inUse()).toEqual(RECOVERED);
  });

  it("can be taken back to what the new installation began with", async () => {
    const account = recoverAccount();
    await carriedOut(account.world, offline(account.recover));
    await carriedOut(account.world, offline(undoRestore));
    expect(account.inUse()).toEqual({ database: "today", files: "today" });
  });

  it("is refused where the vault has no database near the files", async () => {
    const late = recoverAccount();
    late.backups.points.splice(1);
    await expect(carriedOut(late.world, late.recover)).rejects.toThrow("no backup of the database near it");
    expect(late.world.calls).not.toContain("UpdateService");
  });

  it("is found in a region that has one vault besides the installation's own", async () => {
    const account = recoverAccount();
    await carriedOut(account.world, offline(account.recoverFrom("eu-west-1")));
    expect(account.inUse()).toEqual(RECOVERED);
    const installation = account.world.installation(NAMES);
    account.backups.points[0]!.BackupVaultName = "another";
    await expect(vaultOf(installation, "eu-west-1")).rejects.toThrow(
      /more than one vault \((another|openemr-gone-copies), (another|openemr-gone-copies)\) there has .* Give --from the name of a vault/,
    );
    account.backups.points.length = 0;
    await expect(vaultOf(installation, "eu-west-1")).rejects.toThrow(
      "but no vault there has recovery points",
    );
    await expect(vaultOf(installation, "us-west-2")).rejects.toThrow(
      '--from is us-west-2, but "trial" is in eu-west-1, and AWS restores within a region.',
    );
  });

  it("says which vaults there are where one is misspelled, for which AWS answers that it may not be read", async () => {
    const installation = recoverAccount().world.installation(NAMES);
    expect(await vaultOf(installation, COPIES)).toBe(COPIES);
    await expect(vaultOf(installation, "openemr-gone-copy")).rejects.toThrow(
      "--from is openemr-gone-copy, but this account has no vault of that name in eu-west-1. It has openemr-trial-backup, openemr-gone-copies.",
    );
  });

  describe("of a vault with two that are gone", () => {
    const OTHER = {
      files: "arn:aws:elasticfilesystem:us-east-1:111122223333:file-system/fs-other",
      database: "arn:aws:rds:us-east-1:111122223333:cluster:openemr-other-database",
    };

    /** @param named what the command names */
    function twoGone(named: Sources) {
      const account = recoverAccount();
      account.add("arn:other-files", "EFS", OTHER.files, new Date("2026-11-26T05:00:00Z"));
      account.add("arn:other-files-later", "EFS", OTHER.files, new Date("2026-11-28T05:05:00Z"));
      account.add("arn:other-database", "Aurora", OTHER.database, new Date("2026-11-28T05:05:00Z"));
      const options = { to: "latest", from: COPIES, sources: named, keepFiles: false, rehearse: false };
      return { ...account, twoOf: offline((to) => restore(to, options)) };
    }

    it("has files and database of the one that is named", async () => {
      const account = twoGone({ files: "fs-gone", database: "openemr-gone-database" });
      await carriedOut(account.world, account.twoOf);
      expect(account.inUse()).toEqual(RECOVERED);
      expect(account.backups.restores.map(({ RecoveryPointArn }) => RecoveryPointArn)).toEqual([
        POINTS.files,
      ]);
    });

    const FILES =
      "fs-gone (1 recovery point, 2026-11-28); fs-other (2 recovery points, 2026-11-26 to 2026-11-28).";
    const DATABASES =
      "openemr-gone-database (1 recovery point, 2026-11-28); openemr-other-database (1 recovery point, 2026-11-28).";
    it.each<[Sources, string, string]>([
      [{}, "--files is missing, but must be one of those", FILES],
      [{ files: "fs-none" }, '--files is "fs-none", but must be one of those', FILES],
      [{ files: "fs-gone" }, "--database is missing, but must be one of those", DATABASES],
      [{ files: "fs-gone", database: "gone" }, '--database is "gone", but must be one of those', DATABASES],
    ])("is refused with the list of what is there: %j", async (named, why, list) => {
      const { world, twoOf } = twoGone(named);
      const refused = carriedOut(world, twoOf);
      await expect(refused).rejects.toThrow(why);
      await expect(refused).rejects.toThrow(list);
      expect(world.calls.filter((action) => !/^(Describe|List|Get)/.test(action))).toEqual([]);
    });

    it("is told by ARN where both have the same name, as in two regions", async () => {
      const account = twoGone({ files: "fs-gone", database: "openemr-gone-database" });
      const elsewhere = OTHER.database.replace("us-east-1", "us-west-2").replace("other", "gone");
      account.backups.points.at(-1)!.ResourceArn = elsewhere;
      await expect(carriedOut(account.world, account.twoOf)).rejects.toThrow(
        `; ${elsewhere} (1 recovery point`,
      );
      const arn = twoGone({ files: "fs-gone", database: elsewhere });
      arn.backups.points.at(-1)!.ResourceArn = elsewhere;
      await arn.twoOf(arn.world.installation(NAMES));
    });

    it("needs no --database for a last snapshot", async () => {
      const { world } = twoGone({});
      const sources = { files: "fs-gone" };
      const options = { snapshot: SNAPSHOT, from: COPIES, sources, keepFiles: false, rehearse: false };
      await restore(world.installation(NAMES), options);
    });
  });

  it("names the moments of the vault where there is none of the one that is wanted", async () => {
    const { world } = recoverAccount();
    const options = { to: "2026-11-27T05:00:00Z", from: COPIES, keepFiles: false, rehearse: false };
    await expect(carriedOut(world, (installation) => restore(installation, options))).rejects.toThrow(
      `The vault ${COPIES} has files of 2026-11-28T05:00:00.000Z.`,
    );
  });

  it.each(["recover", "recoverSnapshot"] as const)(
    "goes on after anything that goes wrong, and serves only with both of one moment: %s",
    async (way) => {
      const undisturbed = recoverAccount();
      await carriedOut(undisturbed.world, offline(undisturbed[way]));
      for (const fault of sampledFaults(undisturbed.world.calls, 12)) {
        const account = recoverAccount();
        await disturbed(account.world, offline(account[way]), fault);
        expect({ ...fault, ...account.inUse() }).toMatchObject(RECOVERED);
      }
    },
    LIMIT,
  );

  it("is found in the vault that an installation of the same name left, beside the backups of today's", async () => {
    const account = recoverAccount();
    const later = new Date("2026-11-29T05:00:00Z");
    account.add("arn:of-today", "EFS", NAMES.fileSystemArn, later);
    await carriedOut(account.world, offline(account.recover));
    expect(account.inUse()).toEqual(RECOVERED);
    expect(account.backups.restores.map(({ RecoveryPointArn }) => RecoveryPointArn)).toEqual([POINTS.files]);
  });

  it("is named where a restore finds nothing of a moment, also once today's has backups of its own", async () => {
    const account = recoverAccount();
    const options = { to: "2026-11-28T05:00:00Z", keepFiles: false, rehearse: false };
    const refused = () => carriedOut(account.world, (installation) => restore(installation, options));
    await expect(refused()).rejects.toThrow(/--list shows what can be restored\.$/);
    for (const point of account.backups.points) point.BackupVaultName = NAMES.vaultName;
    const hint = `backups of fs-gone too, which an installation of this name that is gone has left: npm run recover -- trial --from ${NAMES.vaultName}`;
    await expect(refused()).rejects.toThrow(hint);
    account.backUpFiles();
    await expect(refused()).rejects.toThrow(hint);
  });

  it("does not mix with what the installation itself backed up", async () => {
    const { world } = recoverAccount();
    expect((await restorable(world.installation(NAMES))).moments).toEqual([]);
  });
});

describe("a last snapshot of the database", () => {
  const FILES_GONE = "arn:aws:elasticfilesystem:us-east-1:111122223333:file-system/fs-gone";

  it("comes with the files of the newest backup before it, and says how old these are", async () => {
    const account = recoverAccount();
    account.add("arn:before", "EFS", FILES_GONE, new Date("2026-11-27T05:00:00Z"));
    account.add("arn:after", "EFS", FILES_GONE, new Date("2026-11-29T05:00:00Z"));
    const { summary } = await account.recoverSnapshot(account.world.installation(NAMES));
    expect(summary).toMatch(
      /entered since 2026-11-28T20:00:00\.000Z.* The files are of 2026-11-28T05:00:00\.000Z: documents/,
    );
    await carriedOut(account.world, offline(account.recoverSnapshot));
    expect(account.inUse()).toEqual(RECOVERED);
    expect(account.backups.restores.map(({ RecoveryPointArn }) => RecoveryPointArn)).toEqual([POINTS.files]);
    // The database of the backup would be that of the morning.
    expect(account.world.calls).toContain("DescribeDBClusterSnapshots");
    await carriedOut(account.world, offline(undoRestore));
    expect(account.inUse()).toEqual({ database: "today", files: "today" });
  });

  it("is refused by name where there is none, it is not complete, or no files are from before it", async () => {
    const refused = async (account: ReturnType<typeof recoverAccount>, name: string, why: string) => {
      const tried = carriedOut(account.world, (installation) => account.recoverSnapshot(installation, name));
      await expect(tried).rejects.toThrow(why);
      expect(account.world.calls).not.toContain("UpdateService");
    };
    await refused(
      recoverAccount(),
      "openemr-none",
      `there is no such snapshot of a database in this account and region. There are ${SNAPSHOT}.`,
    );
    const creating = recoverAccount();
    creating.rds.lastSnapshots[0]!.Status = "creating";
    await refused(creating, SNAPSHOT, "which is creating");
    const late = recoverAccount();
    late.backups.points.splice(0, 1);
    late.add("arn:after", "EFS", FILES_GONE, new Date("2026-11-29T05:00:00Z"));
    await refused(late, SNAPSHOT, "there is no backup of the files from before it");
  });

  it.each([
    [SNAPSHOT, undefined],
    ["openemr-gone-replaced-20261128200000", "sites-replaced"],
    ["openemr-gone-restored-20261128200000", "aws-backup-restore_*/sites"],
  ])("is looked into with the files that it was in use with: %s", async (name, BESIDE) => {
    const account = recoverAccount();
    account.rds.lastSnapshots[0]!.DBClusterSnapshotIdentifier = name;
    account.rds.dataOf = () => POINTS.database;
    await carriedOut(
      account.world,
      offline((installation) => account.recoverSnapshot(installation, name)),
    );
    const [look] = account.world.requests.filter(({ permission }) => permission === "ecs:RunTask");
    const { environment } = (look!.input as RunTaskRequest).overrides!.containerOverrides![0]!;
    const set = new Map(environment!.map((each) => [each.name, each.value]));
    expect([set.get("BESIDE"), set.get("FILES_OF")]).toEqual([BESIDE, "2026-11-28T05:00:00.000Z"]);
  });

  it("is not taken for another one that was begun", async () => {
    const account = recoverAccount();
    await carriedOut(account.world, offline(account.recoverSnapshot));
    await carriedOut(account.world, offline(account.recoverSnapshot));
    const other = (installation: Installation) =>
      account.recoverSnapshot(installation, "openemr-other-final-1");
    await expect(carriedOut(account.world, other)).rejects.toThrow("what it replaced is still there");
  });

  it("replaces only the database, where the files stay", async () => {
    const account = recoverAccount();
    account.rds.dataOf = () => "today";
    const options = { snapshot: SNAPSHOT, keepFiles: true, rehearse: false };
    await carriedOut(
      account.world,
      offline((installation) => restore(installation, options)),
    );
    expect(account.backups.restores).toEqual([]);
    expect(account.names().clusters).toEqual(["openemr-trial-database", "openemr-trial-replaced"]);
  });
});

describe("the age of copies", () => {
  const vault = "arn:aws:backup:us-west-2:111122223333:backup-vault:openemr-trial-copies";
  const hours = (ago: number) => new Date(Date.parse("2026-11-29T06:00:00Z") - ago * 3_600_000);

  const copiesOf = (installation: Installation) => readCopies(installation.clients.backup, installation);

  function withCopies(...jobs: ReadonlyArray<readonly [string, number, string]>) {
    const { world, backups } = restoreAccount();
    for (const [ResourceArn, ago, State] of jobs) {
      backups.copies.push({
        ResourceArn,
        State: State as "COMPLETED",
        CreationDate: hours(ago),
        DestinationBackupVaultArn: vault,
      });
    }
    return world.installation({ ...NAMES, copyVaultArn: vault });
  }

  it("is that of the older of database and files, complete ones only", async () => {
    const copies = await copiesOf(
      withCopies(
        [NAMES.databaseArn, 2, "FAILED"],
        [NAMES.databaseArn, 26, "COMPLETED"],
        [NAMES.fileSystemArn, 1, "COMPLETED"],
        [NAMES.fileSystemArn, 25, "COMPLETED"],
      ),
    );
    expect(copies).toEqual({ vaultArn: vault, database: hours(26), files: hours(1) });
    expect(newestCopy(copies!)).toEqual(hours(26));
  });

  it("is none where one of the two was never copied, and where no copies are made", async () => {
    const copies = await copiesOf(withCopies([NAMES.fileSystemArn, 1, "COMPLETED"]));
    expect(newestCopy(copies!)).toBeUndefined();
    const { world } = restoreAccount();
    expect(await copiesOf(world.installation(NAMES))).toBeUndefined();
  });
});
