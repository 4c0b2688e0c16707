import type { Installation } from "../../../../scripts/procedures/installation";
import type { Removable } from "../../../../scripts/procedures/remove/removable";
import { remove } from "../../../../scripts/procedures/remove/remove";
import { UPGRADE } from "../../../../scripts/procedures/upgrade/record";
import type { Remains } from "../../../../scripts/terraform/interrupted/remains";
import { NAMES } from "./carried-out";
import { restoreAccount } from "./restore-account";
import type { Part, Service } from "./world";

const PRICES = {
  key: 1,
  databaseGb: 0.021,
  filesGb: 0.05,
  copies: { key: 1, databaseGb: 0.022, filesGb: 0.06 },
};
const NOTES = ["restore", "rotate", "run-script", "upgrade"].map(
  (name) => `/openemr-trial/procedure-${name}`,
);

/** Log groups by name. Compared with botocore 1.43.11, model logs-2014-03-28, on 2026-11-30. */
class LogGroupsPart implements Part {
  readonly names: string[] = [];
  tick(): void {}
  readonly operations: Service = {
    DescribeLogGroups: ({ logGroupNamePrefix }: { readonly logGroupNamePrefix: string }) => ({
      logGroups: this.names
        .filter((name) => name.startsWith(logGroupNamePrefix))
        .map((logGroupName) => ({ logGroupName })),
    }),
  };
}

/** An installation whose protection is off, and a Terraform that destroys it. */
export function removeAccount(changed: Partial<Remains> = {}) {
  const logGroups = new LogGroupsPart();
  const account = restoreAccount(undefined, [logGroups]);
  const { world, parameters, service, backups } = account;
  const state = {
    isEmpty: false,
    isProtected: false,
    isComplete: true,
    isUsed: true,
    isWorthless: false,
    hasDatabase: true,
    hasFiles: true,
    database: "openemr-trial-database",
    fileSystem: "fs-1",
    hasStudio: false,
    buckets: ["openemr-trial-exports"],
    emptiedBuckets: ["openemr-trial-exports"],
    kept: ["aws_kms_key.backup_key", "aws_kms_key.data_key"],
    ...changed,
  };
  // An upgrade's record stays when it is done.
  const note = JSON.stringify({ begunAt: "2025-01-01", done: { [UPGRADE.done]: "2025-01-01" } });
  for (const name of NOTES.slice(1)) parameters.values.set(name, note);
  /** The options that each destroy was given, and what was there when it began. */
  const destroys: {
    readonly options: readonly string[];
    readonly running: number;
    readonly backups: number;
  }[] = [];
  const made = {
    ...account,
    state,
    logGroups,
    destroys,
    hasOutputs: true,
    /** Its backups are copied elsewhere, to a vault of this name. */
    copiesVault: undefined as string | undefined,
    /** The next destroy ends half way. */
    fails: false,
    completed: () => backups.jobs.filter(({ State }) => State === "COMPLETED"),
    notes: () => [...parameters.values.keys()].filter((name) => /procedure-(?!run$)/.test(name)),
  };
  const destroy = async (options: readonly string[]) => {
    destroys.push({ options, running: service.running, backups: made.completed().length });
    // Terraform takes the outputs away before any resource.
    made.hasOutputs = false;
    parameters.values.delete(NAMES.procedureParameter);
    if (made.fails) {
      made.fails = false;
      state.hasDatabase = false;
      return { code: 1 };
    }
    Object.assign(state, { isEmpty: true, isUsed: false, hasDatabase: false, hasFiles: false });
    return { code: 0 };
  };
  // Database and deploys are Terraform's here.
  world.check = () => {};
  return {
    ...made,
    account: made,
    remove: (installation: Installation) => {
      const removed: Removable = {
        ...installation,
        prefix: "openemr-trial",
        region: "eu-west-1",
        ...(made.copiesVault && {
          copies: { region: "us-west-2", vaultName: made.copiesVault, backup: installation.clients.backup },
          accountCopies: "arn:aws:backup:eu-west-1:999988887777:backup-vault:vault",
        }),
      };
      return remove(removed, {
        ...(made.hasOutputs ? { installation } : {}),
        remains: async () => ({ ...state, hasOutputs: made.hasOutputs }),
        destroy,
        prices: PRICES,
      });
    },
  };
}
