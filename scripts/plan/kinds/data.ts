import { enabled, list, ownKey, protection, text, value } from "../fact";
import type { Details } from "../kind";
import type { PlannedResource } from "../resource";

const snapshots = (path: string) => (resource: PlannedResource) => {
  const days = resource.text(path);
  return days === undefined || days === "0"
    ? { text: "no snapshots", weak: true }
    : { text: `snapshots kept ${days} days` };
};

/** Days; what never expires comes last. */
function lifetime(rule: { lifecycle?: Array<{ delete_after?: number | null }> }): number {
  return rule.lifecycle?.[0]?.delete_after ?? Number.POSITIVE_INFINITY;
}

/** Databases, caches, file systems and backups. */
export const dataKinds: Details = {
  aws_rds_cluster: {
    facts: [
      value("engine_version"),
      text((resource) => {
        const [minimum, maximum] = ["min", "max"].map((end) =>
          resource.text(`serverlessv2_scaling_configuration.0.${end}_capacity`),
        );
        return minimum && maximum ? `${minimum} to ${maximum} ACU` : undefined;
      }),
      protection("storage_encrypted", "encrypted", "not encrypted"),
      ownKey("kms_key_id"),
      protection("deletion_protection", "deletion protection", "no deletion protection"),
      value("backup_retention_period", "restorable for", "days"),
      (resource) =>
        resource.get("skip_final_snapshot") === true
          ? { text: "no final snapshot", weak: true }
          : { text: "final snapshot" },
      list("enabled_cloudwatch_logs_exports", "logs"),
      enabled("enable_http_endpoint", "Data API"),
    ],
  },
  aws_rds_cluster_instance: {
    facts: [
      value("instance_class"),
      (resource) =>
        resource.get("publicly_accessible") === true
          ? { text: "publicly accessible", weak: true }
          : { text: "private" },
      enabled("performance_insights_enabled", "Performance Insights"),
    ],
  },
  aws_rds_cluster_parameter_group: {
    facts: [
      text((resource) => `${resource.size("parameter")} parameters`),
      (resource) => {
        const parameters = resource.get("parameter");
        if (!Array.isArray(parameters)) return undefined;
        const tls = parameters.find((parameter) => parameter?.name === "require_secure_transport");
        return /^(ON|1)$/i.test(String(tls?.value))
          ? { text: "TLS required" }
          : { text: "TLS not required", weak: true };
      },
    ],
  },
  aws_elasticache_serverless_cache: {
    facts: [
      text((resource) =>
        [resource.text("engine"), resource.text("major_engine_version")].filter(Boolean).join(" "),
      ),
      value("cache_usage_limits.0.data_storage.0.maximum", "up to", "GB"),
      value("cache_usage_limits.0.ecpu_per_second.0.maximum", "up to", "ECPU/s"),
      ownKey("kms_key_id"),
      snapshots("snapshot_retention_limit"),
    ],
  },
  aws_efs_file_system: {
    facts: [
      protection("encrypted", "encrypted", "not encrypted"),
      ownKey("kms_key_id"),
      value("throughput_mode", "", "throughput"),
    ],
  },
  aws_backup_plan: {
    facts: [
      text((resource) => {
        const rules = resource.get("rule");
        if (!Array.isArray(rules)) return undefined;
        return [...rules]
          .sort((one, other) => lifetime(one) - lifetime(other))
          .map(
            (rule) =>
              `${rule?.rule_name}${rule?.lifecycle?.[0]?.delete_after ? ` kept ${rule.lifecycle[0].delete_after} days` : ""}`,
          )
          .join(", ");
      }),
    ],
  },
  aws_backup_selection: {
    facts: [text((resource) => `${resource.size("resources")} resources by name`)],
  },
  aws_backup_restore_testing_plan: { facts: [value("schedule_expression", "", "UTC")] },
  aws_backup_restore_testing_selection: {
    partOf: "aws_backup_restore_testing_plan",
    facts: [value("protected_resource_type", "", "")],
  },
  aws_backup_vault: { facts: [ownKey("kms_key_arn")] },
  aws_backup_vault_lock_configuration: {
    facts: [
      value("min_retention_days", "at least", "days"),
      value("max_retention_days", "at most", "days"),
      value("changeable_for_days", "final after", "days"),
    ],
  },
  aws_efs_file_system_policy: {
    partOf: "aws_efs_file_system",
    facts: [],
  },
};
