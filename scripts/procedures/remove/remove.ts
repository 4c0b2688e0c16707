import { GetParameterCommand } from "@aws-sdk/client-ssm";
import { UserError } from "../../../src/user-error";
import type { Remains } from "../../terraform/interrupted/remains";
import { notedBackup } from "../backup/noted-backup";
import { commandStep } from "../command-step";
import type { Installation } from "../installation";
import { forget, type ProcedureRecord, RECORDED, Records, timeOf } from "../record";
import { wasIdleSince } from "../service/idle";
import { stop } from "../service/stop-and-start";
import type { Procedure, Step } from "../step";
import { refuseUnfinished } from "../unfinished";
import { deleteRecoveryPoints, recoveryPointsIn, vaultsOf } from "./recovery-points";
import type { Removable } from "./removable";
import { describeRest, type Prices } from "./rest";
import { describe, LAST_BACKUP_DAYS, LAST_BACKUP_NOTE } from "./what-goes";

export interface RemoveProps {
  /** Missing where the state has no outputs any more: a destroy has begun, or is done. */
  readonly installation?: Installation;
  /** Reads the state. */
  readonly remains: () => Promise<Remains>;
  /** Destroys it by Terraform, as `npm run destroy` does. It asks nothing. */
  readonly destroy: (options: readonly string[]) => Promise<{ readonly code: number }>;
  readonly prices: Prices;
}

/** Notes: AWS's time after which nobody worked with OpenEMR, and the moment of the backup that was begun after it. */
const STOPPED = "stopped";
const BACKUP = "backup";

/**
 * Destroys an installation with care: OpenEMR is stopped, so that the last backup of both stores has everything; it is
 * waited for; then Terraform destroys, and what procedures noted goes as well, so that the name is free.
 *
 * @throws UserError where it is protected, or a restore or an upgrade is not finished
 */
export async function remove(removed: Removable, props: RemoveProps): Promise<Procedure> {
  const { environment } = removed;
  const { installation, prices } = props;
  const remains = await props.remains();
  refuseProtected(remains, environment);
  if (remains.isEmpty) await refuseOtherState(removed);
  const records = new Records(removed, "remove");
  const before = await records.read();
  if (!remains.isEmpty) await refuseUnfinished(removed, remains);
  if (remains.isWorthless) await refuseEarlierBackups(removed, remains);
  const hasBoth = remains.hasDatabase && remains.hasFiles;
  const makesBackup = installation !== undefined && hasBoth && !remains.isWorthless;
  if (!before || (makesBackup && !(await isLast(before, installation, remains)))) {
    records.plan({ begunAt: new Date().toISOString(), done: {} });
  }
  let isDestroying = installation === undefined;
  const destroy = commandStep({
    title: "Destroy what Terraform made",
    takes: "30 min",
    final: "what is named above goes for good",
    name: "The destroy",
    look: async () => ({ is: (await props.remains()).isEmpty ? "done" : "to do" }),
    run: () => {
      isDestroying = true;
      return props.destroy(records.current.done[BACKUP] === undefined ? [] : ["--skip-backup"]);
    },
  });
  return {
    name: "remove",
    environment,
    answer: environment,
    summary: remains.isEmpty
      ? "Nothing of it is in Terraform's state."
      : `Removes the installation. OpenEMR is stopped first, and people see a page that says so.\n${describe(
          remains,
          {
            makesBackup,
            emptiesVault: remains.isWorthless,
            emptiesCopies: removed.copies?.region,
            buckets: remains.emptiedBuckets,
            kept: remains.isWorthless ? [] : remains.kept,
          },
        )}`,
    wayBack: () => wayBack(environment, isDestroying),
    steps: [
      ...(remains.isEmpty ? [] : [noteBegin(records)]),
      ...(installation && remains.isUsed ? stop(installation).steps : []),
      ...(makesBackup ? [timeOf(records, STOPPED, "Note when OpenEMR was stopped")] : []),
      ...(makesBackup
        ? await notedBackup(installation, records, {
            part: BACKUP,
            keepDays: LAST_BACKUP_DAYS,
            note: LAST_BACKUP_NOTE,
            since: () => dateOf(records.current.done[STOPPED]),
          })
        : []),
      ...(remains.isWorthless ? [deleteRecoveryPoints(removed)] : []),
      destroy,
      forgetOthers(removed),
      forget(records, "Note that the removal is done"),
    ],
    outcome: async () => [
      `Nothing of "${environment}" is in Terraform's state, and its name is free.`,
      ...(await describeRest(removed, prices)),
    ],
  };
}

function noteBegin(records: Records): Step {
  return {
    title: "Note that the removal begins",
    takes: "1 s",
    look: async () => ({ is: records.isStored ? "done" : "to do" }),
    begin: async () => {
      await records.store();
    },
  };
}

/** Notes of other procedures, by which a later installation of the same name would go on with what is long gone. */
function forgetOthers(removed: Removable): Step {
  const others = RECORDED.filter((name) => name !== "remove").map((name) => new Records(removed, name));
  return {
    title: "Delete what other procedures noted",
    takes: "1 s",
    look: async () => {
      for (const records of others) if (await records.read()) return { is: "to do" };
      return { is: "done" };
    },
    begin: async () => {
      for (const records of others) await records.remove();
    },
  };
}

/** Whether the notes hold: nobody worked with OpenEMR since the stop, so a backup that was begun after it has everything. */
async function isLast(
  { done }: ProcedureRecord,
  installation: Installation,
  { isUsed }: Remains,
): Promise<boolean> {
  const stopped = dateOf(done[STOPPED]);
  if (stopped === undefined) return done[BACKUP] === undefined;
  return !isUsed || wasIdleSince(installation, stopped);
}

function dateOf(note: string | undefined): Date | undefined {
  return note === undefined ? undefined : new Date(note);
}

function refuseProtected({ isProtected }: Remains, environment: string): void {
  if (!isProtected) return;
  throw new UserError(
    `deletion_protection of "${environment}" is true, so nothing is removed. Set deletion_protection = false in environments/${environment}.tfvars, and apply it: npm run deploy -- ${environment}. Then: npm run remove -- ${environment}`,
  );
}

/** The state in use may be that of another account or bucket, and the notes those of an installation that people work with. */
async function refuseOtherState({
  clients,
  environment,
  procedureParameter: Name,
}: Removable): Promise<void> {
  const found = await clients.ssm.send(new GetParameterCommand({ Name })).catch((error: Error) => {
    if (error.name !== "ParameterNotFound") throw error;
    return undefined;
  });
  if (!found) return;
  throw new UserError(
    `Nothing of "${environment}" is in Terraform's state, but AWS has its parameter ${Name}, so the state may be another one. Nothing was changed. ` +
      "Look whether context.state of cdktf.json, OPENEMR_STATE_BUCKET and the account are those by which it was deployed: aws sts get-caller-identity.",
  );
}

/** An installation of the same name that was removed before has left its backups in the same vault. */
async function refuseEarlierBackups(removed: Removable, { fileSystem }: Remains): Promise<void> {
  for (const vault of vaultsOf(removed)) {
    const points = (await recoveryPointsIn(...vault)) ?? [];
    const earlier = points
      .map(({ ResourceArn = "" }) => /:file-system\/(.+)$/.exec(ResourceArn)?.[1])
      .filter((id) => id !== undefined && id !== fileSystem);
    refuseEarlier(earlier as string[], vault[1], removed.environment);
  }
}

function refuseEarlier(earlier: readonly string[], vaultName: string, environment: string): void {
  if (earlier.length === 0) return;
  throw new UserError(
    `The vault ${vaultName} has ${earlier.length} recovery ${earlier.length === 1 ? "point" : "points"} of ${[...new Set(earlier)].join(", ")}, ` +
      "which an earlier installation of this name has left, and with skip_final_snapshot = true all that is in the vault would be deleted. " +
      `Set skip_final_snapshot = false in environments/${environment}.tfvars, so that the vault and its keys stay, and deploy it: npm run deploy -- ${environment}. ` +
      `Then: npm run remove -- ${environment}. Nothing was changed.`,
  );
}

function wayBack(environment: string, isDestroying: boolean): string {
  return isDestroying
    ? `To keep what is left instead: npm run deploy -- ${environment}`
    : `Nothing was destroyed. To keep the installation, and let people work again: npm run start -- ${environment}`;
}
