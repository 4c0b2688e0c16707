import type { Installation } from "../installation";
import { type ProcedureRecord, Records } from "../record";

/** An upgrade by this command: the newest, also after it is done, so that it can be taken back. */
export interface UpgradeRecord extends ProcedureRecord {
  /** `openemr_version` before it. */
  readonly from: string;
  readonly to: string;
}

/** Notes of an upgrade. */
export const UPGRADE = {
  backup: "backup",
  /** A deploy was begun: from then on tasks of the new version may have changed the database. */
  deploying: "deploying",
  deployed: "deployed",
  done: "upgraded",
  /** The database's answer while the former version was deployed. */
  tables: "tables",
  redeployed: "redeployed",
  back: "taken-back",
} as const;

export class UpgradeRecords extends Records<UpgradeRecord> {
  constructor(installation: Installation) {
    super(installation, "upgrade");
  }
}

/** A backup that is older than this has not what people entered since. In milliseconds. */
const BACKUP_LIMIT = 60 * 60_000;

export function isOpen({ done }: UpgradeRecord): boolean {
  return done[UPGRADE.done] === undefined && done[UPGRADE.back] === undefined;
}

/** Whether a deploy was begun, after which only the database tells whether the new version changed it. */
export function wasDeployed({ done }: UpgradeRecord): boolean {
  return done[UPGRADE.deploying] !== undefined || done[UPGRADE.deployed] !== undefined;
}

export function isOldBackup({ done }: UpgradeRecord): boolean {
  const moment = done[UPGRADE.backup];
  return moment !== undefined && Date.now() - Date.parse(moment) > BACKUP_LIMIT;
}
