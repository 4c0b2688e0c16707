import { UserError } from "../../../src/user-error";
import type { Installation } from "../installation";
import { noteOf, timeOf } from "../record";
import type { Procedure, Step } from "../step";
import { keepDeploysAway, letDeploysIn } from "./deploy-lock";
import { rename, startLogExport, stopLogExport } from "./exchange";
import { nameOf, STAGES } from "./record";
import { RestoreParts } from "./restore-parts";
import { setMasterPassword } from "./restored-database";

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
  const { filesPoint, done, roles } = record;
  const name = nameOf(record);
  if (!done[STAGES.exchanging]) {
    throw new UserError(
      `The ${name} has not exchanged anything yet, so there is nothing to take back, and OpenEMR goes on. ` +
        `Remove what was restored: npm run restore -- ${environment} --finish`,
    );
  }
  const former = await clusters.find("former");
  const left = former ? await parts.rolesOf("former") : [];
  if (!former || former.Status === "deleting" || left.length === 0 || done[STAGES.finishing]) {
    throw new UserError(
      `The database that was in use before the ${name} is no longer there as it was${former ? `: it is ${former.Status} with ${left.length} instances` : ""}, ` +
        `so nothing was changed. Remove what is left: npm run restore -- ${environment} --finish. Another moment can be restored then.`,
    );
  }
  const { inUse, restored } = clusters.names;
  const made = await clusters.find("new");
  const rolesMade = made ? (await clusters.instances(made)).map(roleOf) : [];
  const exchange: Step[] = [
    noteOf(records, STAGES.undoing, "Note that the restore is taken back"),
    keepDeploysAway(installation, `undo of the ${name} (npm run restore -- ${environment} --undo)`),
    ...(done[STAGES.undone] ? [] : parts.stop()),
    ...(made
      ? [
          stopLogExport(installation, clusters, "new"),
          ...rename(installation, clusters, "new", restored, rolesMade),
        ]
      : []),
    ...rename(installation, clusters, "former", inUse, roles),
    startLogExport(installation, clusters, record.logs),
    ...(filesPoint && done["look-into"] ? parts.task("Put the former files back", "take-back-files") : []),
    setMasterPassword(installation, clusters, records, "former", "password-of-undo"),
    ...parts.task("Give OpenEMR's user today's password", "adopt-passwords", "undo-passwords"),
    timeOf(records, STAGES.undone, "Note that the former database is in use"),
    // All names fit again. Where tasks refuse to start, as after another version was deployed, a deploy is what helps.
    letDeploysIn(installation),
    ...parts.start(),
  ];
  return {
    name: "restore",
    environment,
    again: `npm run restore -- ${environment} --undo`,
    summary:
      `Takes the ${name} back: OpenEMR gets the database and the files that were in use before. ` +
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
