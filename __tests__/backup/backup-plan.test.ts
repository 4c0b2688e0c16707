import { EncryptionKey } from "../../src/aws/encryption-key";
import { BackupPlan } from "../../src/backup/backup-plan";
import { allowCopyToAccount } from "../../src/backup/copies";
import { backupOptions } from "../../src/backup/variables";
import { SynthesizedCapability } from "../support/capability";
import { evaluateExpressions, evaluateLocal, withoutResources } from "../support/evaluate";

const DATABASE = "arn:aws:rds:us-east-1:111122223333:cluster:database";
const FILES = "arn:aws:elasticfilesystem:us-east-1:111122223333:file-system/fs-1";

const synthesized = new SynthesizedCapability(({ stack, variables, installation, dataKey }) => {
  new BackupPlan(stack, "backup", {
    installation,
    resources: [DATABASE, FILES],
    deleteBefore: [dataKey.key],
    ...backupOptions(variables),
    time: "05:00",
  });
  new EncryptionKey(stack, "shared_key", {
    installation,
    name: "shared",
    description: "A key that copies are made with",
    statements: allowCopyToAccount(installation, variables.backupCopyAccountVaultArn.value),
  });
});

interface Rule {
  readonly rule_name: string;
  readonly schedule: string;
  readonly start_window: number;
  readonly completion_window: number;
  readonly lifecycle: Record<string, number>;
}

interface CopyingRule extends Rule {
  readonly dynamic?: {
    readonly copy_action: readonly [{ readonly for_each: string; readonly content: object }];
  };
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
    const lock = "aws_backup_vault_lock_configuration.backup_vault_lock";
    const locks = (isOn: boolean) =>
      synthesized.evaluated(lock, ["count"], { enable_backup_vault_lock: isOn }).count;
    expect([locks(false), locks(true)]).toEqual([0, 1]);
    expect(synthesized.resource(lock)).toMatchObject({
      min_retention_days: 35,
      changeable_for_days: "${var.backup_vault_lock_grace_days}",
    });
  });
});

describe("copies", () => {
  const vault = synthesized.resource("aws_backup_vault.backup_copies_vault");
  const rules = synthesized.resource("aws_backup_plan.backup_plan").rule as CopyingRule[];

  /** The vaults that the daily backups are copied to. */
  function copiedTo(values: Record<string, unknown>): unknown {
    const vaults = withoutResources(rules[0]!.dynamic!.copy_action[0].for_each);
    return evaluateExpressions(synthesized.evaluable, { region: "us-east-1", ...values }, [vaults])[0];
  }

  it("are none as long as nobody chooses where", () => {
    expect(copiedTo({})).toEqual({});
  });

  it("go to a vault in the region, or of the account, that the operator chooses", () => {
    expect(copiedTo({ backup_copy_region: "us-west-2" })).toEqual({
      region: "aws_backup_vault.backup_copies_vault[0].arn",
    });
    const backup_copy_account_vault_arn = "arn:aws:backup:us-east-1:210987654321:backup-vault:copies";
    expect(copiedTo({ backup_copy_account_vault_arn })).toEqual({ account: backup_copy_account_vault_arn });
  });

  it("are made of each backup, by whichever rule AWS Backup makes it, and kept for as long as the operator says", () => {
    expect(rules).toHaveLength(3);
    for (const { dynamic } of rules) {
      expect(dynamic!.copy_action[0].for_each).toBe(rules[0]!.dynamic!.copy_action[0].for_each);
      expect(dynamic!.copy_action[0].content).toMatchObject({
        destination_vault_arn: "${copy_action.value}",
        lifecycle: { delete_after: "${var.backup_copy_retention_days}" },
      });
    }
  });

  it("have vault, key, its alias and lock in their region, and none without one", () => {
    const there = [
      vault,
      synthesized.resource("aws_kms_key.backup_copies_key"),
      synthesized.resource("aws_kms_alias.backup_copies_key_alias"),
      synthesized.resource("aws_backup_vault_lock_configuration.backup_copies_lock"),
    ];
    const counts = (values: Record<string, unknown>) =>
      evaluateExpressions(
        synthesized.evaluable,
        { region: "us-east-1", enable_backup_copy_vault_lock: true, ...values },
        there.map(({ count }) => count),
      );
    expect([counts({}), counts({ backup_copy_region: "us-west-2" })]).toEqual([
      [0, 0, 0, 0],
      [1, 1, 1, 1],
    ]);
    for (const { region } of there) expect(region).toBe("${var.backup_copy_region}");
    expect(vault).toMatchObject({
      kms_key_arn: "${aws_kms_key.backup_copies_key[0].arn}",
      force_destroy: false,
    });
    expect(there[3]).toMatchObject({
      min_retention_days: "${var.backup_copy_retention_days}",
      changeable_for_days: "${var.backup_copy_vault_lock_grace_days}",
      // Another retention would lift the lock to make it anew, which AWS refuses once it is final.
      lifecycle: { ignore_changes: ["changeable_for_days", "min_retention_days"] },
    });
  });

  it("let another account use the database's key only to copy, and only where its vault was chosen", () => {
    const statementsFor = (backup_copy_account_vault_arn: string | null) =>
      Object.values(
        synthesized.evaluatedStatements("aws_kms_key.shared_key", { backup_copy_account_vault_arn }),
      ).slice(1);
    expect(statementsFor(null)).toEqual([]);
    const [use, grant] = statementsFor("arn:aws:backup:us-east-1:210987654321:backup-vault:copies");
    for (const { Principal } of [use!, grant!]) expect(Principal!.AWS).toMatch(/:iam::210987654321:root$/);
    expect(use!.Action).not.toContain("kms:*");
    expect(grant).toMatchObject({
      Action: ["kms:CreateGrant"],
      Condition: { Bool: { "kms:GrantIsForAWSResource": "true" } },
    });
  });
});
