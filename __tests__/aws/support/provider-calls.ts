import { createInterface } from "node:readline";
import type { Readable } from "node:stream";

/** A call of AWS by the real provider, as its log has it. */
export interface ProviderCall {
  /** Type of the resource or data source. */
  readonly type: string;
  /** A refresh or a look-up, or a change. */
  readonly kind: "read" | "change";
  /** The IAM action that AWS compares. */
  readonly action: string;
}

/** Makes the provider log what it calls. */
export const LOG_CALLS = { TF_LOG: "DEBUG" };

/** Keeps the calls that the provider logs while it handles a resource or a data source. */
export function recordCalls(log: Readable, calls: ProviderCall[]): void {
  createInterface({ input: log }).on("line", (line) => {
    if (!line.includes('"HTTP Request Sent"')) return;
    const {
      tf_resource_type: resource,
      tf_data_source_type: dataSource,
      tf_rpc: procedure,
      "rpc.service": service,
      "rpc.method": operation,
    } = JSON.parse(line) as Record<string, string>;
    const type = resource ?? dataSource;
    const action = actionOf(service!, operation!);
    if (!type || !action) return;
    calls.push({ type, kind: procedure === "ApplyResourceChange" ? "change" : "read", action });
  });
}

/** Prefixes of IAM actions that are not the name of the SDK's service in lower case. */
const SERVICES: Readonly<Record<string, string>> = {
  "application auto scaling": "application-autoscaling",
  "cloudwatch logs": "logs",
  efs: "elasticfilesystem",
  "elastic load balancing v2": "elasticloadbalancing",
  "emr serverless": "emr-serverless",
  eventbridge: "events",
  sesv2: "ses",
};

/** Operations whose permission has another name, by service. Source: each service's page of actions. */
const ACTIONS: Readonly<Record<string, string | undefined>> = {
  "budgets:CreateBudget": "budgets:ModifyBudget",
  "budgets:CreateNotification": "budgets:ModifyBudget",
  "budgets:CreateSubscriber": "budgets:ModifyBudget",
  "budgets:DeleteBudget": "budgets:ModifyBudget",
  "budgets:DeleteNotification": "budgets:ModifyBudget",
  "budgets:DeleteSubscriber": "budgets:ModifyBudget",
  "budgets:UpdateBudget": "budgets:ModifyBudget",
  "budgets:UpdateNotification": "budgets:ModifyBudget",
  "budgets:UpdateSubscriber": "budgets:ModifyBudget",
  "budgets:DescribeBudget": "budgets:ViewBudget",
  "budgets:DescribeNotificationsForBudget": "budgets:ViewBudget",
  "budgets:DescribeSubscribersForNotification": "budgets:ViewBudget",
  "lambda:Invoke": "lambda:InvokeFunction",
  "lambda:GetFunctionConfiguration": "lambda:GetFunctionConfiguration",
  "s3:DeleteBucketEncryption": "s3:PutEncryptionConfiguration",
  "s3:DeleteBucketLifecycle": "s3:PutLifecycleConfiguration",
  "s3:DeleteBucketOwnershipControls": "s3:PutBucketOwnershipControls",
  "s3:DeleteBucketTagging": "s3:PutBucketTagging",
  "s3:DeleteObjects": "s3:DeleteObject",
  "s3:DeletePublicAccessBlock": "s3:PutBucketPublicAccessBlock",
  "s3:GetBucketAccelerateConfiguration": "s3:GetAccelerateConfiguration",
  "s3:GetBucketCors": "s3:GetBucketCORS",
  "s3:GetBucketEncryption": "s3:GetEncryptionConfiguration",
  "s3:GetBucketLifecycleConfiguration": "s3:GetLifecycleConfiguration",
  "s3:GetBucketReplication": "s3:GetReplicationConfiguration",
  "s3:GetObjectLockConfiguration": "s3:GetBucketObjectLockConfiguration",
  "s3:GetPublicAccessBlock": "s3:GetBucketPublicAccessBlock",
  "s3:HeadBucket": "s3:ListBucket",
  "s3:HeadObject": "s3:GetObject",
  "s3:ListObjectVersions": "s3:ListBucketVersions",
  "s3:PutBucketEncryption": "s3:PutEncryptionConfiguration",
  "s3:PutBucketLifecycleConfiguration": "s3:PutLifecycleConfiguration",
  "s3:PutPublicAccessBlock": "s3:PutBucketPublicAccessBlock",
  // Needs no permission.
  "sts:GetCallerIdentity": undefined,
};

function actionOf(service: string, operation: string): string | undefined {
  const name = service.toLowerCase();
  const call = `${SERVICES[name] ?? name.replaceAll(" ", "")}:${operation}`;
  return call in ACTIONS ? ACTIONS[call] : call;
}
