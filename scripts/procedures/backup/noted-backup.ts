import { UserError } from "../../../src/user-error";
import { notShown } from "../aws-fault";
import type { Installation } from "../installation";
import type { Records } from "../record";
import type { Step } from "../step";
import { type BackupOptions, backup } from "./backup";
import { restorable } from "./moments";

export interface NotedBackupProps extends BackupOptions {
  /** Name of the note with its moment. */
  readonly part: string;
  /** An earlier step may take the note away. */
  readonly mayBeDropped?: boolean;
}

/** Makes a backup of both stores within a procedure, where none is noted when its turn comes, and notes its moment. */
export async function notedBackup(
  installation: Installation,
  records: Records,
  { part, mayBeDropped = false, ...options }: NotedBackupProps,
): Promise<Step[]> {
  const noted = () => records.current.done[part];
  const note = noteMoment(installation, records, part, options.since);
  if (noted() !== undefined && !mayBeDropped) return [note];
  const { steps } = await backup(installation, options);
  const unlessNoted = (step: Step): Step => ({
    ...step,
    look: async () => (noted() === undefined ? step.look() : { is: "done" }),
  });
  return [...steps.map(unlessNoted), note];
}

function noteMoment(
  installation: Installation,
  records: Records,
  part: string,
  since: BackupOptions["since"],
): Step {
  return {
    title: "Note the moment of the backup",
    takes: "1 s",
    look: async () => {
      const moment = records.current.done[part];
      return moment === undefined ? { is: "to do" } : { is: "done", note: moment };
    },
    begin: async () => {
      const [newest] = (await restorable(installation)).moments;
      if (!newest?.database) {
        throw new UserError(
          "The vault shows no backup of files and database of one moment, so the procedure does not go on. Look: " +
            `npm run backup -- ${installation.environment} --list`,
        );
      }
      const begin = since?.();
      // The list of recovery points is behind.
      if (begin && newest.at < begin) throw notShown("the recovery points of this backup");
      await records.note(part, newest.at.toISOString());
    },
  };
}
