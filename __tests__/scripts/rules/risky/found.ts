import { added, replaced, updated } from "../stack-of";
import { acl, allow, OPENEMR, OWN, parameter, policy, type Risky, rule, set, task } from "./changes";

/** Found by audits, each by itself over an installation with everything on. */
export const FOUND: readonly Risky[] = [
  [
    "a firewall rule goes from block to allow",
    "danger",
    /with the action allow now/,
    acl(
      [rule("a", { block: [{}] }), rule("b", { block: [{}] })],
      [rule("a", { allow: [{}] }), rule("b", { block: [{}] })],
    ),
  ],
  [
    "an allow-all firewall rule is placed first",
    "danger",
    /more with the action allow/,
    acl([rule("a", { block: [{}] })], [rule("first", { allow: [{}] }, 0), rule("a", { block: [{}] })]),
  ],
  [
    "the firewall's association goes to an empty list",
    "danger",
    /another list of rules/,
    replaced(
      "aws_wafv2_web_acl_association.firewall_association",
      { web_acl_arn: "arn:one" },
      { web_acl_arn: "arn:empty" },
      ["web_acl_arn"],
    ),
  ],
  [
    "managed_policy_arns with AdministratorAccess",
    "danger",
    /may do nearly everything/,
    set(
      "aws_iam_role.application_task_role",
      "managed_policy_arns",
      [],
      ["arn:aws:iam::aws:policy/AdministratorAccess"],
    ),
  ],
  [
    "a new access key",
    "danger",
    /new way to sign in/,
    added("aws_iam_access_key.mail_key", { user: "smtp" }),
  ],
  [
    "a function gets another role",
    "warning",
    /acts with another role/,
    set(
      "aws_lambda_function.mail_forward",
      "role",
      "arn:aws:iam::123456789012:role/a",
      "arn:aws:iam::123456789012:role/b",
    ),
  ],
  [
    "a database snapshot is shared with all",
    "danger",
    /is shared with other accounts/,
    set("aws_db_cluster_snapshot.database_snapshot", "shared_accounts", [], ["all"]),
  ],
  [
    "backups are copied to another vault",
    "danger",
    /copies backups to another vault/,
    updated(
      "aws_backup_plan.backup_plan",
      { rule: [{ rule_name: "Daily", copy_action: [] }] },
      {
        rule: [
          {
            rule_name: "Daily",
            copy_action: [{ destination_vault_arn: "arn:aws:backup:eu-west-1:999999999999:backup-vault:x" }],
          },
        ],
      },
    ),
  ],
  [
    "a bucket is replicated",
    "danger",
    /copies everything to another place/,
    added("aws_s3_bucket_replication_configuration.mail_replication", { bucket: "mail" }),
  ],
  [
    "a key gets a grant",
    "danger",
    /grant.*is new/i,
    added("aws_kms_grant.data_grant", { key_id: OWN, operations: ["Decrypt"] }),
  ],
  [
    "a subscription to another account",
    "danger",
    /sends what comes in to somebody more/,
    added("aws_sns_topic_subscription.monitoring_more", { endpoint: "arn:aws:sqs:us-east-1:999999999999:q" }),
  ],
  [
    "the network is joined with another one",
    "danger",
    /joins the network/,
    added("aws_vpc_peering_connection.network_peering", { peer_vpc_id: "vpc-2" }),
  ],
  [
    "an alias leads to a foreign host",
    "danger",
    /leads to another host/,
    set(
      "aws_route53_record.address_ipv4",
      "alias.0.name",
      "alb.us-east-1.elb.amazonaws.com",
      "evil.example.com",
    ),
  ],
  [
    "an MX record leads to a foreign host",
    "danger",
    /says something else/,
    set(
      "aws_route53_record.mail_mx",
      "records",
      ["10 inbound-smtp.us-east-1.amazonaws.com"],
      ["10 mx.example.com"],
    ),
  ],
  [
    "not_resources is the database",
    "danger",
    /leaves resources out/,
    set(
      "aws_backup_selection.backup_selection",
      "not_resources",
      [],
      ["arn:aws:rds:us-east-1:123456789012:cluster:x"],
    ),
  ],
  [
    "DNS of the VPC is off",
    "danger",
    /resolves no names/,
    set("aws_vpc.database_vpc", "enable_dns_support", true, false),
  ],
  [
    "mail is forwarded to another address",
    "danger",
    /sends received mail to another address/,
    set(
      "aws_lambda_function.mail_forward",
      "environment.0.variables.FORWARD_TO",
      "help@clinic.example",
      "me@evil.example",
    ),
  ],
  [
    "the image is of another registry",
    "danger",
    /runs an image from elsewhere/,
    task({ ...OPENEMR, image: "evil.example/openemr:8.2.0" }),
  ],
  [
    "the log driver is removed",
    "danger",
    /writes no log any more/,
    task({ ...OPENEMR, logConfiguration: undefined }),
  ],
  [
    "a password is in the environment",
    "danger",
    /password in plain text/,
    task({
      ...OPENEMR,
      environment: [...OPENEMR.environment, { name: "MYSQL_ROOT_PASSWORD", value: "hunter2-secret" }],
    }),
  ],
  [
    "iam:PutRolePolicy on role/*",
    "danger",
    /allows more actions: iam:PutRolePolicy/,
    updated(
      "aws_iam_role_policy.application_policy",
      policy(allow("iam:GetRole", "arn:aws:iam::123456789012:role/*")),
      policy({
        ...allow("", "arn:aws:iam::123456789012:role/*"),
        Action: ["iam:GetRole", "iam:PutRolePolicy"],
      }),
    ),
  ],
  [
    "backups are made once a year",
    "danger",
    /makes backups more rarely/,
    updated(
      "aws_backup_plan.backup_plan",
      { rule: [{ rule_name: "Daily", schedule: "cron(0 5 * * ? *)" }] },
      { rule: [{ rule_name: "Daily", schedule: "cron(0 5 1 1 ? *)" }] },
    ),
  ],
  [
    "the audit records less",
    "danger",
    /no longer audits QUERY_DML/,
    parameter("server_audit_events", "CONNECT,QUERY_DML", "CONNECT"),
  ],
  [
    "OpenEMR goes up, which nothing takes back",
    "danger",
    /upgrades OpenEMR/,
    task({ ...OPENEMR, image: "openemr/openemr:8.4.1" }),
  ],
  [
    "OpenEMR goes down",
    "danger",
    /goes back from OpenEMR/,
    task({ ...OPENEMR, image: "openemr/openemr:7.0.3" }),
  ],
];
