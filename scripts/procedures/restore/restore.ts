import { UserError } from "../../../src/user-error";
import { findCluster } from "../backup/moments";
import type { Installation } from "../installation";
import { storeRecord } from "../record";
import type { Procedure, Step } from "../step";
import { minutesOf, spanOf } from "../targets";
import { chosen, type Wanted } from "./chosen";
import { clusterNames } from "./clusters";
import { withExchange } from "./exchange-steps";
import { commandOf, nameOf, type RestoreRecord, STAGES, wayBackOf } from "./record";
import { RestoreParts } from "./restore-parts";
import { addInstance, restoreDatabase, setMasterPassword } from "./restored-database";
import { restoreFiles } from "./restored-files";

export interface RestoreOptions extends Wanted {
  /** Stops before the exchange; `--finish` removes what was restored. */
  readonly rehearse: boolean;
  /** Steps between the stop of the tasks and the exchange: deploying the version of the restored data. @default - none */
  readonly whileStopped?: readonly Step[];
  /** Ends tasks that ECS protects because they install or upgrade. @default false: they end first */
  readonly endsProtectedTasks?: boolean;
}

/**
 * Brings files and database back to one moment: both are restored beside what is in use, looked into, and exchanged
 * while OpenEMR is stopped. What was in use stays until `finishRestore`.
 *
 * @throws UserError where there is nothing of that moment, or another restore is not finished
 */
export async function restore(installation: Installation, options: RestoreOptions): Promise<Procedure> {
  const parts = new RestoreParts(installation);
  const { records, clusters } = parts;
  const begun = await records.read();
  if (begun) await refuseAnother(begun, options, installation);
  else records.plan(await plan(installation, options));
  const { moment, filesPoint, done } = records.current;
  const prepare: Step[] = [
    storeRecord(records, "Note which restore this is"),
    restoreDatabase(installation, clusters, records),
    // Files that were looked into are there. A restore that an earlier version of this project began has no notes about them.
    ...(filesPoint && done["look-into"] === undefined ? restoreFiles(installation, records) : []),
    addInstance(installation, clusters, "writer"),
    setMasterPassword(installation, clusters, records, "new", "password"),
    ...parts.task("Look into what was restored", "look-into"),
  ];
  const steps = options.rehearse
    ? prepare
    : await withExchange(parts, prepare, { ...options, why: whyOf(records.current, installation) });
  return {
    name: "restore",
    environment: installation.environment,
    again: `npm run restore -- ${installation.environment}${options.rehearse ? " --rehearse" : ""}`,
    summary: options.rehearse
      ? `Restores files and database of ${moment} beside those in use and looks into them. People go on working.`
      : `Takes OpenEMR back to ${moment}. People go on working until the exchange; from then on they get an error page for about ` +
        `${minutesOf(steps.slice(prepare.length))} minutes, the sum of what its steps take as a rule. ${lossOf(records.current)} The former database stays until --finish.`,
    steps,
    answer: options.rehearse ? "yes" : installation.environment,
    wayBack: () => wayBackOf(records, installation.environment),
    outcome: async () => outcome(parts, options),
  };
}

/** Sentences that tell what nobody has any more after the exchange. */
function lossOf({ moment, filesMoment, databaseMoment = moment }: RestoreRecord): string {
  const since = databaseMoment < moment ? databaseMoment : moment;
  return [
    `Data lost: what was entered since ${since}, ${spanOf(Date.now() - Date.parse(since))} ago.`,
    ...(filesMoment === undefined
      ? []
      : [`The files are of ${filesMoment}: documents that came after that are lost.`]),
    ...(databaseMoment === moment
      ? []
      : [
          `The files are of ${moment} and the database is of ${databaseMoment}, as there is none nearer: documents of the time between have no record, or no file.`,
        ]),
  ].join(" ");
}

function whyOf({ moment }: RestoreRecord, { environment }: Installation): string {
  return `restore to ${moment} (npm run restore -- ${environment})`;
}

function importGoesFirst(begun: RestoreRecord, environment: string): string {
  return (
    `The ${nameOf(begun)}, begun at ${begun.begunAt}, is not finished. Go on with it (${commandOf(begun, environment)}), ` +
    `or take it back with --undo, and remove it with --finish, before you begin a restore.`
  );
}

/** Whether it restores this last snapshot of the database. */
function isOf({ databasePoint }: RestoreRecord, snapshot: string): boolean {
  return databasePoint === snapshot;
}

/** @param to a moment; `latest` is another one, as there are backups since */
function isAnotherMoment(
  begun: RestoreRecord,
  to: string | undefined,
  snapshot: string | undefined,
): boolean {
  if (snapshot !== undefined && !isOf(begun, snapshot)) return true;
  const { moment } = begun;
  return to !== undefined && (to === "latest" || Date.parse(to) !== Date.parse(moment));
}

async function refuseAnother(
  begun: RestoreRecord,
  options: RestoreOptions,
  installation: Installation,
): Promise<void> {
  const { to, keepFiles, rehearse, snapshot } = options;
  const { environment } = installation;
  const isOver = begun.done[STAGES.exchanged] !== undefined;
  // Nothing is backed up into the vault of an installation that is gone, so its latest stays the latest.
  const wanted =
    isOver && to === "latest" && options.from !== undefined
      ? (await chosen(installation, options)).moment
      : to;
  if (begun.done[STAGES.finishing] || (isOver && (rehearse || isAnotherMoment(begun, wanted, snapshot)))) {
    throw new UserError(
      `The ${nameOf(begun)}, begun at ${begun.begunAt}, is not finished: what it replaced is still there. ` +
        `Remove that, or go back to it, before you begin another: npm run restore -- ${environment} --finish, or --undo.`,
    );
  }
  if (begun.done[STAGES.undoing]) {
    throw new UserError(
      `The ${nameOf(begun)} was taken back. Go on with that, if it is not done: npm run restore -- ${environment} --undo. ` +
        "Then remove what it restored, with --finish, before you begin another.",
    );
  }
  if (begun.imported !== undefined) throw new UserError(importGoesFirst(begun, environment));
  // The latest of then need not be the latest of now.
  const moment = to === "latest" ? (await chosen(installation, options)).moment : to;
  const isSame =
    (moment === undefined || Date.parse(moment) === Date.parse(begun.moment)) &&
    (snapshot === undefined || isOf(begun, snapshot)) &&
    (!keepFiles || begun.filesPoint === undefined);
  if (isSame) return;
  throw new UserError(
    `A restore to ${begun.moment} was begun at ${begun.begunAt} and is not finished. Go on with it: npm run restore -- ${environment}. ` +
      "Or take it back with --undo, and remove it with --finish, before you begin another.",
  );
}

async function plan(installation: Installation, options: RestoreOptions): Promise<RestoreRecord> {
  return { ...(await formerOf(installation)), ...(await chosen(installation, options)) };
}

/**
 * A record of now with the cluster that is in use.
 *
 * @throws UserError where there is none, or one already has the name of what is made beside it: somebody else's would be taken
 * for what was restored, and exchanged
 */
export async function formerOf(
  installation: Installation,
): Promise<Omit<RestoreRecord, "moment" | "filesPoint" | "databasePoint">> {
  const { inUse, restored, replaced } = clusterNames(installation);
  const cluster = await findCluster(installation, installation.databaseArn);
  if (!cluster) {
    throw new UserError(
      `AWS has no database ${inUse}, so there is none to put a restored one in the place of. ` +
        `npm run deploy -- ${installation.environment} makes an empty one; then run this command again.`,
    );
  }
  for (const name of [restored, replaced]) {
    if (!(await findCluster(installation, name))) continue;
    throw new UserError(
      `There is a database ${name} already, and no restore is noted that made it. This one would take it for what was restored. ` +
        "Nothing was changed. Give it another name, or delete it where nobody needs it (console: RDS, Databases), and run the command again.",
    );
  }
  return {
    begunAt: new Date().toISOString(),
    former: cluster.DbClusterResourceId!,
    roles: (cluster.DBClusterMembers ?? [])
      .map(({ DBInstanceIdentifier }) => DBInstanceIdentifier!.split("-").at(-1)!)
      .sort(),
    logs: cluster.EnabledCloudwatchLogsExports ?? [],
    done: {},
  };
}

async function outcome(
  { records, installation }: RestoreParts,
  { rehearse }: RestoreOptions,
): Promise<string[]> {
  const { moment, done, begunAt } = records.current;
  const looked = `Looked into: ${done["look-into"]}`;
  const remove = `npm run restore -- ${installation.environment} --finish`;
  if (rehearse) {
    const age = spanOf(Date.parse(begunAt) - Date.parse(moment));
    return [
      looked,
      `The data were ${age} old when this began.`,
      `What was restored costs money until it is removed: ${remove}`,
    ];
  }
  return [
    `OpenEMR was taken back to ${moment} at ${done[STAGES.exchanged]}. ${looked}`,
    `The former database and files are still there. To go back to them: npm run restore -- ${installation.environment} --undo. To remove them: ${remove}`,
  ];
}
