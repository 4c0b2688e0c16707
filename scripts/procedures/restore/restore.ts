import { UserError } from "../../../src/user-error";
import { findCluster, type Moment, restorable, restorableFrom } from "../backup/moments";
import type { Installation } from "../installation";
import { noteOf, storeRecord } from "../record";
import type { Procedure, Step } from "../step";
import { clusterNames } from "./clusters";
import { keepDeploysAway, letDeploysIn } from "./deploy-lock";
import { deployRestoredVersion } from "./deployed-version";
import { rename, stopLogExport } from "./exchange";
import { isExchanging, type RestoreRecord, type RestoreRecords, STAGES } from "./record";
import { RestoreParts } from "./restore-parts";
import { addInstance, restoreDatabase, setMasterPassword } from "./restored-database";
import { restoreFiles } from "./restored-files";
import { takeOverSettings } from "./settings";

export interface RestoreOptions {
  /** A moment in ISO 8601, `latest`, or nothing where a restore that was begun goes on. */
  readonly to?: string;
  /** Restores the database only: the files stay as they are. */
  readonly keepFiles: boolean;
  /** Vault with recovery points of another installation. @default - those of this one, in its own vault */
  readonly from?: string;
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
  // A reader may have come or gone since a rehearsal.
  const roles = isExchanging(records.current) ? records.current.roles : await parts.rolesOf("former");
  const { inUse, replaced } = clusters.names;
  // Once OpenEMR could be started again, it is not stopped a second time.
  const mayServe = done["adopt-passwords"] !== undefined;
  const prepare: Step[] = [
    storeRecord(records, "Note which restore this is"),
    restoreDatabase(installation, clusters, records),
    ...(filesPoint ? [restoreFiles(installation, records)] : []),
    addInstance(installation, clusters, "writer"),
    setMasterPassword(installation, clusters, records, "new", "password"),
    ...parts.task("Look into what was restored", "look-into"),
  ];
  const why = `restore to ${moment} (npm run restore -- ${installation.environment})`;
  const exchange: Step[] = [
    ...(mayServe
      ? []
      : [
          parts.noteBegin(roles),
          ...parts.stop(options.endsProtectedTasks),
          ...(options.whileStopped ?? []),
          deployRestoredVersion(installation, records),
          keepDeploysAway(installation, why),
        ]),
    stopLogExport(installation, clusters, "former"),
    ...rename(installation, clusters, "former", replaced, roles),
    ...rename(installation, clusters, "new", inUse, ["writer"]),
    ...(filesPoint ? parts.task("Exchange the files", "exchange-files") : []),
    // It may have been rotated since it was looked into.
    setMasterPassword(installation, clusters, records, "new", "password-of-exchange"),
    ...parts.task("Give OpenEMR's user today's password", "adopt-passwords"),
    // All names fit again. Where tasks refuse to start, a deploy may be what helps.
    letDeploysIn(installation),
    ...parts.start(),
    takeOverSettings(installation, clusters, records),
    ...(roles.includes("reader") ? [addInstance(installation, clusters, "reader")] : []),
    noteExchange(records),
  ];
  return {
    name: "restore",
    environment: installation.environment,
    again: `npm run restore -- ${installation.environment}${options.rehearse ? " --rehearse" : ""}`,
    summary: options.rehearse
      ? `Restores files and database of ${moment} beside those in use and looks into them. People go on working.`
      : `Takes OpenEMR back to ${moment}. People go on working until the exchange; from then on they get an error page for about ` +
        "half an hour. What was entered after that moment is not in the restored database; the former one stays until --finish.",
    steps: options.rehearse ? prepare : isOver(records) ? exchangeIsDone(parts) : [...prepare, ...exchange],
    answer: options.rehearse ? "yes" : installation.environment,
    outcome: async () => outcome(parts, options),
  };
}

function isOver({ current }: RestoreRecords): boolean {
  return current.done[STAGES.exchanged] !== undefined;
}

/** Nothing is to be done any more; OpenEMR's work since must not be mistaken for a step that is not done. */
function exchangeIsDone(parts: RestoreParts): Step[] {
  return [noteExchange(parts.records), letDeploysIn(parts.installation)];
}

function isAnotherMoment({ moment }: RestoreRecord, to: string | undefined): boolean {
  return to !== undefined && (to === "latest" || Date.parse(to) !== Date.parse(moment));
}

function noteExchange(records: RestoreRecords): Step {
  return noteOf(records, STAGES.exchanged, "Note that the exchange is done");
}

async function refuseAnother(
  begun: RestoreRecord,
  options: RestoreOptions,
  installation: Installation,
): Promise<void> {
  const { to, keepFiles, rehearse } = options;
  const { environment } = installation;
  const isOver = begun.done[STAGES.exchanged] !== undefined;
  if (begun.done[STAGES.finishing] || (isOver && (rehearse || isAnotherMoment(begun, to)))) {
    throw new UserError(
      `The restore to ${begun.moment}, begun at ${begun.begunAt}, is not finished: what it replaced is still there. ` +
        `Remove that, or go back to it, before you begin another: npm run restore -- ${environment} --finish, or --undo.`,
    );
  }
  if (begun.done[STAGES.undoing]) {
    throw new UserError(
      `The restore to ${begun.moment} was taken back. Go on with that, if it is not done: npm run restore -- ${environment} --undo. ` +
        "Then remove what it restored, with --finish, before you begin another.",
    );
  }
  // The latest of then need not be the latest of now.
  const moment = to === "latest" ? (await chosen(installation, options)).moment : to;
  const isSame =
    (moment === undefined || Date.parse(moment) === Date.parse(begun.moment)) &&
    (!keepFiles || begun.filesPoint === undefined);
  if (isSame) return;
  throw new UserError(
    `A restore to ${begun.moment} was begun at ${begun.begunAt} and is not finished. Go on with it: npm run restore -- ${environment}. ` +
      "Or take it back with --undo, and remove it with --finish, before you begin another.",
  );
}

async function plan(installation: Installation, options: RestoreOptions): Promise<RestoreRecord> {
  const cluster = await findCluster(installation, installation.databaseArn);
  if (!cluster) {
    throw new UserError(
      `AWS has no database ${clusterNames(installation).inUse}, so there is none to put a restored one in the place of.`,
    );
  }
  const base = {
    begunAt: new Date().toISOString(),
    former: cluster.DbClusterResourceId!,
    roles: (cluster.DBClusterMembers ?? [])
      .map(({ DBInstanceIdentifier }) => DBInstanceIdentifier!.split("-").at(-1)!)
      .sort(),
    logs: cluster.EnabledCloudwatchLogsExports ?? [],
    done: {},
  };
  return { ...base, ...(await chosen(installation, options)) };
}

/** The moment, and what it is restored from. */
async function chosen(
  installation: Installation,
  { to, keepFiles, from }: RestoreOptions,
): Promise<Pick<RestoreRecord, "moment" | "filesPoint" | "databasePoint">> {
  const { moments, anySecond } = await (from === undefined
    ? restorable(installation)
    : restorableFrom(installation, from));
  const list =
    from === undefined
      ? `npm run backup -- ${installation.environment} --list shows what can be restored.`
      : `The vault ${from} has files of ${moments.map(({ at }) => at.toISOString()).join(", ") || "no moment"}.`;
  if (to === undefined) throw new UserError(`No restore is under way, so --to is needed. ${list}`);
  if (keepFiles) {
    const at = to === "latest" ? anySecond?.to : new Date(to);
    if (!anySecond || !at || at < anySecond.from || at > anySecond.to) {
      const range = anySecond
        ? `from ${anySecond.from.toISOString()} to ${anySecond.to.toISOString()}`
        : "at no time";
      throw new UserError(`--to is ${to}, but the database can be restored to the second ${range}.`);
    }
    return { moment: at.toISOString() };
  }
  const wanted = to === "latest" ? moments[0] : momentAt(moments, new Date(to));
  if (!wanted) throw new UserError(`--to is ${to}, but there is no backup of the files of then. ${list}`);
  if (!wanted.database)
    throw new UserError(`--to is ${to}, but there is no backup of the database near it. ${list}`);
  return {
    moment: wanted.database.point ? wanted.at.toISOString() : wanted.database.at.toISOString(),
    filesPoint: wanted.files.RecoveryPointArn!,
    ...(wanted.database.point && { databasePoint: wanted.database.point.RecoveryPointArn! }),
  };
}

/** The list shows moments by the second. */
function momentAt(moments: readonly Moment[], time: Date): Moment | undefined {
  return moments.find(({ at }) => Math.abs(at.getTime() - time.getTime()) < 1000);
}

async function outcome(
  { records, installation }: RestoreParts,
  { rehearse }: RestoreOptions,
): Promise<string[]> {
  const { moment, done } = records.current;
  const looked = `Looked into: ${done["look-into"]}`;
  const remove = `npm run restore -- ${installation.environment} --finish`;
  if (rehearse) {
    return [looked, `What was restored costs money until it is removed: ${remove}`];
  }
  return [
    `OpenEMR was taken back to ${moment} at ${done[STAGES.exchanged]}. ${looked}`,
    `The former database and files are still there. To go back to them: npm run restore -- ${installation.environment} --undo. To remove them: ${remove}`,
  ];
}
