import { UserError } from "../../../src/user-error";
import type { Installation } from "../installation";
import type { Procedure } from "../step";
import { forget, removeDatabase } from "./removal";
import { RestoreParts } from "./restore-parts";

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
  const isUndone = !record.done.undoing || record.done.undone;
  if ((!isFormerInUse && !record.done.exchanged) || !isUndone) {
    throw new UserError(
      `The restore to ${record.moment} is in the middle of its exchange. Go on with it (npm run restore -- ${environment}), or take it back (--undo), to the end first.`,
    );
  }
  const snapshot = isFormerInUse
    ? undefined
    : `${clusters.names.replaced}-${record.begunAt.slice(0, 19).replace(/[^0-9]/g, "")}`;
  return {
    name: "restore",
    environment,
    summary: isFormerInUse
      ? "Removes the database and the files that were restored. OpenEMR does not use them."
      : `Removes the database and the files that were in use before the restore to ${record.moment}. Then there is no way back to them but the snapshot ${snapshot}.`,
    steps: [
      ...removeDatabase(installation, clusters, isFormerInUse ? "new" : "former", snapshot),
      ...parts.task("Remove the files that are not in use", "remove-files"),
      forget(records),
    ],
    answer: environment,
    outcome: async () => [
      "Nothing of the restore is left over.",
      ...(snapshot
        ? [`The former database is in the snapshot ${snapshot}, which costs money until you delete it.`]
        : []),
    ],
  };
}
