import { UserError } from "../../../src/user-error";
import type { Installation } from "../installation";
import { noteOf } from "../record";
import { deployedVersion } from "../restore/deployed-version";
import { RestoreRecords } from "../restore/record";
import { restore } from "../restore/restore";
import type { Procedure } from "../step";
import { deployStack } from "./deployment";
import { giveUp } from "./give-up";
import { UPGRADE, type UpgradeRecord, UpgradeRecords } from "./record";
import { lastingNote } from "./tables";
import type { UpgradeProps } from "./upgrade";

/**
 * Takes the newest upgrade back: a restore to the backup from before it, with the former version deployed while OpenEMR
 * is stopped. Tasks that still upgrade are ended, since their database goes.
 */
export async function takeUpgradeBack(
  installation: Installation,
  { file, deploy }: Omit<UpgradeProps, "to">,
): Promise<Procedure> {
  const { environment } = installation;
  const records = new UpgradeRecords(installation);
  const record = await records.read();
  if (record && (await isUnchanged(installation, record))) return giveUp(installation, records, file);
  const moment = record?.done[UPGRADE.backup];
  if (!record || moment === undefined) {
    throw new UserError(
      `No upgrade of "${environment}" by this command has changed anything, so there is nothing to take back. ` +
        `Another moment: npm run backup -- ${environment} --list, then npm run restore -- ${environment} --to <moment>`,
    );
  }
  const { from, to } = record;
  const over = noteOf(records, UPGRADE.back, "Note that the upgrade is taken back");
  const again = `npm run upgrade -- ${environment} --back`;
  if (record.done[UPGRADE.back] !== undefined) {
    const outcome = async () => [`The upgrade to ${to} was taken back at ${record.done[UPGRADE.back]}.`];
    return { name: "upgrade", environment, again, summary: "It is done.", steps: [over], outcome };
  }
  const restored = await restore(installation, {
    to: moment,
    keepFiles: false,
    rehearse: false,
    endsProtectedTasks: true,
    whileStopped: [
      file.write(from),
      ...deployStack(records, UPGRADE.redeployed, deploy, async () => {
        const version = await deployedVersion(installation);
        return version === undefined || version === from;
      }),
    ],
  });
  return {
    ...restored,
    name: "upgrade",
    again,
    // The way back of a restore changes only the data: the former version would get the upgraded tables.
    wayBack: () => undefined,
    summary: [
      `Takes the upgrade to ${to} back: OpenEMR gets version ${from} and the data of ${moment}. What was entered since is lost to people, and stays in the former database until npm run restore -- ${environment} --finish.`,
      ...file.diff(from).map((line) => `  ${line}`),
    ].join("\n"),
    steps: [...restored.steps, over],
    outcome: async () => [
      ...(await restored.outcome()),
      `OpenEMR ${from} is deployed. Commit ${file.shown}.`,
    ],
  };
}

/** The version before is deployed, and neither a restore nor the database says that there is more to take back. */
async function isUnchanged(installation: Installation, record: UpgradeRecord): Promise<boolean> {
  const { done, from } = record;
  if (done[UPGRADE.back] !== undefined || done[UPGRADE.redeployed] !== undefined) return false;
  if (lastingNote(record)[UPGRADE.tables] !== undefined) return false;
  if ((await deployedVersion(installation)) !== from) return false;
  return (await new RestoreRecords(installation).read()) === undefined;
}
