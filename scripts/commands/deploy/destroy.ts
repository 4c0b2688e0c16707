import { UserError } from "../../../src/user-error";
import { explainingAws } from "../../aws/aws-error";
import { backup } from "../../procedures/backup/backup";
import { runProcedure } from "../../procedures/command";
import type { Lockable } from "../../procedures/installation";
import {
  type DestroyPlan,
  describe,
  LAST_BACKUP_DAYS,
  LAST_BACKUP_NOTE,
} from "../../procedures/remove/what-goes";
import { refuseUnfinished } from "../../procedures/unfinished";
import type { Surroundings } from "../../terminal/command";
import { confirm } from "../../terminal/confirm";
import { missingDataKey } from "../../terraform/interrupted/kept";
import { type Remains, remainsOf } from "../../terraform/interrupted/remains";
import { pullState } from "../../terraform/interrupted/state-file";
import { protectedRemains, unprotect, WITHOUT_PROTECTION } from "../../terraform/interrupted/unprotect";
import { Terraform } from "../../terraform/terraform";
import type { DeployArguments } from "./arguments";

export interface DestroyProps {
  readonly environment: string;
  /** The installation that is held. @default - none was found, or it cannot be asked */
  readonly installation?: Lockable | undefined;
  /** Folder of the stack. */
  readonly folder: string;
  readonly given: DeployArguments;
  readonly surroundings: Surroundings;
}

/**
 * Prepares a destroy: says what goes and what stays, makes a last backup of database and files and waits for it, and
 * takes what restores need out of Terraform's hands. It asks before it does any of that.
 *
 * @returns further options for cdktf
 * @throws UserError where the installation is protected, or a restore or an upgrade of it is not finished
 * @throws TerraformError where the state cannot be read: nothing may go then, since nobody was told what it is
 */
export async function prepareDestroy(props: DestroyProps): Promise<string[]> {
  const { environment, installation, folder, given, surroundings } = props;
  const terraform = await Terraform.in(folder);
  const state = await pullState(terraform);
  const remains = remainsOf(state);
  if (installation) {
    await explainingAws(
      () => refuseUnfinished(installation, remains),
      `Nothing was changed. A destroy reads which procedures are not finished: ssm:GetParameter for ${installation.procedureParameter}-*.`,
    );
  }
  if (given.unfinished) return prepareUnfinished(terraform, state, props);
  refuseProtected(remains, environment);
  if (remains.isEmpty) return [];
  const plan: DestroyPlan = {
    makesBackup: needsBackup(remains, given),
    buckets: remains.emptiedBuckets,
    kept: remains.isWorthless ? [] : remains.kept,
  };
  console.error(`${describe(remains, plan)}\n`);
  await ask(`Destroy the installation "${environment}"?`, given.approves, environment);
  if (plan.makesBackup) await makeLastBackup(environment, surroundings);
  await takeOut(terraform, plan.kept);
  return approved(given);
}

/**
 * Terraform's own guard would refuse it, too, but not before all outputs are out of the state, by which other commands
 * find the installation. A first deployment that was not completed has no guard yet, and would lose its alarms.
 *
 * @throws UserError
 */
function refuseProtected({ isProtected, isComplete }: Remains, environment: string): void {
  if (!isProtected) return;
  const wayOut = isComplete
    ? `Set it to false, deploy, then destroy: npm run deploy -- ${environment}`
    : `The first deployment was never completed. Complete it: npm run deploy -- ${environment}. Or remove it: ` +
      `npm run destroy -- ${environment} --unfinished`;
  throw new UserError(`deletion_protection of "${environment}" is true, so nothing is destroyed. ${wayOut}`);
}

/**
 * Prepares the removal of a first deployment that was never completed. Once OpenEMR was started, people may have worked
 * with it: their data is then as safe as in any other destroy.
 */
async function prepareUnfinished(
  terraform: Terraform,
  state: string,
  { environment, given, surroundings }: DestroyProps,
): Promise<string[]> {
  const addresses = protectedRemains(state, environment);
  if (missingDataKey(state)) {
    throw new UserError(
      "An earlier run has taken the protection away and the keys out of the state. Nothing was changed. Go on without " +
        `--unfinished: npm run destroy -- ${environment}`,
    );
  }
  const remains = remainsOf(state);
  const isOfValue = remains.isUsed && !remains.isWorthless;
  const plan: DestroyPlan = {
    makesBackup: remains.isUsed && needsBackup(remains, given),
    buckets: remains.buckets,
    kept: isOfValue ? remains.kept : [],
  };
  const used = remains.isUsed ? " OpenEMR was started, so people may have worked with it." : "";
  console.error(
    `The first deployment of "${environment}" was never completed.${used} All that it made is removed, after its protection; ` +
      `then it can begin again under the same name.\n\n${describe(remains, plan)}\n`,
  );
  await ask(`Remove what there is of "${environment}"?`, given.approves, environment);
  if (plan.makesBackup) await makeLastBackup(environment, surroundings);
  // An apply without the keys in the state would make new ones, so they are taken out after it.
  await unprotect(terraform, addresses, given.variables);
  await takeOut(terraform, plan.kept);
  return [`--var=${WITHOUT_PROTECTION}`, ...approved(given)];
}

/** @throws UserError where only one of database and files is left: a backup holds both */
function needsBackup({ isWorthless, hasDatabase, hasFiles }: Remains, given: DeployArguments): boolean {
  if (given.skipsBackup || isWorthless) return false;
  if (hasDatabase !== hasFiles) {
    const [left, gone] = hasFiles ? ["the files", "the database"] : ["the database", "the files"];
    throw new UserError(
      `The state has ${left}, but no longer ${gone}, so the two cannot be backed up together. Nothing was changed. ` +
        "Look in the backup vault for the backup that an earlier destroy made, then add --skip-backup to go on.",
    );
  }
  return hasDatabase;
}

async function makeLastBackup(environment: string, surroundings: Surroundings): Promise<void> {
  const options = { environment, yes: true, "dry-run": false, json: false };
  try {
    await runProcedure("backup", options, surroundings, (installation) =>
      backup(installation, { keepDays: LAST_BACKUP_DAYS, note: LAST_BACKUP_NOTE }),
    );
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError(
      `${error.message}\nNothing was destroyed, because the last backup was not made. --skip-backup goes on without it.`,
    );
  }
}

async function takeOut(terraform: Terraform, addresses: readonly string[]): Promise<void> {
  if (addresses.length > 0) await terraform.capture("state", ["rm", ...addresses]);
}

/** The question was answered here. A second one, of cdktf, could stop it when the keys are out of the state already. */
function approved({ approves }: DeployArguments): string[] {
  return approves ? [] : ["--auto-approve"];
}

async function ask(question: string, approves: boolean, environment: string): Promise<void> {
  if (!approves && !process.stdin.isTTY) {
    throw new UserError(
      "There is no terminal to ask for a confirmation. Nothing was changed. Add --auto-approve to go on.",
    );
  }
  await confirm(question, approves, environment);
}
