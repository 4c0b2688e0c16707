import { RESTORE_TICKS } from "./support/backup-part";
import { carriedOut, disturbed, NAMES } from "./support/carried-out";
import { MOMENT, restoreAccount } from "./support/restore-account";
import { finish, OF_THEN, OF_TODAY, stateOf, toThatMoment, undo } from "./support/restores";
import { LIMIT, sampledFaults } from "./support/sampled-faults";

describe("a restore of the files that fails", () => {
  /** @param after half minutes of each job until it fails */
  async function failedRestores(...after: readonly number[]) {
    const account = restoreAccount();
    account.backups.failingRestores.push(...after);
    for (const _ of after) {
      await expect(carriedOut(account.world, toThatMoment)).rejects.toThrow(
        /"Restore the files beside those in use", failed\.\nFAILED: The file system has no room\./,
      );
      expect(stateOf(account)).toEqual(OF_TODAY);
    }
    return account;
  }
  const POINTS = Array.from({ length: RESTORE_TICKS }, (_, i) => i + 1);

  test.each([...POINTS.map((after) => [after]), [4, 7]])(
    "is begun again, and what it left is neither used nor kept, after %p half minutes",
    async (...after) => {
      const account = await failedRestores(...after);
      await carriedOut(account.world, toThatMoment);
      expect(stateOf(account)).toEqual(OF_THEN);
      await carriedOut(account.world, undo);
      expect(stateOf(account)).toEqual(OF_TODAY);
      account.backUpFiles();
      await carriedOut(account.world, finish);
      expect(account.tasks.folders).toEqual({ sites: "today" });
    },
  );

  test(
    "goes on after anything that goes wrong in the second run",
    async () => {
      const undisturbed = await failedRestores(5);
      const before = undisturbed.world.calls.length;
      await carriedOut(undisturbed.world, toThatMoment);
      for (const fault of sampledFaults(undisturbed.world.calls.slice(before), 12)) {
        const account = await failedRestores(5);
        await disturbed(account.world, toThatMoment, { ...fault, at: account.world.calls.length + fault.at });
        expect({ ...fault, ...stateOf(account) }).toMatchObject(OF_THEN);
      }
    },
    LIMIT,
  );

  test("is not begun again while another one goes on, nor after one that was completed", async () => {
    const account = restoreAccount();
    const job = () => account.backups.restores[0]!;
    account.world.disturb({ at: 0, kind: "killed before" });
    await carriedOut(account.world, toThatMoment).catch(() => {});
    account.world.revive();
    account.world.check = (action) => {
      // A second one, as an answer that was lost can leave it behind.
      if (action !== "StartRestoreJob" || account.backups.restores.length > 1) return;
      account.backups.restores.push({ ...job(), token: "second" });
      account.backups.failingRestores.push(6);
    };
    await carriedOut(account.world, toThatMoment);
    expect(account.world.calls.filter((action) => action === "StartRestoreJob")).toHaveLength(1);
    expect(stateOf(account)).toEqual(OF_THEN);
  });

  test("leaves a folder as it is that somebody else had AWS restore before", async () => {
    const account = await failedRestores(5);
    const theirs = { "aws-backup-restore_2026-11-01T10-00-00-123Z": "theirs" };
    Object.assign(account.tasks.folders, theirs);
    await carriedOut(account.world, toThatMoment);
    expect(stateOf(account)).toEqual(OF_THEN);
    account.backUpFiles();
    await carriedOut(account.world, finish);
    expect(account.tasks.folders).toEqual({ sites: MOMENT, ...theirs });
  });

  test("is waited for where the restore is given up while it goes on, so that nothing is left", async () => {
    const undisturbed = restoreAccount();
    await carriedOut(undisturbed.world, toThatMoment);
    const at = undisturbed.world.calls.indexOf("StartRestoreJob");
    const account = restoreAccount();
    account.world.disturb({ at, kind: "killed after" });
    await carriedOut(account.world, toThatMoment).catch(() => {});
    account.world.revive();
    // A large file system.
    account.backups.restores[0]!.ticks = -100;
    await carriedOut(account.world, finish);
    expect(account.backups.restores.map(({ Status }) => Status)).toEqual(["COMPLETED"]);
    expect(account.tasks.folders).toEqual({ sites: "today" });
  });
});

test("a restore of the same recovery point that is somebody else's is not taken for this one", async () => {
  const account = restoreAccount();
  const other = {
    RecoveryPointArn: "arn:files",
    Status: "COMPLETED",
    // They are begun later, so only what they are for tells them apart.
    CreationDate: new Date(Date.now() + 3_600_000),
    ticks: 0,
  } as const;
  const IamRoleArn = NAMES.restoreRoleArn;
  const RestoreTestingPlanArn =
    "arn:aws:backup:eu-west-1:111122223333:restore-testing-plan:openemr_trial_restores-1";
  account.backups.restores.push(
    { ...other, token: "test", IamRoleArn, CreatedBy: { RestoreTestingPlanArn } },
    { ...other, token: "elsewhere", IamRoleArn: "arn:aws:iam::111122223333:role/openemr-other-restore" },
  );
  await carriedOut(account.world, toThatMoment);
  expect(stateOf(account)).toEqual(OF_THEN);
});

test("the restored database is looked into only when today's password is in use, which AWS only takes at first", async () => {
  const account = restoreAccount();
  const passwords: unknown[] = [];
  account.world.check = (action) => {
    if (action !== "RunTask") return;
    const made = account.rds.clusters.find(({ data }) => data === MOMENT)!;
    passwords.push([made.password, made.newPassword]);
  };
  await carriedOut(account.world, toThatMoment);
  expect(passwords).toEqual([
    ["today", undefined],
    ["today", undefined],
    ["today", undefined],
  ]);
});
