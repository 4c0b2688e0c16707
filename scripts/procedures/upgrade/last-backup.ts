import { UserError } from "../../../src/user-error";
import { backup } from "../backup/backup";
import { restorable } from "../backup/moments";
import type { Installation } from "../installation";
import type { Step } from "../step";
import { UPGRADE, type UpgradeRecords } from "./record";

/** Days for which the backup from before an upgrade is kept. */
export const KEEP_DAYS = 90;

/** Makes the backup from before the upgrade, where none is noted when its turn comes. */
export async function lastBackup(
  installation: Installation,
  records: UpgradeRecords,
  mayBeDropped: boolean,
): Promise<Step[]> {
  const note = noteBackup(installation, records);
  const noted = () => records.current.done[UPGRADE.backup];
  if (noted() !== undefined && !mayBeDropped) return [note];
  const { from, to } = records.current;
  const { steps } = await backup(installation, {
    keepDays: KEEP_DAYS,
    note: `before the upgrade from ${from} to ${to}`,
  });
  const unlessNoted = (step: Step): Step => ({
    ...step,
    look: async () => (noted() === undefined ? step.look() : { is: "done" }),
  });
  return [...steps.map(unlessNoted), note];
}

function noteBackup(installation: Installation, records: UpgradeRecords): Step {
  return {
    title: "Note the moment of the backup",
    takes: "1 s",
    look: async () => {
      const moment = records.current.done[UPGRADE.backup];
      return moment === undefined ? { is: "to do" } : { is: "done", note: moment };
    },
    begin: async () => {
      const [newest] = (await restorable(installation)).moments;
      if (!newest?.database) {
        throw new UserError(
          "The vault shows no backup of files and database of one moment, so nothing was upgraded. Look: " +
            `npm run backup -- ${installation.environment} --list`,
        );
      }
      await records.note(UPGRADE.backup, newest.at.toISOString());
    },
  };
}
