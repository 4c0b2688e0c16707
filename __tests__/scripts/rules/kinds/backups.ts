import { FORGOTTEN, GONE, isNew, type Kind, replaces, without } from "./kind";

const PLAN = "aws_backup_plan.backup_plan";
const SELECTION = "aws_backup_selection.backup_selection";
const LOCK = "aws_backup_vault_lock_configuration.backup_vault_lock[0]";
const VAULT = "aws_backup_vault.backup_vault";

export const backups: readonly Kind[] = [
  ["daily backups end", "danger", /fewer rules/, PLAN, { rule: without("Daily") }],
  [
    "daily backups become weekly",
    "danger",
    /more rarely/,
    PLAN,
    { "rule[Daily].schedule": "cron(0 5 ? * SUN *)" },
  ],
  [
    "daily backups happen in the past only",
    "danger",
    /more rarely/,
    PLAN,
    { "rule[Daily].schedule": "cron(0 5 * * ? 2020)" },
  ],
  [
    "backups of seven years are kept for one",
    "danger",
    /fewer days/,
    PLAN,
    { "rule[Monthly7Year].lifecycle.0.delete_after": 365 },
  ],
  [
    "backups go to another account",
    "danger",
    /another vault|names an account/,
    PLAN,
    {
      "rule[Daily].copy_action": [
        { destination_vault_arn: "arn:aws:backup:us-east-1:999999999999:backup-vault:theirs" },
      ],
    },
  ],
  [
    "backups go into a vault without a lock",
    "danger",
    /another vault/,
    PLAN,
    { "rule[Daily].target_vault_name": "Default" },
  ],
  [
    "backups have one hour to end",
    "warning",
    /window|time|changes in a way/,
    PLAN,
    { "rule[Daily].completion_window": 60 },
  ],
  ["backups may begin late", "notice", /window|time|later/, PLAN, { "rule[Daily].start_window": 1440 }],
  [
    "backups go to cold storage after a week",
    "notice",
    /cold storage/,
    PLAN,
    { "rule[Monthly7Year].lifecycle.0.cold_storage_after": 7 },
  ],
  [
    "the database is no longer backed up",
    "danger",
    /fewer resources/,
    SELECTION,
    replaces({
      resources: ["arn:aws:elasticfilesystem:us-east-1:123456789012:file-system/fs-ef45cc1301b0b580b"],
    }),
  ],
  [
    "the files are left out",
    "danger",
    /leaves resources out/,
    SELECTION,
    replaces({ not_resources: ["arn:aws:elasticfilesystem:*:*:file-system/*"] }),
  ],
  [
    "only what has a tag is backed up",
    "danger",
    /tag|condition/,
    SELECTION,
    replaces({ selection_tag: [{ key: "Backup", type: "STRINGEQUALS", value: "yes" }] }),
  ],
  [
    "another role makes the backups",
    "warning",
    /another role/,
    SELECTION,
    replaces({ iam_role_arn: "arn:aws:iam::123456789012:role/other" }),
  ],
  ["the plan of backups is deleted", "danger", /is deleted/, PLAN, GONE],
  ["the vault's lock is deleted", "danger", /is deleted/, LOCK, GONE],
  [
    "recovery points can be deleted after a day",
    "danger",
    /sooner|days|shorter|before/,
    LOCK,
    { min_retention_days: 1 },
  ],
  [
    "recovery points must not be kept for years",
    "danger",
    /at most|longer|refus/,
    LOCK,
    { max_retention_days: 36 },
  ],
  ["the lock becomes final", "danger", /final/, LOCK, { changeable_for_days: 3 }],
  [
    "the vault may be deleted with what is in it",
    "danger",
    /destroyed together/,
    VAULT,
    { force_destroy: true },
  ],
  ["the vault is made anew", "danger", /REPLACED/, VAULT, replaces({ name: "other" })],
  [
    "another account may copy from the vault",
    "danger",
    /allows backup:CopyIntoBackupVault|names an account/,
    "aws_backup_vault_policy.backup_vault_policy",
    isNew({
      policy: JSON.stringify({
        Statement: [
          {
            Effect: "Allow",
            Action: "backup:CopyIntoBackupVault",
            Principal: { AWS: "arn:aws:iam::999999999999:root" },
            Resource: "*",
          },
        ],
      }),
    }),
  ],
  [
    "the account's choice of what is backed up changes",
    "danger",
    /backed up|opt/,
    "aws_backup_region_settings.backup_choice",
    isNew({ resource_type_opt_in_preference: { EFS: false } }),
  ],
  [
    "backups may cross accounts",
    "warning",
    /is new/,
    "aws_backup_global_settings.backup_accounts",
    isNew({ global_settings: { isCrossAccountBackupEnabled: "true" } }),
  ],
  [
    "copies in the other region are kept for a week",
    "danger",
    /keeps copies of backups for fewer days/,
    PLAN,
    { "rule[Daily].copy_action.0.lifecycle.0.delete_after": 7 },
  ],
  ["Terraform forgets the plan of backups", "warning", /is forgotten, and stays/, PLAN, FORGOTTEN],
  [
    "the guard against a destroy goes",
    "warning",
    /no longer refuses what it guards against/,
    "terraform_data.destroy_guard",
    GONE,
  ],
];
