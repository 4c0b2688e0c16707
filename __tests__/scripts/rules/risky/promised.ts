import { added, replaced, updated } from "../stack-of";
import { allow, policy, type Risky, set } from "./changes";

/** Changes that a report puts under "What can hurt", as docs/ci.md promises in these words. */
export const PROMISED: readonly Risky[] = [
  [
    "deletion protection",
    "danger",
    /has no deletion protection/,
    set("aws_rds_cluster.database_cluster", "deletion_protection", true, false),
  ],
  [
    "the retention of automated backups of its database",
    "danger",
    /restored for fewer days/,
    set("aws_rds_cluster.database_cluster", "backup_retention_period", 35, 1),
  ],
  [
    "the retention",
    "danger",
    /keeps recovery points for fewer days/,
    updated(
      "aws_backup_plan.backup_plan",
      { rule: [{ rule_name: "a", lifecycle: [{ delete_after: 90 }] }] },
      { rule: [{ rule_name: "a", lifecycle: [{ delete_after: 1 }] }] },
    ),
  ],
  [
    "schedules of later backups",
    "notice",
    /makes backups at another time/,
    updated(
      "aws_backup_plan.backup_plan",
      { rule: [{ rule_name: "a", schedule: "cron(0 5 * * ? *)" }] },
      { rule: [{ rule_name: "a", schedule: "cron(0 9 * * ? *)" }] },
    ),
  ],
  [
    "a new lock of the vault",
    "danger",
    /becomes final/,
    added("aws_backup_vault_lock_configuration.backup_lock", { changeable_for_days: 3 }),
  ],
  [
    "the policies of its keys",
    "danger",
    /allows it to more/,
    updated(
      "aws_kms_key.data_key",
      policy(allow("kms:Decrypt", "*", { Principal: { AWS: "a" } })),
      policy(allow("kms:Decrypt", "*", { Principal: { AWS: ["a", "b"] } })),
    ),
  ],
  [
    "its log groups except the trail's",
    "danger",
    /is kept for a shorter time/,
    set("aws_cloudwatch_log_group.application_log", "retention_in_days", 365, 1),
  ],
  [
    "its other buckets keep objects",
    "danger",
    /lets objects expire sooner/,
    set("aws_s3_bucket_lifecycle_configuration.edge_lifecycle", "rule.0.expiration.0.days", 365, 1),
  ],
  [
    "the parts of its network",
    "danger",
    /VPC is REPLACED/,
    replaced("aws_vpc.network_vpc2", { cidr_block: "10.0.0.0/16" }, { cidr_block: "10.1.0.0/16" }, [
      "cidr_block",
    ]),
  ],
];
