import { orderOfVersion, versionOfTag } from "../../../src/images/openemr-versions";
import { UserError } from "../../../src/user-error";
import type { Installation } from "../installation";
import { maintenanceTask } from "../maintenance-task";
import type { Step } from "../step";
import { isOldBackup, UPGRADE, type UpgradeRecord, type UpgradeRecords } from "./record";

/** Reads which version the tables are of, where a deploy was begun and the former version is deployed all the same. */
export function readTables(installation: Installation, records: UpgradeRecords): Step[] {
  return maintenanceTask(installation, records, {
    title: "Read which version the tables are of",
    takes: "2 min",
    part: UPGRADE.tables,
    script: "upgrade/database-version",
    environment: async () => ({ EXPECTED: "any" }),
  });
}

/** The note of the tables where the new version changed them: only a restore takes that back, so it stays true. */
export function lastingNote(record: UpgradeRecord): Readonly<Record<string, string>> {
  const tables = record.done[UPGRADE.tables];
  return tables === undefined || areOfFrom(record) ? {} : { [UPGRADE.tables]: tables };
}

export function areOfFrom({ done, from }: UpgradeRecord): boolean {
  const found = versionIn(done[UPGRADE.tables]);
  const version = versionOfTag(from);
  return found !== undefined && (found === version || version.startsWith(`${found}.`));
}

/** Keeps the backup from before where the tables were upgraded since; else an old one makes room for another. */
export function judgeBackup({ environment }: Installation, records: UpgradeRecords): Step {
  const isNewerThan = (to: string) => {
    const found = versionIn(records.current.done[UPGRADE.tables]);
    return found !== undefined && orderOfVersion(found) > orderOfVersion(versionOfTag(to));
  };
  return {
    title: "See which backup is from before the upgrade",
    takes: "1 s",
    look: async () => {
      const { current } = records;
      if (current.done[UPGRADE.tables] === undefined || isNewerThan(current.to)) return { is: "to do" };
      return { is: areOfFrom(current) && isOldBackup(current) ? "to do" : "done" };
    },
    begin: async () => {
      const { done, to } = records.current;
      if (isNewerThan(to)) {
        throw new UserError(
          `--to is "${to}", but an earlier upgrade changed the tables: ${done[UPGRADE.tables]}. Upgrade to that version or a newer one, ` +
            `or take the upgrade back: npm run upgrade -- ${environment} --back`,
        );
      }
      await records.note(UPGRADE.backup, undefined);
    },
  };
}

/** The version that the tables are of, or that an upgrade which was begun leads to. */
function versionIn(said = ""): string | undefined {
  return said.match(/(?<=OpenEMR )\d+\.\d+\.\d+/g)?.at(-1);
}
