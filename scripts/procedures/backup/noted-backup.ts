import { notShown } from "../../aws/aws-fault";
import type { Installation } from "../installation";
import type { Records } from "../record";
import type { Step } from "../step";
import { type BackupOptions, type BackupProcedure, backup } from "./backup";
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
  const noteOf = (filesPoint: BackupProcedure["filesPoint"]) =>
    noteMoment(installation, records, part, filesPoint);
  if (noted() !== undefined && !mayBeDropped) return [noteOf(async () => undefined)];
  const { steps, filesPoint } = await backup(installation, options);
  const unlessNoted = (step: Step): Step => ({
    ...step,
    look: async () => (noted() === undefined ? step.look() : { is: "done" }),
  });
  return [...steps.map(unlessNoted), noteOf(filesPoint)];
}

function noteMoment(
  installation: Installation,
  records: Records,
  part: string,
  filesPoint: BackupProcedure["filesPoint"],
): Step {
  return {
    title: "Note the moment of the backup",
    takes: "1 s",
    look: async () => {
      const moment = records.current.done[part];
      return moment === undefined ? { is: "to do" } : { is: "done", note: moment };
    },
    begin: async () => {
      const [{ moments }, made] = await Promise.all([restorable(installation), filesPoint()]);
      const moment = moments.find(({ files }) => files.RecoveryPointArn === made);
      // The list of recovery points may lack one of the two, or both, for a while after they are made.
      if (!moment?.database) throw notShown("the recovery points of this backup");
      await records.note(part, moment.at.toISOString());
    },
  };
}
