import { isNew, type Kind, more, without } from "./kind";

const TRUST = "aws_iam_role.application_task_role";
const BACKUP_TRUST = "aws_iam_role.backup_role";
const attach = (policy: string) => isNew({ role: "openemr-production-task-us-east-1", policy_arn: policy });

export const identities: readonly Kind[] = [
  [
    "everybody may take the task's role",
    "danger",
    /allows it to more/,
    TRUST,
    {
      "assume_role_policy.Statement[Trust].Principal": { AWS: "*" },
      "assume_role_policy.Statement[Trust].Condition": {},
    },
  ],
  [
    "another account may take the task's role",
    "danger",
    /names an account|allows sts:AssumeRole/,
    TRUST,
    {
      "assume_role_policy.Statement": more({
        Effect: "Allow",
        Action: "sts:AssumeRole",
        Principal: { AWS: "arn:aws:iam::999999999999:root" },
      }),
    },
  ],
  [
    "another service may take the task's role",
    "danger",
    /allows it to more/,
    TRUST,
    {
      "assume_role_policy.Statement[Trust].Principal": {
        Service: ["ecs-tasks.amazonaws.com", "ec2.amazonaws.com"],
      },
    },
  ],
  [
    "everybody but one may take the task's role",
    "danger",
    /allows/,
    TRUST,
    {
      "assume_role_policy.Statement": more({
        Effect: "Allow",
        Action: "sts:AssumeRole",
        NotPrincipal: { AWS: "arn:aws:iam::123456789012:root" },
      }),
    },
  ],
  [
    "services for other accounts may take the role of backups",
    "danger",
    /without the condition/,
    BACKUP_TRUST,
    {
      "assume_role_policy.Statement[Trust].Condition": {},
    },
  ],
  [
    "a role gets a boundary of somebody else",
    "warning",
    /changes in a way|boundary/,
    "aws_iam_role.backup_restore_role",
    {
      permissions_boundary: "arn:aws:iam::123456789012:policy/other",
    },
  ],
  [
    "mail may be sent from anywhere",
    "danger",
    /no longer denies/,
    "aws_iam_user_policy.mail_credentials_user_policy[0]",
    {
      "policy.Statement": without("OnlyThroughEndpoint"),
    },
  ],
  [
    "mail may be sent in every name",
    "danger",
    /condition/,
    "aws_iam_user_policy.mail_credentials_user_policy[0]",
    {
      "policy.Statement[SendMail].Condition": { StringLike: { "ses:FromAddress": "*" } },
    },
  ],
  [
    "the denial of mail from elsewhere holds in some cases only",
    "danger",
    /no longer denies/,
    "aws_iam_user_policy.mail_credentials_user_policy[0]",
    {
      "policy.Statement[OnlyThroughEndpoint].Condition.StringNotEquals": {
        "aws:SourceVpce": "vpce-1",
        "aws:SourceIp": "192.0.2.1",
      },
    },
  ],
  [
    "the task gets all of S3",
    "danger",
    /gives .* a policy/,
    "aws_iam_role_policy_attachment.application_s3",
    attach("arn:aws:iam::aws:policy/AmazonS3FullAccess"),
  ],
  [
    "the task gets to read everything",
    "danger",
    /gives .* a policy/,
    "aws_iam_role_policy_attachment.application_read",
    attach("arn:aws:iam::aws:policy/ReadOnlyAccess"),
  ],
  [
    "the task gets all secrets",
    "danger",
    /gives .* a policy/,
    "aws_iam_role_policy_attachment.application_secrets",
    attach("arn:aws:iam::aws:policy/SecretsManagerReadWrite"),
  ],
  [
    "the task gets a policy that somebody wrote elsewhere",
    "warning",
    /gives .* a policy/,
    "aws_iam_role_policy_attachment.application_own",
    attach("arn:aws:iam::123456789012:policy/other"),
  ],
  [
    "a role of the backups gets another policy",
    "danger",
    /gives .* a policy/,
    "aws_iam_role_policy_attachment.backup_role_policy",
    {
      policy_arn: "arn:aws:iam::aws:policy/AWSBackupFullAccess",
    },
  ],
  [
    "a user joins a group",
    "warning",
    /is new/,
    "aws_iam_user_group_membership.mail_groups",
    isNew({ user: "smtp", groups: ["admins"] }),
  ],
  [
    "a policy is attached to many at once",
    "warning",
    /is new|a policy/,
    "aws_iam_policy_attachment.everybody",
    isNew({ name: "all", policy_arn: "arn:aws:iam::aws:policy/ReadOnlyAccess" }),
  ],
  [
    "a profile for machines takes a role",
    "warning",
    /is new/,
    "aws_iam_instance_profile.machines",
    isNew({ role: "openemr-production-task-us-east-1" }),
  ],
  [
    "passwords of users become weaker",
    "warning",
    /is new/,
    "aws_iam_account_password_policy.account",
    isNew({ minimum_password_length: 6 }),
  ],
  [
    "everybody on GitHub may act as tasks",
    "danger",
    /allows sts:AssumeRoleWithWebIdentity/,
    "aws_iam_role.application_task_role",
    {
      "assume_role_policy.Statement": more({
        Effect: "Allow",
        Principal: {
          Federated: "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com",
        },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: { StringLike: { "token.actions.githubusercontent.com:sub": "repo:*" } },
      }),
    },
  ],
];
