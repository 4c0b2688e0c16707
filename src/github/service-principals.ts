/** Services that roles of an installation are made for. */
export const SERVICES_WITH_ROLES: readonly string[] = [
  "backup",
  "chatbot",
  "cloudtrail",
  "ecs-tasks",
  "emr-serverless",
  "events",
  "export.rds",
  "lambda",
  "monitoring.rds",
  "rds",
  "sagemaker",
  "scheduler",
  "vpc-flow-logs",
].map((service) => `${service}.amazonaws.com`);

/** Services that make a role for themselves when an account uses them for the first time. */
export const SERVICES_WITH_OWN_ROLES: readonly string[] = [
  "backup",
  "ecs",
  "ecs.application-autoscaling",
  "elasticache",
  "elasticfilesystem",
  "elasticloadbalancing",
  "globalaccelerator",
  "guardduty",
  "management.chatbot",
  "ops.emr-serverless",
  "pullthroughcache.ecr",
  "rds",
  // AWS Backup deletes by it what a restore test made.
  "restore-testing.backup",
  "route53resolver",
  "sagemaker",
  "wafv2",
].map((service) => `${service}.amazonaws.com`);
