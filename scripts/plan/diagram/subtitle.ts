import type { KindName } from "../kind";
import { compareTypes, counted, kindOf } from "../kinds";
import type { PlannedResource } from "../resource";

/** Names of AWS for capabilities whose most important resource does not say what they are. */
const SUBTITLES: Readonly<Record<string, string>> = {
  "Web firewall": "AWS WAF",
  "Audit trail": "CloudTrail",
  Monitoring: "alarms, dashboard",
  Mail: "mail through SES",
  "Shell access (ECS Exec)": "recorded sessions",
  Operations: "maintenance task",
};

/** Names of AWS's services for the types that a part is drawn by, where the name of the kind does not say it. */
const SERVICES: Readonly<Record<string, KindName>> = {
  aws_backup_plan: { one: "AWS Backup", many: "plans of AWS Backup" },
  aws_ecs_service: { one: "ECS service on Fargate", many: "ECS services on Fargate" },
  aws_efs_file_system: { one: "EFS", many: "file systems of EFS" },
  aws_elasticache_serverless_cache: { one: "ElastiCache Serverless", many: "serverless caches" },
  aws_kms_key: { one: "KMS key" },
  aws_lambda_function: { one: "Lambda function" },
  aws_lb: { one: "Application Load Balancer" },
  aws_rds_cluster: { one: "Aurora Serverless v2", many: "Aurora clusters" },
  aws_route53_record: { one: "Route 53, ACM", many: "records of Route 53" },
};

/** Says what the most important thing of a capability is, in AWS's words. */
export function subtitleOf(title: string, members: readonly PlannedResource[]): string {
  const ordered = [...members].sort((one, other) => compareTypes(one.type, other.type));
  // A type that the preview says nothing about is not the main one of a capability.
  const main =
    ordered.find(({ type }) => type === "aws_nat_gateway") ??
    ordered.find(({ type }) => kindOf(type).facts !== undefined) ??
    ordered[0]!;
  const same = members.filter(({ type }) => type === main.type);
  const kind = SERVICES[main.type] ?? kindOf(main.type);
  return SUBTITLES[title] ?? (same.length === 1 ? kind.one : counted(same.length, kind));
}
