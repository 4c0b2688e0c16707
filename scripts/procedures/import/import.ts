import path from "node:path";
import { UserError } from "../../../src/user-error";
import { shellWord } from "../../system/shell-word";
import type { Installation } from "../installation";
import { maintenanceTask } from "../maintenance-task";
import { storeRecord } from "../record";
import { withExchange } from "../restore/exchange-steps";
import { commandOf, nameOf, type RestoreRecord, STAGES, wayBackOf } from "../restore/record";
import { formerOf } from "../restore/restore";
import { RestoreParts } from "../restore/restore-parts";
import { addInstance } from "../restore/restored-database";
import type { Procedure, Step } from "../step";
import { CARRIED, carry, digestsOf, keyOf, removeCarried } from "./carry";
import { makeEmptyDatabase } from "./empty-database";
import type { BackupLook } from "./look";
import { refusals, renderLook } from "./report";

export interface ImportOptions {
  /** The backup: a file or folder. */
  readonly from: string;
  /** As it was looked into. */
  readonly look: BackupLook;
  /** Milliseconds between two tries of an upload. @default 10000 */
  readonly interval?: number;
}

/**
 * Moves an OpenEMR that exists somewhere into an installation. Its backup is carried to AWS, loaded beside what is in use,
 * brought to the installation's version there, looked into, and exchanged. It leaves the record of a restore, so its undo
 * and its end are those of a restore.
 *
 * @throws UserError where the backup must not be loaded, there is no bucket for it, or another procedure is not finished
 */
export async function importBackup(
  installation: Installation,
  { from, look, interval }: ImportOptions,
): Promise<Procedure> {
  const { environment, importBucket: bucket, clients } = installation;
  refuseBackup(from, look);
  if (!bucket) {
    throw new UserError(
      `There is no bucket to carry the backup in. Set enable_import = true in environments/${environment}.tfvars, deploy it, and run this command again.`,
    );
  }
  const parts = new RestoreParts(installation);
  const { records, clusters } = parts;
  const begun = await records.read();
  if (begun) refuseAnother(begun, look, environment);
  else {
    const former = await formerOf(installation);
    const imported = { name: path.basename(from), digest: look.digest };
    // The folder beside is taken for files that were restored.
    records.plan({ ...former, moment: former.begunAt, imported, filesPoint: `s3://${bucket}` });
  }
  const carrying = { s3: clients.s3, bucket, records, from, digest: look.digest, site: siteOf(look) };
  const task = (title: string, script: "load-files" | "load-tables" | "upgrade", takes: string): Step[] =>
    maintenanceTask(installation, records, {
      title,
      takes,
      script: `import/${script}`,
      environment: async () => ({
        RESTORED_HOST: (await clusters.get("new")).Endpoint ?? "",
        ...(script === "load-files" ? bucketSettings(installation, bucket, parts) : {}),
      }),
    });
  const prepare: Step[] = [
    storeRecord(records, "Note which import this is"),
    carry(carrying, interval),
    makeEmptyDatabase(installation, clusters),
    addInstance(installation, clusters, "writer"),
    ...task("Load the files beside those in use", "load-files", "10 min, and an hour for each 100 GB"),
    ...task("Load the tables beside those in use", "load-tables", "10 min for each GB"),
    ...task(
      "Bring both to this version of OpenEMR",
      "upgrade",
      "10 min; OpenEMR's own scripts may need an hour",
    ),
    ...parts.task("Look into what was loaded", "look-into"),
    removeCarried(carrying),
  ];
  const again = `npm run import -- ${environment} --from ${shellWord(from)}`;
  return {
    name: "import",
    environment,
    again,
    answer: environment,
    wayBack: () => wayBackOf(records, environment),
    summary: [
      ...renderLook(look),
      "",
      "It is loaded beside what is in use, and people go on working until the exchange; from then on they get an error page for " +
        "about half an hour. What is in use now stays until --finish, and --undo goes back to it.",
    ].join("\n"),
    steps: await withExchange(parts, prepare, { why: `${nameOf(records.current)} (${again})` }),
    outcome: async () => [
      `OpenEMR has what was in ${path.basename(from)}. Looked into: ${records.current.done["look-into"]}`,
      "Its people sign in with the passwords that they had; the administrator's secret of this installation is not theirs.",
      `What was in use before is still there. To go back to it: npm run import -- ${environment} --undo. To remove it: npm run import -- ${environment} --finish`,
      `Then set enable_import = false, and deploy.`,
    ],
  };
}

function refuseBackup(from: string, look: BackupLook): void {
  const bad = refusals(look);
  if (bad.length === 0) return;
  throw new UserError(
    `${from} must not be loaded as it is:\n${bad.map((each) => `  ${each}`).join("\n")}\nNothing was changed.`,
  );
}

function refuseAnother(begun: RestoreRecord, { digest }: BackupLook, environment: string): void {
  const isSame = begun.imported?.digest === digest;
  if (isSame && !begun.done[STAGES.undoing] && !begun.done[STAGES.finishing]) return;
  const over = begun.done[STAGES.exchanged] || begun.done[STAGES.undone] || begun.done[STAGES.finishing];
  throw new UserError(
    `The ${nameOf(begun)}, begun at ${begun.begunAt}, is not finished. ` +
      (over
        ? `Remove what is not in use first: npm run restore -- ${environment} --finish`
        : `Go on with it (${commandOf(begun, environment)}), or take it back with --undo, and remove it with --finish, before you begin another.`),
  );
}

/** The one site; others are refused. */
function siteOf({ tree }: BackupLook): string {
  return Object.keys(tree.sites)[0]!;
}

/** Tells the task where the objects are, and their digests: it loads nothing else. */
function bucketSettings(
  { databaseArn }: Installation,
  bucket: string,
  { records }: RestoreParts,
): Record<string, string> {
  const region = databaseArn.split(":")[3]!;
  const digests = digestsOf(records);
  return {
    BUCKET_URL: `https://${bucket}.s3.${region}.amazonaws.com${region.startsWith("cn-") ? ".cn" : ""}`,
    BUCKET_REGION: region,
    ...Object.fromEntries(
      CARRIED.map((name, i) => [name.toUpperCase(), `${keyOf(records, name)} ${digests[i]}`]),
    ),
  };
}
