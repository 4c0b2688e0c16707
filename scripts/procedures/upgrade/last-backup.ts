import { notedBackup } from "../backup/noted-backup";
import type { Installation } from "../installation";
import type { Step } from "../step";
import { UPGRADE, type UpgradeRecords } from "./record";

/** Days for which the backup from before an upgrade is kept. */
export const KEEP_DAYS = 90;

/** Makes the backup from before the upgrade. */
export function lastBackup(
  installation: Installation,
  records: UpgradeRecords,
  mayBeDropped: boolean,
): Promise<Step[]> {
  const { from, to } = records.current;
  return notedBackup(installation, records, {
    part: UPGRADE.backup,
    keepDays: KEEP_DAYS,
    note: `before the upgrade from ${from} to ${to}`,
    mayBeDropped,
  });
}
