import type { Example } from "./example";

/** Examples of rules about what identities may do, and what is recorded of them. */
export const IDENTITIES_AND_TRAIL: readonly Example[] = [
  ["aws_iam_role", "permissions_boundary", "arn:boundary", "", "is no longer bounded"],
  ["aws_iam_user", "permissions_boundary", "arn:one", "arn:two", "gets another boundary", "either way"],
  [
    "aws_cloudtrail",
    "event_selector.0.include_management_events",
    true,
    false,
    "leaves out what changes the account",
  ],
  [
    "aws_cloudtrail",
    "event_selector.0.read_write_type",
    "All",
    "WriteOnly",
    "records only a part of the calls",
  ],
  [
    "aws_cloudtrail",
    "event_selector.0.exclude_management_event_sources",
    [],
    ["kms.amazonaws.com"],
    "leaves out a service",
  ],
  ["aws_cloudtrail", "advanced_event_selector", [], [{ name: "a" }], "chooses other events", "either way"],
  ["aws_cloudtrail", "cloud_watch_logs_group_arn", "arn:log", "", "no longer goes to CloudWatch Logs"],
  ["aws_cloudtrail", "s3_bucket_name", "one", "two", "is kept in another bucket", "either way"],
  [
    "aws_wafv2_web_acl_logging_configuration",
    "redacted_fields",
    [{ single_header: [{ name: "cookie" }] }],
    [],
    "logs more of the requests",
  ],
  [
    "aws_wafv2_web_acl",
    "data_protection_config",
    [{ data_protection: [{ action: "SUBSTITUTION", field: [{ field_type: "BODY" }] }] }],
    [],
    "logs more of what it finds in requests",
  ],
  [
    "aws_ecs_cluster",
    "configuration.0.execute_command_configuration.0.logging",
    "OVERRIDE",
    null,
    "does not record shells in its tasks",
  ],
  ["aws_efs_access_point", "posix_user.0.uid", 1000, 0, "acts as root"],
  ["aws_efs_access_point", "posix_user", [{ uid: 1000 }], [], "lets its clients say who they are"],
];
