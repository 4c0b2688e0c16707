import { existsSync } from "node:fs";
import path from "node:path";
import { UserError } from "../../../src/user-error";
import { backup } from "../../procedures/backup/backup";
import { runProcedure } from "../../procedures/command";
import type { Surroundings } from "../../terminal/command";
import { confirm } from "../../terminal/confirm";
import { type Remains, remainsOf } from "../../terraform/interrupted/remains";
import { protectedRemains, unprotect, WITHOUT_PROTECTION } from "../../terraform/interrupted/unprotect";
import { Terraform } from "../../terraform/terraform";
import { TerraformError } from "../../terraform/terraform-diagnostics";
import type { DeployArguments } from "./arguments";

/** Days for which the last backup is kept: seven years, as the monthly ones are. */
const LAST_BACKUP_DAYS = 2555;

export interface DestroyProps {
  readonly environment: string;
  /** Folder of the stack. */
  readonly folder: string;
  readonly given: DeployArguments;
  readonly surroundings: Surroundings;
}

/**
 * Prepares a destroy: says what goes and what stays, makes a last backup of database and files and waits for it, and
 * takes what restores need out of Terraform's hands.
 *
 * @returns further options for cdktf
 */
export async function prepareDestroy(props: DestroyProps): Promise<string[]> {
  const { environment, folder, given, surroundings } = props;
  const terraform = await Terraform.in(folder);
  const state = await readState(terraform).catch((error: Error) => {
    if (error instanceof TerraformError && !given.unfinished) return undefined;
    throw error;
  });
  // The run itself says why the state cannot be reached, and changes nothing then.
  if (state === undefined) return [];
  if (given.unfinished) return removeProtection(terraform, state, props);
  const remains = remainsOf(state);
  // The guard refuses it in a moment, or there is nothing to lose.
  if (remains.isProtected || remains.isWorthless) return [];
  console.error(`${describe(remains, given.skipsBackup)}\n`);
  await ask(`Destroy the installation "${environment}"?`, given.approves, environment);
  if (given.skipsBackup) return [];
  const options = { environment, yes: true, "dry-run": false, json: false };
  await runProcedure("backup", options, surroundings, (installation) =>
    backup(installation, { keepDays: LAST_BACKUP_DAYS, note: "before destroy" }),
  );
  if (remains.kept.length > 0) await terraform.capture("state", ["rm", ...remains.kept]);
  return [];
}

async function readState(terraform: Terraform): Promise<string> {
  if (!existsSync(path.join(terraform.folder, ".terraform"))) await terraform.init();
  return terraform.capture("state", ["pull"]);
}

/** Says what goes and what stays. */
export function describe({ emptiedBuckets, kept }: Remains, skipsBackup: boolean): string {
  return [
    "What goes: the database, the file system, the network, logs, secrets, and these buckets with all their objects:",
    ...emptiedBuckets.map((bucket) => `  ${bucket}`),
    "What stays: a last snapshot of the database, recovery points in the backup vault, and database log groups of RDS.",
    ...(skipsBackup
      ? [
          "No last backup is made (--skip-backup): the files go for good, but for earlier recovery points. AWS deletes the keys in 30 days, and refuses to delete a vault that holds recovery points.",
        ]
      : [
          `Before anything goes, database and files are backed up once more, which is waited for; AWS keeps that backup for ${LAST_BACKUP_DAYS} days.`,
          "These are taken out of Terraform's state and stay, because a restore needs them:",
          ...kept.map((address) => `  ${address}`),
        ]),
  ].join("\n");
}

async function removeProtection(
  terraform: Terraform,
  state: string,
  { environment, given }: DestroyProps,
): Promise<string[]> {
  const addresses = protectedRemains(state, environment);
  console.error(
    `The first deployment of "${environment}" was never completed. All that it made is removed, after its protection; ` +
      "then it can begin again under the same name.\n",
  );
  await ask(`Remove what there is of "${environment}"?`, given.approves, environment);
  await unprotect(terraform, addresses, given.variables);
  return [`--var=${WITHOUT_PROTECTION}`];
}

async function ask(question: string, approves: boolean, environment: string): Promise<void> {
  if (!approves && !process.stdin.isTTY) {
    throw new UserError(
      "There is no terminal to ask for a confirmation. Nothing was changed. Add --auto-approve to go on.",
    );
  }
  await confirm(question, approves, environment);
}
