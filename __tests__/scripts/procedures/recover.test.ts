import { newestCopy, readCopies } from "../../../scripts/openemr/signs/copies";
import { restorable } from "../../../scripts/procedures/backup/moments";
import type { Installation } from "../../../scripts/procedures/installation";
import { restore } from "../../../scripts/procedures/restore/restore";
import { undoRestore } from "../../../scripts/procedures/restore/undo";
import { carriedOut, disturbed, NAMES } from "./support/carried-out";
import { COPIES, POINTS, recoverAccount } from "./support/recover-account";
import { restoreAccount } from "./support/restore-account";
import { LIMIT, sampledFaults } from "./support/sampled-faults";
import { offline } from "./support/upgrade-account";

const RECOVERED = { database: POINTS.database, files: POINTS.database };

describe("an installation from copies alone", () => {
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

  it("is refused where the vault has files of two installations, or no database near the files", async () => {
    const two = recoverAccount();
    two.add("arn:other", "EFS", "arn:aws:elasticfilesystem:us-east-1:111122223333:file-system/fs-other");
    await expect(carriedOut(two.world, two.recover)).rejects.toThrow(
      /2 sources of the type EFS: .*fs-gone, .*fs-other/,
    );
    const late = recoverAccount();
    late.backups.points.splice(1);
    await expect(carriedOut(late.world, late.recover)).rejects.toThrow("no backup of the database near it");
    for (const { world } of [two, late]) expect(world.calls).not.toContain("UpdateService");
  });

  it("names the moments of the vault where there is none of the one that is wanted", async () => {
    const { world } = recoverAccount();
    const options = { to: "2026-11-27T05:00:00Z", from: COPIES, keepFiles: false, rehearse: false };
    await expect(carriedOut(world, (installation) => restore(installation, options))).rejects.toThrow(
      `The vault ${COPIES} has files of 2026-11-28T05:00:00.000Z.`,
    );
  });

  it(
    "goes on after anything that goes wrong, and serves only with both of one moment",
    async () => {
      const undisturbed = recoverAccount();
      await carriedOut(undisturbed.world, offline(undisturbed.recover));
      for (const fault of sampledFaults(undisturbed.world.calls, 6)) {
        const account = recoverAccount();
        await disturbed(account.world, offline(account.recover), fault);
        expect({ ...fault, ...account.inUse() }).toMatchObject(RECOVERED);
      }
    },
    LIMIT,
  );

  it("does not mix with what the installation itself backed up", async () => {
    const { world } = recoverAccount();
    expect((await restorable(world.installation(NAMES))).moments).toEqual([]);
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
