import type { CtyObject, CtyValue } from "../../../cty/types";

/**
 * How types are imported whose import does not take their `id`: section "Import" of the provider's documentation
 * (6.25.0, read on 2026-11-29).
 */
const IMPORT_IDS: Readonly<Record<string, (values: CtyObject) => string>> = {
  aws_backup_restore_testing_plan: ({ name }) => String(name),
  aws_backup_restore_testing_selection: ({ name, restore_testing_plan_name: plan }) => `${name}:${plan}`,
  aws_backup_selection: ({ plan_id: plan, id }) => `${plan}|${id}`,
  aws_chatbot_slack_channel_configuration: ({ chat_configuration_arn: arn }) => String(arn),
  aws_chatbot_teams_channel_configuration: ({ team_id: team }) => String(team),
  aws_ecs_service: ({ cluster, name }) => `${String(cluster).split("/").at(-1)}/${name}`,
  aws_lambda_permission: ({ function_name: lambda, statement_id: statement }) => `${lambda}/${statement}`,
  aws_rds_cluster_role_association: ({ db_cluster_identifier: cluster, role_arn: role }) =>
    `${cluster},${role}`,
  aws_route: ({ route_table_id: table, destination_cidr_block: ipv4, destination_ipv6_cidr_block: ipv6 }) =>
    `${table}_${ipv4 || ipv6}`,
  aws_route_table_association: ({ subnet_id: subnet, route_table_id: table }) => `${subnet}/${table}`,
  aws_scheduler_schedule: ({ name }) => `default/${name}`,
  aws_ses_receipt_rule: ({ rule_set_name: set, name }) => `${set}:${name}`,
  aws_sesv2_configuration_set: ({ configuration_set_name: name }) => String(name),
  aws_sesv2_configuration_set_event_destination: ({
    configuration_set_name: set,
    event_destination_name: destination,
  }) => `${set}|${destination}`,
  aws_vpc_endpoint_route_table_association: ({ vpc_endpoint_id: endpoint, route_table_id: table }) =>
    `${endpoint}/${table}`,
  aws_wafv2_web_acl: ({ id, name, scope }) => `${id}/${name}/${scope}`,
};

/** The value that tells a resource from others of its type: newer types of the provider have no `id`. */
export function idOf(type: string, values: CtyObject): CtyValue | undefined {
  return values.id ?? IMPORT_IDS[type]?.(values);
}

/**
 * Whether a resource is the one that is imported by an identifier. Without a region at its end the provider looks in its
 * own ("Resource-level region override" in its documentation).
 */
export function isImportedBy(type: string, values: CtyObject, importId: string, home: string): boolean {
  const id = IMPORT_IDS[type]?.(values) ?? values.id;
  const region = typeof values.region === "string" ? values.region : home;
  return (id === importId && region === home) || `${id}@${region}` === importId;
}

/**
 * Arguments of which AWS tells nothing, so that an import leaves them empty: they say how the provider deletes or writes
 * something. Read in the provider's source (functions `Read` of these resources) on 2026-11-30.
 */
const NEVER_READ: Readonly<Record<string, readonly string[]>> = {
  aws_backup_vault: ["force_destroy"],
  aws_backup_vault_lock_configuration: ["changeable_for_days"],
  aws_ecr_repository: ["force_delete"],
  aws_iam_user: ["force_destroy"],
  aws_kms_key: ["bypass_policy_lockout_safety_check", "deletion_window_in_days"],
  aws_rds_cluster: ["apply_immediately", "final_snapshot_identifier", "skip_final_snapshot"],
  aws_s3_bucket: ["force_destroy"],
  aws_secretsmanager_secret: ["force_overwrite_replica_secret", "recovery_window_in_days"],
};

/** The values of a resource as an import finds them. */
export function asImported(type: string, values: CtyObject): CtyObject {
  const empty = (NEVER_READ[type] ?? []).filter((name) => name in values).map((name) => [name, null]);
  return { ...values, ...Object.fromEntries(empty) };
}
