import { BackupPart } from "./backup-part";
import { NAMES } from "./carried-out";
import { ParametersPart } from "./parameters-part";
import { RdsPart } from "./rds-part";
import { ServicePart } from "./service-part";
import { TasksPart } from "./tasks-part";
import { type Part, World } from "./world";

/** The moment of the one backup of the files that there is. */
export const MOMENT = "2026-11-29T05:00:00.000Z";

const DATABASE = NAMES.databaseArn.split(":").at(-1)!;

/**
 * An installation that serves, with data of today, and a backup of this morning.
 *
 * @param restored whose files come with a restore. @default those of the backup of this morning
 * @param more parts of the account
 */
export function restoreAccount(restored = MOMENT, more: readonly Part[] = []) {
  const service = new ServicePart(NAMES.cluster, NAMES.service);
  const tasks = new TasksPart();
  const backups = new BackupPart(NAMES.vaultName, (folder, isWhole) => {
    tasks.folders[folder] = isWhole ? restored : "a part";
  });
  const rds = new RdsPart();
  tasks.misfit = (files) => {
    const made = rds.clusters.find(({ DBClusterIdentifier: name }) => name === "openemr-trial-restored");
    if (made?.password !== "today") return "Access denied for user 'dbadmin'";
    return made.data === files ? undefined : `The database is of ${made.data}, and the files are of ${files}`;
  };
  const parameters = new ParametersPart();
  rds.add({
    DBClusterIdentifier: DATABASE,
    EnabledCloudwatchLogsExports: ["audit", "error"],
    BackupRetentionPeriod: 14,
    DeletionProtection: true,
  });
  rds.addInstance(DATABASE, `${DATABASE}-writer`);
  rds.addInstance(DATABASE, `${DATABASE}-reader`);
  parameters.values.set(NAMES.procedureParameter, "none");
  backups.points.push({
    RecoveryPointArn: "arn:files",
    ResourceArn: NAMES.fileSystemArn,
    CreationDate: new Date(MOMENT),
    Status: "COMPLETED",
  });
  const world = new World([service, tasks, backups, rds, parameters, ...more]);
  const account = {
    world,
    service,
    tasks,
    backups,
    rds,
    parameters,
    /** The names of the data in the database and in the files that OpenEMR uses. */
    inUse: () => ({
      database: rds.clusters.find(({ DBClusterIdentifier }) => DBClusterIdentifier === DATABASE)?.data,
      files: tasks.folders.sites,
    }),
    /** Names of all clusters and instances. */
    names: () => ({
      clusters: rds.clusters.map(({ DBClusterIdentifier }) => DBClusterIdentifier).sort(),
      instances: rds.instances.map(({ DBInstanceIdentifier }) => DBInstanceIdentifier).sort(),
    }),
    /** A backup of now, as one is demanded before anything is removed that people worked with. */
    backUpFiles: () =>
      backups.points.push({
        RecoveryPointArn: `arn:files-${backups.points.length}`,
        ResourceArn: NAMES.fileSystemArn,
        CreationDate: backups.now(),
        Status: "COMPLETED",
      }),
    deploys: () => parameters.values.get(NAMES.procedureParameter),
  };
  world.check = (action) => {
    const serves = service.desired > 0 && service.running > 0;
    const { database, files } = account.inUse();
    if (serves && (database !== files || database === undefined)) {
      throw new Error(`OpenEMR serves with a database of ${database} and files of ${files}, after ${action}`);
    }
    if (database === undefined && account.deploys() === "none") {
      throw new Error(`There is no database of its name, and deploys are let in, after ${action}`);
    }
    const isKept =
      rds.clusters.some(({ data }) => data === "today") ||
      rds.snapshots.some((snapshot) => snapshot.endsWith("today"));
    if (!isKept) throw new Error(`The former data are nowhere, after ${action}`);
  };
  return account;
}
