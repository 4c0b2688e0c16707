import type { ResourceChange } from "../../../scripts/plan/terraform-plan";
import { created } from "../plan/plan-fixture";

/** The original system with its default settings, as far as AWS bills it. */
export const ORIGINAL: readonly ResourceChange[] = [
  created("aws_lb.edge", { load_balancer_type: "application", internal: false, subnets: ["a", "b"] }),
  created("aws_wafv2_web_acl.firewall", {
    rule: [{ name: "CRSRule", statement: [{ managed_rule_group_statement: [{ vendor_name: "AWS" }] }] }],
  }),
  created("aws_nat_gateway.network_nat[0]"),
  created("aws_nat_gateway.network_nat[1]"),
  created("aws_eip.network_nat_address[0]"),
  created("aws_eip.network_nat_address[1]"),
  created("aws_ecs_cluster.application_cluster", {
    setting: [{ name: "containerInsights", value: "enabled" }],
  }),
  created("aws_ecs_service.application_service", { launch_type: "FARGATE", name: "web", desired_count: 2 }),
  created("aws_appautoscaling_target.application_scaling", {
    resource_id: "service/cluster/web",
    min_capacity: 2,
    max_capacity: 100,
  }),
  created("aws_ecs_task_definition.application_task", {
    family: "openemr",
    cpu: "1024",
    memory: "2048",
    runtime_platform: [{ cpu_architecture: "ARM64" }],
  }),
  created("aws_secretsmanager_secret.application_administrator"),
  created("aws_rds_cluster.database_cluster", {
    serverlessv2_scaling_configuration: [{ min_capacity: 0, max_capacity: 256 }],
    performance_insights_retention_period: 731,
  }),
  created("aws_rds_cluster_instance.database_writer", { instance_class: "db.serverless" }),
  created("aws_rds_cluster_instance.database_reader", { instance_class: "db.serverless" }),
  created("aws_secretsmanager_secret.database_secret"),
  created("aws_elasticache_serverless_cache.cache", { engine: "valkey" }),
  created("aws_efs_file_system.files_sites"),
  created("aws_efs_file_system.files_tls"),
  created("aws_backup_vault.backup_vault"),
  created("aws_cloudtrail.audit_trail"),
  created("aws_kms_key.audit_key"),
  created("aws_s3_bucket.audit_bucket"),
  created("aws_cloudwatch_log_group.application_log"),
];
