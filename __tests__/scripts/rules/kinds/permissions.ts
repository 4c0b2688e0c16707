import { FORGOTTEN, type Kind, more } from "./kind";

const TASK = "aws_iam_role_policy.application_task_role_policy";
const allow = (Action: string, Resource: string, extra: object = {}) =>
  more({ Sid: "More", Effect: "Allow", Action: [Action], Resource: [Resource], ...extra });

export const permissions: readonly Kind[] = [
  [
    "the task may take any role",
    "danger",
    /allows sts:AssumeRole/,
    TASK,
    {
      "policy.Statement": allow("sts:AssumeRole", "*"),
    },
  ],
  [
    "the task may read every secret",
    "danger",
    /allows it on more/,
    TASK,
    {
      "policy.Statement[ReadSecretSettings].Resource": ["*"],
    },
  ],
  [
    "the task may read secrets whose names begin alike",
    "warning",
    /allows it on more/,
    TASK,
    {
      "policy.Statement[ReadSecretSettings].Resource": more(
        "arn:aws:secretsmanager:us-east-1:123456789012:secret:openemr-*",
      ),
    },
  ],
  [
    "the task may read every bucket",
    "danger",
    /allows s3:GetObject/,
    TASK,
    {
      "policy.Statement": allow("s3:GetObject", "*"),
    },
  ],
  [
    "the task may do everything with buckets",
    "danger",
    /allows s3:\*/,
    TASK,
    {
      "policy.Statement": allow("s3:*", "arn:aws:s3:::*"),
    },
  ],
  [
    "the task may list buckets",
    "warning",
    /allows s3:ListAllMyBuckets/,
    TASK,
    {
      "policy.Statement": allow("s3:ListAllMyBuckets", "*"),
    },
  ],
  [
    "the task may decrypt with every key",
    "danger",
    /allows it on more|without the condition/,
    TASK,
    {
      "policy.Statement[DecryptSecrets].Resource": ["*"],
    },
  ],
  [
    "a condition of the task's right to decrypt goes",
    "danger",
    /without the condition/,
    TASK,
    {
      "policy.Statement[DecryptSecrets].Condition": {},
    },
  ],
  [
    "the task may do everything except some things",
    "danger",
    /allows all actions but/,
    TASK,
    {
      "policy.Statement": more({ Sid: "Most", Effect: "Allow", NotAction: ["iam:*"], Resource: ["*"] }),
    },
  ],
  [
    "the task may open shells in other tasks",
    "danger",
    /allows ecs:ExecuteCommand/,
    TASK,
    {
      "policy.Statement": allow("ecs:ExecuteCommand", "*"),
    },
  ],
  [
    "the task may write a function's code",
    "danger",
    /allows lambda:UpdateFunctionCode/,
    TASK,
    {
      "policy.Statement": allow("lambda:UpdateFunctionCode", "*"),
    },
  ],
  [
    "the task may read the database by the Data API",
    "danger",
    /allows rds-data:ExecuteStatement/,
    TASK,
    {
      "policy.Statement": allow("rds-data:ExecuteStatement", "*"),
    },
  ],
  [
    "the task may delete backups",
    "danger",
    /allows backup:DeleteRecoveryPoint/,
    TASK,
    {
      "policy.Statement": allow("backup:DeleteRecoveryPoint", "*"),
    },
  ],
  [
    "the task may share snapshots",
    "danger",
    /allows rds:ModifyDBClusterSnapshotAttribute/,
    TASK,
    {
      "policy.Statement": allow("rds:ModifyDBClusterSnapshotAttribute", "*"),
    },
  ],
  [
    "the task may stop the trail",
    "danger",
    /allows cloudtrail:StopLogging/,
    TASK,
    {
      "policy.Statement": allow("cloudtrail:StopLogging", "*"),
    },
  ],
  [
    "the task may grant a key to others",
    "danger",
    /allows kms:CreateGrant/,
    TASK,
    {
      "policy.Statement": allow(
        "kms:CreateGrant",
        "arn:aws:kms:us-east-1:123456789012:key/59f0f243-540f-4e53-af3f-24d8886a2244",
      ),
    },
  ],
  [
    "Terraform forgets what tasks may do",
    "warning",
    /is forgotten, and stays/,
    "aws_iam_role_policy.application_task_role_policy",
    FORGOTTEN,
  ],
];
