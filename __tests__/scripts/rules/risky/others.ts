import { added, deleted, updated } from "../stack-of";
import { acl, allow, policy, type Risky, rule, set } from "./changes";

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
];
