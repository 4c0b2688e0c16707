import { OPENEMR_VERSIONS, versionOfTag } from "../../../src/images/openemr-versions";
import { UserError } from "../../../src/user-error";
import { backup } from "../backup/backup";
import { restorable } from "../backup/moments";
import type { Installation } from "../installation";
import { maintenanceTask } from "../maintenance-task";
import { noteOf, type ProcedureRecord, Records, storeRecord } from "../record";
import { deployedVersion } from "../restore/deployed-version";
import { refuseDuringExchange } from "../restore/record";
import { openSignInPage } from "../service/sign-in-page";
import { readService } from "../service/tasks";
import type { Procedure, Step } from "../step";
import { type Deploy, deployStack } from "./deployment";
import { followUpgrade } from "./follow";
import type { VersionFile } from "./version-file";
import { describeWay, refuseWay } from "./way";

/** Days for which the backup from before an upgrade is kept. */
const KEEP_DAYS = 90;

/** An upgrade by this command: the newest, also after it is done, so that it can be taken back. */
export interface UpgradeRecord extends ProcedureRecord {
  /** `openemr_version` before it. */
  readonly from: string;
  readonly to: string;
}

/** Notes of an upgrade. */
export const UPGRADE = {
  backup: "backup",
  deployed: "deployed",
  done: "upgraded",
  redeployed: "redeployed",
  back: "taken-back",
} as const;

export class UpgradeRecords extends Records<UpgradeRecord> {
  constructor(installation: Installation) {
    super(installation, "upgrade");
  }
}

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
  const isOpen = before !== undefined && !before.done[UPGRADE.done] && !before.done[UPGRADE.back];
  if (isOpen) refuseAnother(before, to, environment);
  const isDone = before?.to === to && deployed === to && before.done[UPGRADE.done] !== undefined;
  if (!isOpen && !isDone) {
    const from = deployed ?? file.version ?? OPENEMR_VERSIONS.default;
    refuseWay(environment, from, to);
    await refuseStopped(installation);
    records.plan({ begunAt: new Date().toISOString(), from, to, done: {} });
  }
  const { from } = records.current;
  return {
    name: "upgrade",
    environment,
    answer: environment,
    again: `npm run upgrade -- ${environment} --to ${to}`,
    wayBack: () => wayBack(records, environment),
    summary: [
      `Upgrades OpenEMR from ${from} to ${to}. ${describeWay(from, to).join(" ")}`,
      "People see a page that says so while files and database change; what they have not saved is lost, so tell them before. " +
        "There is no way back but a restore, to the backup that is made first.",
      ...file.diff(to).map((line) => `  ${line}`),
    ].join("\n"),
    steps: [
      storeRecord(records, "Note which upgrade this is"),
      ...(await lastBackup(installation, records)),
      file.write(to),
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

async function lastBackup(installation: Installation, records: UpgradeRecords): Promise<Step[]> {
  const note = noteBackup(installation, records);
  if (records.current.done[UPGRADE.backup] !== undefined) return [note];
  const { from, to } = records.current;
  const { steps } = await backup(installation, {
    keepDays: KEEP_DAYS,
    note: `before the upgrade from ${from} to ${to}`,
  });
  return [...steps, note];
}

function noteBackup(installation: Installation, records: UpgradeRecords): Step {
  return {
    title: "Note the moment of the backup",
    takes: "1 s",
    look: async () => {
      const moment = records.current.done[UPGRADE.backup];
      return moment === undefined ? { is: "to do" } : { is: "done", note: moment };
    },
    begin: async () => {
      const [newest] = (await restorable(installation)).moments;
      if (!newest?.database) {
        throw new UserError(
          "The vault shows no backup of files and database of one moment, so nothing was upgraded. Look: " +
            `npm run backup -- ${installation.environment} --list`,
        );
      }
      await records.note(UPGRADE.backup, newest.at.toISOString());
    },
  };
}

/** Until something was deployed there is nothing to take back. */
function wayBack({ current }: UpgradeRecords, environment: string): string | undefined {
  return current.done[UPGRADE.backup]
    ? `To go back to ${current.from} and to the data of ${current.done[UPGRADE.backup]}: npm run upgrade -- ${environment} --back`
    : undefined;
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
