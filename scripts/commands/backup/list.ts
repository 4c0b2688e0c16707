import { ListTagsCommand } from "@aws-sdk/client-backup";
import { explainingAws } from "../../aws/aws-error";
import { type Copies, readCopies } from "../../openemr/signs/copies";
import { NOTE_TAG } from "../../procedures/backup/backup";
import { type Moment, restorable } from "../../procedures/backup/moments";
import { type Installation, reachInstallation } from "../../procedures/installation";
import { lossNow } from "../../procedures/targets";
import type { Surroundings } from "../../terminal/command";
import { Stopwatch } from "../../terminal/stopwatch";
import { renderTable } from "../../terminal/text-table";
import { stackOutputs } from "../../terraform/stack-outputs";

/** Shows what can be restored, the newest moment first. */
export async function listBackups(
  { environment, json }: { readonly environment?: string; readonly json: boolean },
  { project }: Surroundings,
): Promise<void> {
  const installation = await reachInstallation(await stackOutputs(project, environment));
  const watch = new Stopwatch();
  await explainingAws(async () => {
    const [{ moments, anySecond }, copies] = await watch.time("reading backups", () =>
      Promise.all([restorable(installation), readCopies(installation.clients.backup, installation)]),
    );
    const notes = await watch.time("reading notes", () =>
      Promise.all(moments.map((moment) => noteOf(installation, moment))),
    );
    if (json) {
      console.log(
        JSON.stringify({ anySecond, copies, moments: moments.map((moment, i) => plain(moment, notes[i])) }),
      );
      return;
    }
    if (moments.length === 0) console.log("There is no backup of the files yet.");
    else
      console.log(
        renderTable(
          ["Moment (UTC)", "database", "kept until", "note"],
          moments.map((moment, i) => row(moment, notes[i])),
        ),
      );
    if (anySecond) {
      console.log(
        `\nWithout the files, the database can be restored to any second from ${text(anySecond.from)} to ${text(anySecond.to)}.`,
      );
    }
    console.log(`\n${lossNow({ moments, ...(anySecond && { anySecond }) }, copies, new Date()).join("\n")}`);
    if (copies) console.log(`\n${copiesText(copies)}`);
    console.log(
      `\nTo restore: npm run restore -- ${installation.environment} --to <moment>. The database takes about half an hour, the files an hour for each 100 GB.`,
    );
  }, 'docs/operations.md, "Permissions of procedures", has the permissions that the command takes.');
}

function copiesText({ vaultArn, database, files }: Copies): string {
  const since = (date: Date | undefined) => (date ? text(date) : "none in a month");
  return `Copied to ${vaultArn}: database ${since(database)}, files ${since(files)}. docs/elsewhere.md says how to recover from there.`;
}

/** Only backups out of turn have one. */
async function noteOf({ clients }: Installation, { files }: Moment): Promise<string | undefined> {
  if (files.CreatedBy?.BackupPlanId) return undefined;
  const { Tags = {} } = await clients.backup.send(
    new ListTagsCommand({ ResourceArn: files.RecoveryPointArn }),
  );
  return Tags[NOTE_TAG] ?? "out of turn";
}

function row({ at, files, database }: Moment, note = "") {
  const until = files.CalculatedLifecycle?.DeleteAt;
  return [text(at), databaseText(at, database), until ? text(until).slice(0, 10) : "for ever", note];
}

function databaseText(at: Date, database: Moment["database"]): string {
  if (!database) return "none";
  const minutes = Math.round((database.at.getTime() - at.getTime()) / 60_000);
  if (minutes === 0) return "same moment";
  return `${Math.abs(minutes)} min ${minutes > 0 ? "later" : "earlier"}`;
}

function plain({ at, files, database }: Moment, note: string | undefined) {
  return {
    at,
    files: files.RecoveryPointArn,
    database: database && { at: database.at, recoveryPoint: database.point?.RecoveryPointArn },
    keptUntil: files.CalculatedLifecycle?.DeleteAt,
    note,
  };
}

/** e.g. `2026-11-29T05:00:12Z`, as `npm run restore` takes it. */
function text(date: Date): string {
  return `${date.toISOString().slice(0, 19)}Z`;
}
