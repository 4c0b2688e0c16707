import { BackupPlan } from "../../src/backup/backup-plan";
import { SynthesizedCapability } from "../support/capability";
import { evaluateLocal } from "../support/evaluate";

const DATABASE = "arn:aws:rds:us-east-1:111122223333:cluster:database";
const FILES = "arn:aws:elasticfilesystem:us-east-1:111122223333:file-system/fs-1";

const synthesized = new SynthesizedCapability(({ stack, variables, installation, dataKey }) => {
  new BackupPlan(stack, "backup", {
    installation,
    resources: [DATABASE, FILES],
    time: "05:00",
    enableVaultLock: variables.enableBackupVaultLock.value,
    vaultLockGraceDays: variables.backupVaultLockGraceDays.value,
    deleteBefore: [dataKey.key],
  });
});

interface Rule {
  readonly rule_name: string;
  readonly schedule: string;
  readonly start_window: number;
  readonly completion_window: number;
  readonly lifecycle: Record<string, number>;
}

describe("the backup plan", () => {
  const rules = synthesized.resource("aws_backup_plan.backup_plan").rule as Rule[];

  it("keeps days, weeks and months as the original does", () => {
    const evaluated = (schedule: string) => evaluateLocal({ schedule }, "schedule");
    expect(
      rules.map(({ rule_name, schedule, lifecycle }) => [rule_name, evaluated(schedule), lifecycle]),
    ).toEqual([
      ["Daily", "cron(0 5 * * ? *)", { delete_after: 35 }],
      ["Weekly", "cron(0 5 ? * SAT *)", { delete_after: 90 }],
      ["Monthly7Year", "cron(0 5 1 * ? *)", { delete_after: 2555, cold_storage_after: 90 }],
    ]);
  });

  it("gives a large file system time", () => {
    for (const rule of rules) expect(rule).toMatchObject({ start_window: 480, completion_window: 10_080 });
  });

  it("covers all that it was given", () => {
    expect(synthesized.resource("aws_backup_selection.backup_selection").resources).toEqual([
      DATABASE,
      FILES,
    ]);
  });

  it("has a role that can restore as well", () => {
    const policies = Object.values(synthesized.resources("aws_iam_role_policy_attachment"));
    expect(policies.map((policy) => String(policy.policy_arn).split("/").at(-1))).toEqual([
      "AWSBackupServiceRolePolicyForBackup",
      "AWSBackupServiceRolePolicyForRestores",
    ]);
  });
});

describe("the vault", () => {
  const vault = synthesized.resource("aws_backup_vault.backup_vault");

  it("has a key of its own and is never emptied", () => {
    expect(vault).toMatchObject({ kms_key_arn: "${aws_kms_key.backup_key.arn}", force_destroy: false });
  });

  it("is destroyed before the key that its recovery points of the database need, and before the roles", () => {
    expect(vault.depends_on).toEqual([
      "aws_kms_key.data_key",
      "aws_iam_role_policy_attachment.backup_role_policy",
      "aws_iam_role_policy_attachment.backup_restore_role_policy",
    ]);
  });

  it("is locked where the operator says so, for no longer than the shortest rule", () => {
    expect(synthesized.resource("aws_backup_vault_lock_configuration.backup_vault_lock")).toMatchObject({
      count: "${var.enable_backup_vault_lock ? 1 : 0}",
      min_retention_days: 35,
      changeable_for_days: "${var.backup_vault_lock_grace_days}",
    });
  });
});
