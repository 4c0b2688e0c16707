import { IAM_NAMES } from "../../src/operators/operator-calls";
import { NAMES } from "../scripts/procedures/support/carried-out";
import type { RequestContext } from "../support/iam-evaluation";

/** A request as IAM compares it with policies. */
export interface OperatorRequest {
  readonly action: string;
  readonly resource: string;
  readonly context: RequestContext;
}

type Input = Readonly<Record<string, unknown>>;

const [, , , region, accountId] = NAMES.databaseArn.split(":");
const arn = (service: string, resource: string) => `arn:aws:${service}:${region}:${accountId}:${resource}`;
const role = (name: string) => `arn:aws:iam::${accountId}:role/openemr-trial-${name}-${region}`;

/** A family stands for its newest revision; the emulated service has a definition with a short name. */
function definition(name: string): string {
  if (name.startsWith("arn:")) return name;
  const [family, revision = "1"] = name.split(":");
  return arn("ecs", `task-definition/${family === "task" ? "openemr-trial-task" : family}:${revision}`);
}

const CONTEXT = {
  "aws:RequestedRegion": region!,
  "ecs:cluster": arn("ecs", `cluster/${NAMES.cluster}`),
  "application-autoscaling:service-namespace": "ecs",
};

/** S3's names are the world's, so a bucket's ARN has no place. The emulated one lacks account and region in its name. */
const bucket = ({ Bucket }: Input) => `arn:aws:s3:::${Bucket}-${accountId}-${region}`;
const object = (input: Input) => [`${bucket(input)}/${input.Key}`];

/** The resources that a request is about, by the service reference; `*` where there is none. */
const RESOURCES: Readonly<Record<string, (input: Input) => readonly string[]>> = {
  "application-autoscaling:RegisterScalableTarget": () => [
    arn("application-autoscaling", "scalable-target/1"),
  ],
  "backup:DescribeBackupVault": ({ BackupVaultName: name }) => [arn("backup", `backup-vault:${name}`)],
  "backup:ListRecoveryPointsByBackupVault": ({ BackupVaultName: name }) => [
    arn("backup", `backup-vault:${name}`),
  ],
  "backup:ListTags": () => [arn("backup", "recovery-point:1")],
  "backup:StartBackupJob": ({ BackupVaultName: name }) => [arn("backup", `backup-vault:${name}`)],
  "backup:StartRestoreJob": () => [arn("backup", "recovery-point:1")],
  "ecs:DescribeServices": ({ cluster, services }) =>
    (services as string[]).map((name) => arn("ecs", `service/${cluster}/${name}`)),
  "ecs:UpdateService": ({ cluster, service }) => [arn("ecs", `service/${cluster}/${service}`)],
  "ecs:DescribeTasks": ({ cluster }) => [arn("ecs", `task/${cluster}/1`)],
  "ecs:RunTask": ({ taskDefinition }) => [definition(String(taskDefinition))],
  "elasticloadbalancing:ModifyRule": ({ RuleArn }) => [String(RuleArn)],
  "lambda:Invoke": ({ FunctionName }) => [arn("lambda", `function:${FunctionName}`)],
  "logs:FilterLogEvents": ({ logGroupName }) => [arn("logs", `log-group:${logGroupName}:*`)],
  "logs:GetLogEvents": ({ logGroupName }) => [arn("logs", `log-group:${logGroupName}:*`)],
  "rds:CreateDBCluster": ({ DBClusterIdentifier: name }) => [arn("rds", `cluster:${name}`)],
  "rds:CreateDBInstance": ({ DBInstanceIdentifier: name, DBClusterIdentifier: cluster }) => [
    arn("rds", `db:${name}`),
    arn("rds", `cluster:${cluster}`),
  ],
  "rds:DeleteDBCluster": ({ DBClusterIdentifier: name }) => [arn("rds", `cluster:${name}`)],
  "rds:DeleteDBInstance": ({ DBInstanceIdentifier: name }) => [arn("rds", `db:${name}`)],
  "rds:ModifyDBCluster": ({ DBClusterIdentifier: name, NewDBClusterIdentifier: other }) =>
    [name, other].filter(Boolean).map((each) => arn("rds", `cluster:${each}`)),
  "rds:ModifyDBInstance": ({ DBInstanceIdentifier: name, NewDBInstanceIdentifier: other }) =>
    [name, other].filter(Boolean).map((each) => arn("rds", `db:${each}`)),
  "rds:RestoreDBClusterToPointInTime": ({ DBClusterIdentifier: name, SourceDBClusterIdentifier: source }) =>
    [name, String(source).split(":").at(-1)].map((each) => arn("rds", `cluster:${each}`)),
  "s3:CompleteMultipartUpload": object,
  "s3:CreateMultipartUpload": object,
  "s3:DeleteObject": object,
  "s3:HeadObject": object,
  "s3:ListMultipartUploads": (input) => [bucket(input)],
  "s3:ListParts": object,
  "s3:PutObject": object,
  "s3:UploadPart": object,
  "secretsmanager:DescribeSecret": ({ SecretId }) => [`${SecretId}-abcdef`],
  "secretsmanager:RotateSecret": ({ SecretId }) => [`${SecretId}-abcdef`],
  "secretsmanager:GetSecretValue": ({ SecretId }) => [`${SecretId}-abcdef`],
  "ssm:DeleteParameter": ({ Name }) => [arn("ssm", `parameter${Name}`)],
  "ssm:GetParameter": ({ Name }) => [arn("ssm", `parameter${Name}`)],
  "ssm:PutParameter": ({ Name }) => [arn("ssm", `parameter${Name}`)],
};

/** Roles that a request hands over, by the service that takes them. */
const PASSES: Readonly<Record<string, readonly [service: string, roles: readonly string[]]>> = {
  "backup:StartBackupJob": ["backup", ["backup"]],
  "backup:StartRestoreJob": ["backup", ["restore"]],
  "ecs:RunTask": ["ecs-tasks", ["maintenance", "task-execution"]],
  // Enhanced Monitoring, which an instance is made with as the one in use has it.
  "rds:CreateDBInstance": ["monitoring.rds", ["database-monitoring"]],
};

/**
 * Rights that AWS asks for besides. For a last snapshot: AWS's notice on IAM policies for RDS of 2024-08-15 (convox/convox 856), and
 * tags on it where the cluster copies them.
 */
const BESIDES: Readonly<Record<string, (input: Input) => ReadonlyArray<readonly [string, string]>>> = {
  "rds:DeleteDBCluster": ({ DBClusterIdentifier: name, FinalDBSnapshotIdentifier: snapshot }) =>
    snapshot === undefined
      ? []
      : [
          ["rds:CreateDBClusterSnapshot", arn("rds", `cluster:${name}`)],
          ["rds:CreateDBClusterSnapshot", arn("rds", `cluster-snapshot:${snapshot}`)],
          ["rds:AddTagsToResource", arn("rds", `cluster-snapshot:${snapshot}`)],
        ],
};

/** The call is named otherwise than what it takes. */
const nameOf = (permission: string) => IAM_NAMES[permission] ?? permission;

/** The actions and resources that IAM decides for one call of a procedure, with the roles that the call passes. */
export function requestOf(permission: string, input: unknown): OperatorRequest[] {
  const resources = RESOURCES[permission]?.(input as Input) ?? ["*"];
  const [service, roles] = PASSES[permission] ?? ["", []];
  return [
    ...resources.map((resource) => ({ action: nameOf(permission), resource, context: CONTEXT })),
    ...(BESIDES[permission]?.(input as Input) ?? []).map(([action, resource]) => ({
      action,
      resource,
      context: CONTEXT,
    })),
    ...roles.map((name) => ({
      action: "iam:PassRole",
      resource: role(name),
      context: { "iam:PassedToService": `${service}.amazonaws.com` },
    })),
  ];
}
