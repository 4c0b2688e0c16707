import { OPENEMR_VERSIONS, versionOfTag } from "../../../src/images/openemr-versions";
import { UserError } from "../../../src/user-error";
import type { Installation } from "../installation";
import { maintenanceTask } from "../maintenance-task";
import { noteOf, storeRecord } from "../record";
import { deployedVersion } from "../restore/deployed-version";
import { refuseDuringExchange } from "../restore/record";
import { openSignInPage } from "../service/sign-in-page";
import { readService } from "../service/tasks";
import type { Procedure } from "../step";
import { type Deploy, deployStack } from "./deployment";
import { followUpgrade } from "./follow";
import { KEEP_DAYS, lastBackup } from "./last-backup";
import { isOldBackup, isOpen, UPGRADE, type UpgradeRecord, UpgradeRecords, wasDeployed } from "./record";
import { judgeBackup, lastingNote, readTables } from "./tables";
import type { VersionFile } from "./version-file";
import { describeWay, refuseWay } from "./way";

export interface UpgradeProps {
  readonly to: string;
  readonly file: VersionFile;
  readonly deploy: Deploy;
}

/**
 * Upgrades OpenEMR: a backup that is waited for, the version in the environment's file, the deploy, and a look at what
 * the tasks make of it, to the version in the database.
 *
 * @throws UserError where no upgrade leads there, or another procedure is not finished
 */
export async function upgrade(installation: Installation, props: UpgradeProps): Promise<Procedure> {
  const { environment } = installation;
  const { to, file } = props;
  await refuseDuringExchange(installation);
  const records = new UpgradeRecords(installation);
  const deployed = await deployedVersion(installation);
  const before = await records.read();
  const open = before && isOpen(before) ? before : undefined;
  // Nothing was deployed, or ECS went back to the version before.
  const isUnchanged = open !== undefined && open.from === deployed;
  if (open && !isUnchanged) refuseAnother(open, to, environment);
  const isDone = before?.to === to && deployed === to && before.done[UPGRADE.done] !== undefined;
  if (isUnchanged || (!open && !isDone)) {
    const from = deployed ?? file.version ?? OPENEMR_VERSIONS.default;
    refuseWay(environment, from, to);
    await refuseStopped(installation);
    records.plan({ begunAt: new Date().toISOString(), from, to, done: open ? kept(open) : {} });
  }
  const { from } = records.current;
  const asksTables = isUnchanged && wasDeployed(open);
  return {
    name: "upgrade",
    environment,
    answer: environment,
    again: `npm run upgrade -- ${environment} --to ${to}`,
    wayBack: () => wayBack(records, environment),
    summary: [
      `Upgrades OpenEMR from ${from} to ${to}. ${describeWay(from, to).join(" ")}`,
      "People see a page that says so while files and database change; what they have not saved is lost, so tell them before. " +
        `There is no way back but a restore, to ${describeBackup(records.current, asksTables)}.`,
      ...file.diff(to).map((line) => `  ${line}`),
    ].join("\n"),
    steps: [
      storeRecord(records, "Note which upgrade this is"),
      ...(asksTables ? [...readTables(installation, records), judgeBackup(installation, records)] : []),
      ...(await lastBackup(installation, records, asksTables)),
      file.write(to),
      noteOf(records, UPGRADE.deploying, "Note that the deploy begins"),
      ...deployStack(records, UPGRADE.deployed, props.deploy, async () => {
        const version = await deployedVersion(installation);
        return version === undefined || version === to;
      }),
      followUpgrade(installation, to),
      openSignInPage(installation),
      ...maintenanceTask(installation, records, {
        title: "Read the version in the database",
        takes: "2 min",
        script: "upgrade/database-version",
        environment: async () => ({ EXPECTED: versionOfTag(to) }),
      }),
      noteOf(records, UPGRADE.done, "Note that the upgrade is done"),
    ],
    outcome: async () => [
      `OpenEMR ${to} serves at ${installation.url}. ${records.current.done["database-version"]}.`,
      `The backup of ${records.current.done[UPGRADE.backup]}, from before, is kept for ${KEEP_DAYS} days. To go back to it and to ${from}: npm run upgrade -- ${environment} --back`,
      `Commit ${file.shown}, or the next deploy from elsewhere brings the former version.`,
    ],
  };
}

/** The notes of an open record that still hold when it is begun again from the version before. */
function kept(open: UpgradeRecord): UpgradeRecord["done"] {
  const { [UPGRADE.backup]: backup, [UPGRADE.deploying]: deploying } = open.done;
  if (!wasDeployed(open))
    return backup === undefined || isOldBackup(open) ? {} : { [UPGRADE.backup]: backup };
  return {
    ...(backup && { [UPGRADE.backup]: backup }),
    [UPGRADE.deploying]: deploying ?? open.begunAt,
    ...lastingNote(open),
  };
}

function describeBackup(record: UpgradeRecord, asksTables: boolean): string {
  const moment = record.done[UPGRADE.backup];
  if (moment === undefined) return "the backup that is made first";
  const another = asksTables && isOldBackup(record);
  return `the backup of ${moment}${another ? ", or to a new one where the database is still of the version before" : ""}`;
}

function wayBack({ current }: UpgradeRecords, environment: string): string | undefined {
  const command = `npm run upgrade -- ${environment} --back`;
  if (!wasDeployed(current)) return `Nothing was deployed. To give the upgrade up: ${command}`;
  const { from, to, done } = current;
  const moment = done[UPGRADE.backup];
  // It made room for a new one, since the tables are still of the version before.
  if (moment === undefined) return `To give the upgrade up, which restores nothing: ${command}`;
  return (
    `To go back to ${from}: ${command}. Where ${to} was deployed or has changed the tables, that brings back the data of ` +
    `${moment}; otherwise it restores nothing.`
  );
}

function refuseAnother(record: UpgradeRecord, to: string, environment: string): void {
  if (record.to === to) return;
  throw new UserError(
    `--to is "${to}", but an upgrade from ${record.from} to ${record.to} was begun at ${record.begunAt} and is not finished. ` +
      `Go on with it: npm run upgrade -- ${environment} --to ${record.to}. Or take it back: npm run upgrade -- ${environment} --back`,
  );
}

async function refuseStopped(installation: Installation): Promise<void> {
  const { desiredCount } = await readService(installation);
  if (desiredCount! > 0) return;
  throw new UserError(
    `OpenEMR is stopped, and its tasks do the upgrade. Start it first: npm run start -- ${installation.environment}`,
  );
}
