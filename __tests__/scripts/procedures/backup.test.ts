import { backup } from "../../../scripts/procedures/backup/backup";
import type { Installation } from "../../../scripts/procedures/installation";
import { BackupPart } from "./support/backup-part";
import { carriedOut, disturbed, everyFault, NAMES } from "./support/carried-out";
import { ParametersPart } from "./support/parameters-part";
import { World } from "./support/world";

const make = (installation: Installation) => backup(installation, { keepDays: 35 });

function account() {
  const backups = new BackupPart(NAMES.vaultName);
  return { backups, world: new World([backups, new ParametersPart()]) };
}

function completed({ jobs }: BackupPart): string[] {
  return jobs.filter(({ State }) => State === "COMPLETED").map(({ ResourceArn }) => ResourceArn!);
}

test("waits for both, and tells their moments", async () => {
  const { backups, world } = account();
  let told: readonly string[] = [];
  await carriedOut(world, make, { finished: (_procedure, _seconds, outcome) => (told = outcome) });
  expect(completed(backups)).toEqual([NAMES.databaseArn, NAMES.fileSystemArn]);
  expect(told.join("\n")).toMatch(/database +arn:.*job-1\nfiles +arn:.*job-2\nThe database is as it was at/);
});

test("the command that goes on has the note as one word", async () => {
  const { again } = await backup(account().world.installation(NAMES), {
    keepDays: 35,
    note: 'ana\'s "move"',
  });
  expect(again).toBe(`npm run backup -- trial --keep 35 --note 'ana'\\''s "move"'`);
});

test("ends with one backup of each, whatever goes wrong at any request", async () => {
  const undisturbed = account();
  await carriedOut(undisturbed.world, make);
  for (const fault of everyFault(undisturbed.world.calls)) {
    const { backups, world } = account();
    await disturbed(world, make, fault);
    // Where both are complete before the second run looks, it makes a second backup, as one is asked for.
    const mayBeTwo = fault.at >= undisturbed.world.calls.length - 16;
    expect({ ...fault, of: new Set(completed(backups)) }).toMatchObject({
      of: new Set([NAMES.databaseArn, NAMES.fileSystemArn]),
    });
    if (!mayBeTwo) expect({ ...fault, jobs: backups.jobs.length }).toMatchObject({ jobs: 2 });
  }
});

test.each(["FAILED", "EXPIRED", "ABORTED", "PARTIAL"] as const)(
  "a job that is %s is an error with AWS's reason, and the next run makes another",
  async (State) => {
    for (const [arn, step] of [
      [NAMES.databaseArn, 'Step 2 of 3, "Complete the backup of the database"'],
      [NAMES.fileSystemArn, 'Step 3 of 3, "Complete the backup of the files"'],
    ] as const) {
      const { backups, world } = account();
      backups.failing.set(arn, { State, StatusMessage: "It is being deleted." });
      const failed = carriedOut(world, make);
      await expect(failed).rejects.toThrow(`${step}, failed.\n${State}: It is being deleted.\n`);
      await expect(failed).rejects.toThrow("To go on from here: npm run backup -- trial --keep 35");
      await carriedOut(world, make);
      expect(completed(backups)).toContain(arn);
    }
  },
);

test("has an end, since a locked vault would keep it for ever", async () => {
  const { backups, world } = account();
  await carriedOut(world, (installation) => backup(installation, { keepDays: 90 }));
  expect(backups.jobs.map(({ RecoveryPointLifecycle }) => RecoveryPointLifecycle)).toEqual([
    { DeleteAfterDays: 90 },
    { DeleteAfterDays: 90 },
  ]);
});

test("refuses what AWS Backup would not do", async () => {
  const off = account();
  off.backups.optedIn = { Aurora: false, EFS: true };
  await expect(carriedOut(off.world, make)).rejects.toThrow(/switched off for Aurora/);
  const locked = account();
  locked.backups.minimumRetention = 36;
  await expect(carriedOut(locked.world, make)).rejects.toThrow(
    "--keep is 35, but the vault openemr-trial-backup takes no backup that is kept for less than 36 days.",
  );
  expect([...off.backups.jobs, ...locked.backups.jobs]).toEqual([]);
});
