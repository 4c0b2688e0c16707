import { UserError } from "../../../src/user-error";
import { restorable } from "../backup/moments";
import type { Installation } from "../installation";
import { forget, noteOf } from "../record";
import type { Procedure } from "../step";
import { commandOf, isExchanging, nameOf, type RestoreRecord, STAGES } from "./record";
import { removeDatabase } from "./removal";
import { RestoreParts } from "./restore-parts";
import { awaitJobs } from "./restored-files";

/**
 * Removes the database and the files that are not in use: after a restore the former ones, of which a last snapshot
 * stays; after a rehearsal or an undo the restored ones.
 */
export async function finishRestore(installation: Installation): Promise<Procedure> {
  const parts = new RestoreParts(installation);
  const { records, clusters } = parts;
  const { environment } = installation;
  const record = await records.read();
  if (!record) throw new UserError("No restore is under way or unfinished, so nothing is left over.");
  const used = await clusters.find("former");
  const isFormerInUse = used?.DBClusterIdentifier === clusters.names.inUse;
  if (isExchanging(record)) {
    throw new UserError(
      `The ${nameOf(record)} is in the middle of its exchange. Go on with it (${commandOf(record, environment)}), or take it back (--undo), to the end first.`,
    );
  }
  // People have worked with the one that goes, unless it was only restored.
  const wasInUse = record.done["adopt-passwords"] !== undefined;
  const what = record.filesPoint ? "database and files" : "database";
  if (wasInUse && record.filesPoint) await demandBackup(installation, record);
  const { replaced, restored } = clusters.names;
  const snapshot = wasInUse
    ? `${isFormerInUse ? restored : replaced}-${record.begunAt.slice(0, 19).replace(/[^0-9]/g, "")}`
    : undefined;
  return {
    name: "restore",
    environment,
    again: `npm run restore -- ${environment} --finish`,
    summary: wasInUse
      ? `Removes the ${isFormerInUse ? "restored" : "former"} ${what}, with which people have worked. What is in it stays in the snapshot ${snapshot}${record.filesPoint ? " and in the last backup of the files" : ""} only.`
      : `Removes what was restored: ${what}. OpenEMR never used it.`,
    steps: [
      noteOf(records, STAGES.finishing, "Note that the restore is being finished"),
      ...removeDatabase(installation, clusters, isFormerInUse ? "new" : "former", snapshot),
      ...(record.filesPoint ? [awaitJobs(installation, records)] : []),
      ...parts.task("Remove the files that are not in use", "remove-files"),
      forget(records, "Note that the restore is finished"),
    ],
    answer: environment,
    outcome: async () => [
      "Nothing of the restore is left over.",
      ...(snapshot
        ? [
            `The database that was removed is in the snapshot ${snapshot}, which costs money until you delete it.`,
          ]
        : []),
    ],
  };
}

/** The files that go are in a backup only where one was made since people worked with them last. */
async function demandBackup(installation: Installation, record: RestoreRecord): Promise<void> {
  const { done } = record;
  const since = done[STAGES.undone] ?? done[STAGES.exchanged];
  const newest = (await restorable(installation)).moments[0]?.at;
  if (since === undefined || (newest && newest.getTime() > Date.parse(since))) return;
  throw new UserError(
    `People have worked with the files that the ${nameOf(record)} would now remove, and no backup has them as they were last. ` +
      `Make one, which has what is not in use as well: npm run backup -- ${installation.environment}`,
  );
}
