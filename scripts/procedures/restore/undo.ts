import { UserError } from "../../../src/user-error";
import type { Installation } from "../installation";
import type { Procedure, Step } from "../step";
import { keepDeploysAway, letDeploysIn } from "./deploy-lock";
import { rename, startLogExport, stopLogExport } from "./exchange";
import { noteOf } from "./record";
import { RestoreParts } from "./restore-parts";

/** Notes that going back was begun, from when on a restore does not go on, and that it is done. */
const UNDOING = "undoing";
const UNDONE = "undone";

/**
 * Goes back to the database and the files that were in use when a restore began, from wherever it was stopped. What
 * was restored stays until `finishRestore`.
 */
export async function undoRestore(installation: Installation): Promise<Procedure> {
  const parts = new RestoreParts(installation);
  const { records, clusters } = parts;
  const { environment } = installation;
  const record = await records.read();
  if (!record)
    throw new UserError("No restore is under way or unfinished, so there is nothing to take back.");
  const { moment, filesPoint, roles, done } = record;
  const { inUse, restored } = clusters.names;
  const made = await clusters.find("new");
  const rolesMade = made ? (await clusters.instances(made)).map(roleOf) : [];
  const exchange: Step[] = [
    noteOf(records, UNDOING, "Note that the restore is taken back"),
    keepDeploysAway(
      installation,
      `undo of the restore to ${moment} (npm run restore -- ${environment} --undo)`,
    ),
    ...(done[UNDONE] ? [] : parts.stop()),
    ...(made
      ? [
          stopLogExport(installation, clusters, "new"),
          ...rename(installation, clusters, "new", restored, rolesMade),
        ]
      : []),
    ...rename(installation, clusters, "former", inUse, roles),
    startLogExport(installation, clusters, record.logs),
    ...(filesPoint && done["look-into"] ? parts.task("Put the former files back", "take-back-files") : []),
    noteOf(records, UNDONE, "Note that the former database is in use"),
    ...parts.start(),
    letDeploysIn(installation),
  ];
  return {
    name: "restore",
    environment,
    summary:
      `Takes the restore to ${moment} back: OpenEMR gets the database and the files that were in use before. ` +
      "People get an error page for about half an hour. What was entered since the restore stays in the restored database only.",
    steps: exchange,
    answer: environment,
    outcome: async () => [
      "OpenEMR uses the former database and files again.",
      `The restored ones are still there, and cost money. To remove them: npm run restore -- ${environment} --finish`,
    ],
  };
}

function roleOf({ DBInstanceIdentifier }: { readonly DBInstanceIdentifier?: string }): string {
  return DBInstanceIdentifier!.split("-").at(-1)!;
}
