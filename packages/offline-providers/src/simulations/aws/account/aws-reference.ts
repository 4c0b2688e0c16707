const DOCUMENTATION = "https://docs.aws.amazon.com";

/** Where AWS documents the operations of each service. */
const REFERENCES = {
  accelerator: "global-accelerator/latest/api",
  acm: "acm/latest/APIReference",
  backup: "aws-backup/latest/devguide",
  budgets: "aws-cost-management/latest/APIReference",
  cache: "AmazonElastiCache/latest/APIReference",
  chatbot: "chatbot/latest/APIReference",
  cloudtrail: "awscloudtrail/latest/APIReference",
  dynamodb: "amazondynamodb/latest/APIReference",
  ecr: "AmazonECR/latest/APIReference",
  ecs: "AmazonECS/latest/APIReference",
  efs: "efs/latest/ug",
  elb: "elasticloadbalancing/latest/APIReference",
  glue: "glue/latest/webapi",
  guardduty: "guardduty/latest/APIReference",
  iam: "IAM/latest/APIReference",
  kms: "kms/latest/APIReference",
  lambda: "lambda/latest/api",
  logs: "AmazonCloudWatchLogs/latest/APIReference",
  rds: "AmazonRDS/latest/APIReference",
  resolver: "Route53/latest/APIReference",
  route53: "Route53/latest/APIReference",
  s3: "AmazonS3/latest/API",
  sagemaker: "sagemaker/latest/APIReference",
  scheduler: "scheduler/latest/APIReference",
  secrets: "secretsmanager/latest/apireference",
  ses: "ses/latest/APIReference",
  sesv2: "ses/latest/APIReference-V2",
  ssm: "systems-manager/latest/APIReference",
  waf: "waf/latest/APIReference",
} as const;

/** Services that share their reference with others have their names in the names of pages. */
const PREFIXES: Readonly<Record<string, string>> = { budgets: "budgets_", resolver: "route53resolver_" };

/** A service, by the short name that the tables of rules use; `ec2` lists its errors on one page. */
export type Service = keyof typeof REFERENCES | "ec2";

/** The page on which AWS documents the errors of an operation. */
export function apiPage(service: Service, operation: string): string {
  if (service === "ec2") return page("AWSEC2/latest/APIReference/errors-overview.html");
  return page(`${REFERENCES[service]}/API_${PREFIXES[service] ?? ""}${operation}.html`);
}

/** A page of AWS's documentation. */
export function page(path: string): string {
  return `${DOCUMENTATION}/${path}`;
}
