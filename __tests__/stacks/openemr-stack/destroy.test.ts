import type { DeployArguments } from "../../../scripts/commands/deploy/arguments";
import { prepareDestroy } from "../../../scripts/commands/deploy/destroy";
import { InterruptedDeployment } from "../../../scripts/commands/deploy/interrupted";
import { remainsOf } from "../../../scripts/terraform/interrupted/remains";
import { instancesIn } from "../../../scripts/terraform/interrupted/state-file";
import { protectedRemains, unprotect } from "../../../scripts/terraform/interrupted/unprotect";
import { Terraform } from "../../../scripts/terraform/terraform";
import { OfflineAccount, type OfflineStack, type Values } from "../../support/offline-account";
import { SynthesizedProject } from "../../support/synthesized-project";
import { EVERYTHING, OFF, TOGGLES } from "../../support/toggles";

// The last backup is a procedure, which has tests of its own.
jest.mock("../../../scripts/procedures/command", () => ({ runProcedure: jest.fn(async () => {}) }));

/** `npm run test:interruptions` walks with everything on, and once more. */
const IS_WHOLE = process.env.INTERRUPTIONS === "all";
const BASE: Values = IS_WHOLE
  ? { ...EVERYTHING, skip_final_snapshot: false }
  : {
      ...OFF,
      ...TOGGLES["the audit trail"],
      // In another region, where a vault, a key, an alias and a lock stay as well.
      ...TOGGLES["copies that nobody can delete"],
    };
/** OpenEMR, what holds data, and whatever they refer to. */
const PART =
  /^aws_\w+\.(application|audit|backup|cache|data|database|files|operations)(_|$)|^terraform_data\./;
const LIMIT = IS_WHOLE ? 3_600_000 : 900_000;
const GRACE_DAYS = 3;
const PROTECTED: Values = {
  ...BASE,
  deletion_protection: true,
  enable_backup_vault_lock: true,
  backup_vault_lock_grace_days: GRACE_DAYS,
};
const UNPROTECTED: Values = { ...PROTECTED, deletion_protection: false };

/** But for the bucket of an import: AWS refuses to delete one with objects while protection keeps them. */
const HOLDS_DATA = /^aws_(backup|db|ecr|efs|rds|secretsmanager)_|^aws_s3_bucket\.(?!operations_import_)/;

const account = new OfflineAccount();
const cloud = account.providers.account;
const there = (type?: string) => cloud.resources(type).map(({ values }) => String(values.id));
/** Each test goes on from where the one before left it. */
let stack: OfflineStack;
beforeAll(async () => {
  stack = await account.add(
    SynthesizedProject.shared().stack("openemr-production"),
    IS_WHOLE ? undefined : PART,
  );
  jest.spyOn(Terraform, "in").mockResolvedValue(stack.terraform);
  jest.spyOn(console, "error").mockImplementation(() => {});
});
afterAll(async () => {
  jest.restoreAllMocks();
  await account.close();
});

it(
  "a first deployment that failed is protected from the moment on at which OpenEMR can be used",
  async () => {
    account.providers.failures = ({ type, action }) =>
      type === "aws_ecs_service" && action === "create" ? { message: "no capacity" } : undefined;
    await expect(stack.apply(PROTECTED)).rejects.toThrow("no capacity");
    account.providers.failures = undefined;
    const before = instancesIn(stack.state).map(({ address }) => address);
    await expect(stack.destroy(PROTECTED)).rejects.toThrow(
      "Complete this first deployment by npm run deploy",
    );
    await expect(stack.destroy(UNPROTECTED)).rejects.toThrow("OpenEMR and its data stay");
    // Alarms, and tasks that operators start, are made later than the service, and hold nothing; a deploy makes them anew.
    // `npm run destroy` is refused before Terraform is asked, and takes nothing.
    const after = new Set(instancesIn(stack.state).map(({ address }) => address));
    const gone = before.filter((address) => !after.has(address));
    expect(gone.filter((address) => !/^aws_\w+\.(operations|monitoring)_/.test(address))).toEqual([]);
    expect(gone.filter((address) => HOLDS_DATA.test(address))).toEqual([]);
    await expect(destroy(PROTECTED)).rejects.toThrow("so nothing is destroyed. The first deployment");
  },
  LIMIT,
);

it(
  "it is removed without waiting for names, and begins again under the same ones",
  async () => {
    await unprotect(stack.terraform, protectedRemains(stack.state, "production"), []);
    // Nothing was made on the way.
    expect(there("aws_ecs_service")).toEqual([]);
    await stack.destroy(UNPROTECTED);
    expect(there()).toEqual([expect.stringContaining("-database-final-")]);
    await stack.apply(PROTECTED);
    expect(remainsOf(stack.state)).toMatchObject({ isProtected: true, isWorthless: false });
    expect([...remainsOf(stack.state).kept].sort()).toEqual([
      "aws_backup_vault.backup_copies_vault[0]",
      "aws_backup_vault.backup_vault",
      "aws_backup_vault_lock_configuration.backup_copies_lock[0]",
      "aws_backup_vault_lock_configuration.backup_vault_lock[0]",
      "aws_iam_role.backup_restore_role",
      "aws_iam_role_policy_attachment.backup_restore_role_policy",
      "aws_kms_alias.backup_copies_key_alias[0]",
      "aws_kms_alias.backup_key_alias",
      "aws_kms_alias.data_key_alias",
      "aws_kms_key.backup_copies_key[0]",
      "aws_kms_key.backup_key",
      "aws_kms_key.data_key",
    ]);
    expect(() => protectedRemains(stack.state, "production")).toThrow(
      '--unfinished removes a first deployment that was never completed, but "production" was.',
    );
  },
  LIMIT,
);

/** As `npm run destroy`, where somebody agrees to everything. */
async function destroy(values: Values): Promise<void> {
  stack.set(values);
  await prepareDestroy({
    environment: "production",
    folder: stack.folder,
    given: {
      approves: true,
      skipsBackup: false,
      unfinished: false,
      variables: [],
    } as unknown as DeployArguments,
    surroundings: { project: stack.folder, env: {} },
  });
  await stack.destroy(values);
}

/** As `npm run deploy`, where somebody agrees to everything. */
async function deploy(values: Values): Promise<string[]> {
  stack.set(values);
  const deployment = new InterruptedDeployment({
    folder: stack.folder,
    shownFolder: "stack",
    variables: [],
  });
  const leftovers = await deployment.before();
  if (leftovers) await deployment.repair(leftovers, true);
  await stack.apply(values);
  return (leftovers?.lost ?? []).map(({ address }) => address);
}

const UNREADABLE_WITHOUT = [
  "aws_backup_vault",
  "aws_backup_vault_lock_configuration",
  "aws_db_cluster_snapshot",
  "aws_iam_role",
  "aws_iam_role_policy_attachment",
  "aws_kms_alias",
  "aws_kms_key",
];
const LOG = "/aws/rds/cluster/openemr-production-database/error";

it(
  "what has data goes and comes again under the same name, and what was backed up stays readable",
  async () => {
    for (const vault of there("aws_backup_vault")) cloud.fill("aws_backup_vault", vault, 3);
    for (const bucket of there("aws_s3_bucket")) cloud.fill("aws_s3_bucket", bucket, 2);
    const keys = remainsOf(stack.state).kept.filter((address) => address.startsWith("aws_kms_key."));
    const before = keys.map((address) => stack.resources().get(address)!.id);
    await stack.apply(UNPROTECTED);
    await destroy(UNPROTECTED);
    expect([...new Set(cloud.resources().map(({ type }) => type))].sort()).toEqual(UNREADABLE_WITHOUT);
    expect(there("aws_kms_key").sort()).toEqual([...before].sort());

    // The database writes its last lines when its log group is gone already, and makes it again.
    cloud.add("aws_cloudwatch_log_group", { id: LOG, name: LOG, region: "us-east-1" });
    cloud.letPass(GRACE_DAYS);
    // Nobody can change the lock of the vault any more, and AWS does not tell how long it could be.
    const again: Values = { ...PROTECTED, backup_vault_lock_grace_days: null };
    await deploy(again);
    expect(keys.map((address) => stack.resources().get(address)!.id)).toEqual(before);
    expect(await stack.terraform.planForChanges()).toMatchObject({ hasChanges: false });
    expect(there("aws_backup_vault")).toHaveLength(2);
    expect(there("aws_kms_alias").filter((alias) => /-(data|backup)$/.test(alias))).toHaveLength(2);
  },
  LIMIT,
);

if (IS_WHOLE) {
  test(
    "it is destroyed once more, and leaves one more last snapshot",
    async () => {
      const values: Values = { ...UNPROTECTED, backup_vault_lock_grace_days: null };
      await stack.apply(values);
      await destroy(values);
      expect([...new Set(cloud.resources().map(({ type }) => type))].sort()).toEqual(UNREADABLE_WITHOUT);
      // That of the first deployment, which was never completed, and one for each destroy.
      expect(there("aws_db_cluster_snapshot")).toHaveLength(3);
    },
    LIMIT,
  );
}
