import type { ResourceChange } from "../../plan/terraform-plan";
import { mountTargetOf } from "./mount-targets";

/** Identifiers by which a planned resource could be imported, the likeliest first. */
export interface Candidates {
  readonly address: string;
  readonly ids: readonly string[];
  /** Whether what was found is what is planned, by its values before and after. */
  readonly isSame: (before: object, after: object) => boolean;
}

type Values = Readonly<Record<string, unknown>>;

/** Where the installation is; empty where it is not known. */
export interface Home {
  readonly partition: string;
  readonly account: string;
  readonly region: string;
}

/** How a type is imported: section "Import" of its page in the provider's documentation (6.25). */
interface ImportRule {
  /** Its identifier, made of its planned values; undefined where one is unknown. @default - AWS lists it, or tags find it */
  readonly id?: (values: Values, home: Home) => string | undefined;
  /** The end of its ARN, as a pattern whose first group is its identifier. @default - the identifier is the whole ARN */
  readonly arn?: (values: Values) => RegExp;
  /** The identifier in place of the first group. */
  readonly format?: (part: string, values: Values) => string;
  /** Arguments by which two of a kind are told apart. @default - none: the name does that */
  readonly same?: readonly string[];
}

const by = (attribute: string): ImportRule => ({ id: (values) => text(values[attribute]) });
const joined = (separator: string, ...attributes: readonly string[]): ImportRule => ({
  id: (values) => {
    const parts = attributes.map((attribute) => text(values[attribute]));
    return parts.includes(undefined) ? undefined : parts.join(separator);
  },
});
const byArn = (kind: string, attribute = "name"): ImportRule => ({
  arn: (values) => new RegExp(`^(.*:${kind}/${escaped(values[attribute])}(?:/[0-9a-f]+)?)$`),
});
const ofAccount =
  (make: (home: Home, name: string, values: Values) => string | undefined, attribute = "name") =>
  (values: Values, home: Home) => {
    const name = text(values[attribute]);
    return name && home.account ? make(home, name, values) : undefined;
  };
const ec2 = (kind: string, same: readonly string[] = []): ImportRule => ({
  arn: () => new RegExp(`:ec2:[^:]*:[^:]*:${kind}/([a-z0-9-]+)$`),
  same,
});

const RULE_ARGUMENTS = [
  "security_group_id",
  "ip_protocol",
  "from_port",
  "to_port",
  "cidr_ipv4",
  "cidr_ipv6",
  "referenced_security_group_id",
];

const RULES: Readonly<Record<string, ImportRule>> = {
  aws_backup_plan: { arn: () => /:backup-plan:([0-9a-f-]+)$/, same: ["name"] },
  aws_backup_restore_testing_plan: by("name"),
  aws_backup_restore_testing_selection: joined(":", "name", "restore_testing_plan_name"),
  aws_backup_selection: { same: ["plan_id", "name"] },
  aws_backup_vault: by("name"),
  aws_backup_vault_lock_configuration: by("backup_vault_name"),
  aws_budgets_budget: { id: ofAccount(({ account }, name) => `${account}:${name}`) },
  aws_chatbot_slack_channel_configuration: {
    id: ofAccount(
      ({ partition, account }, name) =>
        `arn:${partition}:chatbot::${account}:chat-configuration/slack-channel/${name}`,
      "configuration_name",
    ),
  },
  aws_chatbot_teams_channel_configuration: { ...by("team_id"), same: ["configuration_name"] },
  aws_cloudtrail: byArn("trail"),
  aws_cloudwatch_log_group: by("name"),
  aws_db_subnet_group: by("name"),
  aws_ecr_pull_through_cache_rule: by("ecr_repository_prefix"),
  aws_ecr_repository: by("name"),
  aws_ecs_service: {
    id: ({ cluster, name }) => text(cluster) && text(name) && `${text(cluster)!.split("/").at(-1)}/${name}`,
  },
  aws_efs_file_system: { arn: () => /:file-system\/(fs-[0-9a-f]+)$/, same: ["creation_token"] },
  aws_efs_mount_target: {
    arn: ({ file_system_id: files, subnet_id: subnet }) => mountTargetOf(files, subnet),
    same: ["file_system_id", "subnet_id"],
  },
  aws_eip: ec2("elastic-ip"),
  aws_elasticache_serverless_cache: by("name"),
  aws_flow_log: ec2("vpc-flow-log", ["traffic_type"]),
  aws_glue_catalog_database: {
    arn: ({ name }) => new RegExp(`:glue:[^:]*:([0-9]+):database/${escaped(name)}$`),
    format: (account, { name }) => `${account}:${name}`,
  },
  aws_globalaccelerator_accelerator: {
    arn: () => /^(.*:globalaccelerator::.*:accelerator\/[0-9a-f-]+)$/,
    same: ["name"],
  },
  aws_globalaccelerator_endpoint_group: { same: ["listener_arn", "endpoint_group_region"] },
  aws_globalaccelerator_listener: { same: ["accelerator_arn"] },
  // AWS allows one in a region; only one with the installation's tags is its own.
  aws_guardduty_detector: { arn: () => /:guardduty:[^:]*:[^:]*:detector\/([0-9a-f]+)$/ },
  aws_iam_role: by("name"),
  aws_iam_user: by("name"),
  aws_internet_gateway: ec2("internet-gateway"),
  aws_kms_alias: by("name"),
  aws_kms_key: { arn: () => /:key\/([0-9a-f-]+)$/, same: ["description"] },
  aws_lambda_event_source_mapping: {
    arn: () => /:event-source-mapping:([0-9a-f-]+)$/,
    same: ["event_source_arn"],
  },
  aws_lambda_function: by("function_name"),
  aws_lambda_permission: joined("/", "function_name", "statement_id"),
  aws_lb: byArn("loadbalancer/app"),
  aws_lb_listener: { arn: () => /^(.*:listener\/app\/.*)$/, same: ["port"] },
  aws_lb_listener_rule: { arn: () => /^(.*:listener-rule\/app\/.*)$/, same: ["listener_arn", "priority"] },
  aws_lb_target_group: byArn("targetgroup"),
  aws_nat_gateway: ec2("natgateway"),
  aws_rds_cluster: by("cluster_identifier"),
  aws_rds_cluster_instance: by("identifier"),
  aws_rds_cluster_parameter_group: by("name"),
  aws_rds_cluster_role_association: joined(",", "db_cluster_identifier", "role_arn"),
  aws_route: {
    id: ({ route_table_id: table, destination_cidr_block: ipv4, destination_ipv6_cidr_block: ipv6 }) =>
      text(table) && (text(ipv4) ?? text(ipv6)) && `${table}_${text(ipv4) ?? text(ipv6)}`,
  },
  aws_route53_record: {
    id: ({ zone_id: zone, name, type }) =>
      text(zone) && text(name) && `${text(zone)}_${text(name)}_${text(type)}`,
  },
  aws_route53_resolver_query_log_config: {
    arn: () => /:resolver-query-log-config\/(rqlc-[0-9a-f]+)$/,
    same: ["name"],
  },
  aws_route53_resolver_query_log_config_association: {
    same: ["resolver_query_log_config_id", "resource_id"],
  },
  aws_route_table: ec2("route-table"),
  aws_route_table_association: joined("/", "subnet_id", "route_table_id"),
  aws_s3_bucket: by("bucket"),
  aws_sagemaker_domain: { arn: () => /:sagemaker:[^:]*:[^:]*:domain\/(d-[a-z0-9]+)$/, same: ["domain_name"] },
  aws_sagemaker_mlflow_tracking_server: by("tracking_server_name"),
  aws_sagemaker_user_profile: {
    id: ofAccount(
      ({ partition, account, region }, name, { domain_id: domain }) =>
        text(domain) && `arn:${partition}:sagemaker:${region}:${account}:user-profile/${domain}/${name}`,
      "user_profile_name",
    ),
  },
  // Schedules here are in no group of their own.
  aws_scheduler_schedule: { id: ({ name }) => text(name) && `default/${name}` },
  aws_secretsmanager_secret: {
    arn: ({ name }) => new RegExp(`^(.*:secret:${escaped(name)}-[A-Za-z0-9]{6})$`),
  },
  aws_security_group: ec2("security-group", ["name"]),
  aws_ses_receipt_rule: joined(":", "rule_set_name", "name"),
  aws_ses_receipt_rule_set: by("rule_set_name"),
  aws_sesv2_configuration_set: by("configuration_set_name"),
  aws_sesv2_configuration_set_event_destination: joined(
    "|",
    "configuration_set_name",
    "event_destination_name",
  ),
  // Others may send by the domain, too: only an identity with the installation's tags is its own.
  aws_sesv2_email_identity: {
    arn: ({ email_identity: domain }) => new RegExp(`:identity/(${escaped(domain)})$`),
  },
  aws_ssm_parameter: by("name"),
  aws_subnet: ec2("subnet", ["cidr_block"]),
  aws_vpc: ec2("vpc"),
  aws_vpc_endpoint: ec2("vpc-endpoint", ["service_name"]),
  aws_vpc_endpoint_route_table_association: joined("/", "vpc_endpoint_id", "route_table_id"),
  aws_vpc_security_group_egress_rule: ec2("security-group-rule", RULE_ARGUMENTS),
  aws_vpc_security_group_ingress_rule: ec2("security-group-rule", RULE_ARGUMENTS),
  aws_wafv2_web_acl: {
    arn: ({ name }) => new RegExp(`/webacl/${escaped(name)}/([0-9a-f-]+)$`),
    format: (id, { name, scope }) => `${id}/${name}/${scope}`,
  },
};

/** Types whose resources are found and imported where the account has them already. */
export const IMPORTED_TYPES: readonly string[] = Object.keys(RULES);

/**
 * Where a planned resource may be, if the account has it already.
 *
 * @param listed identifiers that AWS lists for it
 * @param arns of what carries the installation's tags and is in no state, with the tag `Name`
 */
export function candidatesFor(
  { address, type, change }: ResourceChange,
  arns: ReadonlyMap<string, string | undefined>,
  home: Home,
  listed: readonly string[] = [],
): Candidates {
  const values = (change.after ?? {}) as Values;
  const { id, arn, format = (part: string) => part, same = [] } = RULES[type] ?? {};
  const known = id?.(values, home);
  const region = text(values.region);
  const found = arn ? matches(arn(values), nameTag(values), inRegion(arns, region)) : [];
  const ids = [...(known ? [known] : []), ...found.map((part) => format(part, values)), ...listed];
  return {
    address,
    // "Resource-level region override" of the provider's documentation has this form.
    ids: region && home.region && region !== home.region ? ids.map((id) => `${id}@${region}`) : ids,
    isSame: (before, after) => same.every((name) => (before as Values)[name] === (after as Values)[name]),
  };
}

/** ARNs of global services have no region. */
function inRegion(
  arns: ReadonlyMap<string, string | undefined>,
  region: string | undefined,
): ReadonlyMap<string, string | undefined> {
  if (region === undefined) return arns;
  return new Map([...arns].filter(([arn]) => ["", region].includes(arn.split(":")[3] ?? "")));
}

function matches(
  pattern: RegExp,
  name: string | undefined,
  arns: ReadonlyMap<string, string | undefined>,
): string[] {
  return [...arns].flatMap(([arn, itsName]) => {
    const part = pattern.exec(arn)?.[1];
    return part !== undefined && (name === undefined || name === itsName) ? [part] : [];
  });
}

function nameTag({ tags }: Values): string | undefined {
  return text((tags as Values | null | undefined)?.Name);
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

function escaped(value: unknown): string {
  return String(value).replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
}
