import { type Audience, carryOut } from "../../../../scripts/procedures/carry-out";
import type { Installation } from "../../../../scripts/procedures/installation";
import { RunLock } from "../../../../scripts/procedures/run-lock";
import type { Procedure } from "../../../../scripts/procedures/step";
import { FAULT_KINDS, type FaultKind } from "./fault";
import type { World } from "./world";

const SILENT: Audience = {
  shown: () => {},
  progress: () => {},
  retried: () => {},
  waits: () => {},
  finished: () => {},
  stopped: () => {},
  during: (_, work) => work(),
};

export const NAMES: Omit<Installation, "clients"> = {
  environment: "trial",
  url: "https://emr.example.org",
  cluster: "openemr-trial-cluster",
  service: "openemr-trial-service",
  databaseArn: "arn:aws:rds:eu-west-1:111122223333:cluster:openemr-trial-database",
  fileSystemArn: "arn:aws:elasticfilesystem:eu-west-1:111122223333:file-system/fs-1",
  vaultName: "openemr-trial-backup",
  backupRoleArn: "arn:aws:iam::111122223333:role/openemr-trial-backup",
  restoreRoleArn: "arn:aws:iam::111122223333:role/openemr-trial-restore",
  databaseSecretArn: "arn:aws:secretsmanager:eu-west-1:111122223333:secret:openemr-trial-database",
  databaseUserSecretArn: "arn:aws:secretsmanager:eu-west-1:111122223333:secret:openemr-trial-database-user",
  administratorSecretArn: "arn:aws:secretsmanager:eu-west-1:111122223333:secret:openemr-trial-administrator",
  smtpFunction: "openemr-trial-smtp-credentials",
  logGroup: "/openemr-trial/application",
  maintenanceTask: "arn:aws:ecs:eu-west-1:111122223333:task-definition/openemr-trial-maintenance:3",
  procedureParameter: "/openemr-trial/procedure",
  maintenancePageRule:
    "arn:aws:elasticloadbalancing:eu-west-1:111122223333:listener-rule/app/openemr-trial-alb/1/2/3",
};

export type Make = (installation: Installation) => Procedure | Promise<Procedure>;

/** Carries out a procedure without asking, as a new process would. */
export async function carriedOut(world: World, make: Make, audience: Partial<Audience> = {}): Promise<void> {
  const installation = world.installation(NAMES);
  await carryOut(() => make(installation), {
    audience: { ...SILENT, ...audience },
    confirm: async () => {},
    dryRun: false,
    lock: new RunLock(installation, "test", { stale: 0 }),
    interval: 0,
  });
}

export interface Case {
  readonly at: number;
  readonly kind: FaultKind;
  readonly action: string;
}

/** Everything that can go wrong, once at each request that an undisturbed run makes. */
export function everyFault(calls: readonly string[]): Case[] {
  return calls.flatMap((action, at) => FAULT_KINDS.map((kind) => ({ at, kind, action })));
}

/**
 * Runs a procedure with something going wrong, and again where that ended it.
 *
 * @returns whether the first run ended by it
 */
export async function disturbed(world: World, make: Make, { at, kind }: Case): Promise<boolean> {
  world.disturb({ at, kind });
  try {
    await carriedOut(world, make);
    return false;
  } catch (error) {
    const mayEndIt = kind === "refused" || kind.startsWith("killed");
    if (!mayEndIt) throw error;
    if (kind !== "refused" && !isKilled(error)) throw error;
    world.revive();
    await carriedOut(world, make);
    return true;
  }
}

function isKilled(error: unknown): boolean {
  return error instanceof Error && `${error.name} ${error.message}`.includes("Killed");
}
