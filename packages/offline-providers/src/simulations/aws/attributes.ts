import type { CtyValue } from "../../cty/types";
import type { AttributeMaker } from "./aws-answers";
import type { DescribedResource } from "./described-resource";

const MOMENT = "2024-01-01T00:00:00Z";

const invokeArn = (arn: string, region: string) =>
  `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/${arn}/invocations`;
const database = (kind: string) => (r: DescribedResource) =>
  `${r.id}.${kind}${r.seed.letters(12, "endpoint")}.${r.region}.rds.amazonaws.com`;
const ipv6 = (r: DescribedResource) => r.values.assign_generated_ipv6_cidr_block === true;

/** Makers for the attributes of one type, by `type.attribute`. */
export const ATTRIBUTES: Readonly<Record<string, AttributeMaker>> = {
  "aws_vpc.default_security_group_id": (r) => `sg-${r.seed.hex(17)}`,
  "aws_vpc.default_network_acl_id": (r) => `acl-${r.seed.hex(17)}`,
  "aws_vpc.default_route_table_id": (r) => `rtb-${r.seed.hex(17)}`,
  "aws_vpc.main_route_table_id": (r) => `rtb-${r.seed.hex(17)}`,
  "aws_vpc.dhcp_options_id": (r) => `dopt-${r.seed.hex(17)}`,
  "aws_vpc.enable_dns_support": () => true,
  "aws_vpc.ipv6_cidr_block": (r) =>
    ipv6(r) ? `2600:1f18:${r.seed.hex(4)}:${r.seed.hex(2, "v6")}00::/56` : "",
  "aws_vpc.ipv6_association_id": (r) => (ipv6(r) ? `vpc-cidr-assoc-${r.seed.hex(17)}` : ""),
  "aws_vpc.ipv6_cidr_block_network_border_group": (r) => (ipv6(r) ? r.region : ""),
  "aws_subnet.availability_zone": (r) => `${r.region}a`,
  "aws_subnet.availability_zone_id": () => "use1-az1",
  "aws_eip.public_ip": (r) => `203.0.113.${Number.parseInt(r.seed.hex(2), 16)}`,
  "aws_eip.allocation_id": (r) => r.id,
  "aws_nat_gateway.public_ip": (r) => `203.0.113.${Number.parseInt(r.seed.hex(2), 16)}`,
  "aws_vpc_security_group_ingress_rule.security_group_rule_id": (r) => r.id,
  "aws_vpc_security_group_egress_rule.security_group_rule_id": (r) => r.id,
  "aws_vpc_endpoint.dns_entry": (r) => [
    { dns_name: `${r.id}.${r.text("service_name")}.vpce.amazonaws.com`, hosted_zone_id: "Z7HUB22UULQXV" },
  ],
  "aws_vpc_endpoint.prefix_list_id": (r) => `pl-${r.seed.hex(8)}`,
  "aws_lb.dns_name": (r) => `${r.name}-${r.seed.digits(10)}.${r.region}.elb.amazonaws.com`,
  "aws_lb.zone_id": () => "Z35SXDOTRQ7X7K",
  "aws_lb.arn_suffix": (r) => r.arn.split(":loadbalancer/")[1]!,
  "aws_lb.ip_address_type": () => "ipv4",
  "aws_lb_target_group.arn_suffix": (r) => r.arn.split(":").at(-1)!,
  "aws_lb_listener.ssl_policy": (r) => (r.text("protocol") === "HTTPS" ? "ELBSecurityPolicy-2016-08" : ""),
  "aws_route53_record.fqdn": (r) => r.name,
  "aws_ecs_task_definition.revision": () => 1,
  "aws_ecs_task_definition.arn_without_revision": (r) => r.arn.replace(/:\d+$/, ""),
  "aws_efs_file_system.dns_name": (r) => `${r.id}.efs.${r.region}.amazonaws.com`,
  "aws_efs_mount_target.dns_name": (r) => `${r.text("file_system_id")}.efs.${r.region}.amazonaws.com`,
  "aws_rds_cluster.port": (r) => databasePort(r),
  "aws_rds_cluster_instance.port": (r) => databasePort(r),
  "aws_rds_cluster.endpoint": database("cluster-"),
  "aws_rds_cluster.reader_endpoint": database("cluster-ro-"),
  "aws_rds_cluster.cluster_resource_id": (r) => `cluster-${r.seed.capitals(26)}`,
  "aws_rds_cluster.hosted_zone_id": () => "Z2R2ITUGPM61AM",
  "aws_rds_cluster.availability_zones": (r) => ["a", "b", "c"].map((zone) => r.region + zone),
  "aws_rds_cluster.engine_version_actual": (r) => r.text("engine_version") ?? "",
  "aws_rds_cluster_instance.endpoint": database(""),
  "aws_rds_cluster_instance.dbi_resource_id": (r) => `db-${r.seed.capitals(26)}`,
  "aws_lambda_function.invoke_arn": (r) => invokeArn(r.arn, r.region),
  "aws_lambda_function.qualified_arn": (r) => `${r.arn}:${lambdaVersion(r)}`,
  "aws_lambda_function.qualified_invoke_arn": (r) => invokeArn(`${r.arn}:${lambdaVersion(r)}`, r.region),
  "aws_lambda_function.version": (r) => lambdaVersion(r),
  "aws_lambda_function.code_sha256": (r) => r.text("source_code_hash") ?? r.seed.hex(44, "code"),
  "aws_kms_alias.target_key_arn": (r) => keyArn(r),
  "aws_secretsmanager_secret_version.version_id": (r) => r.id.split("|").at(-1)!,
  "aws_secretsmanager_secret_version.version_stages": () => ["AWSCURRENT"],
  "aws_sqs_queue.url": (r) => r.id,
  "aws_iam_role.unique_id": (r) => `AROA${r.seed.capitals(17)}`,
  "aws_iam_user.unique_id": (r) => `AIDA${r.seed.capitals(17)}`,
  "aws_s3_bucket.bucket": (r) => r.name,
  "aws_s3_bucket.bucket_domain_name": (r) => `${r.id}.s3.amazonaws.com`,
  "aws_s3_bucket.bucket_regional_domain_name": (r) => `${r.id}.s3.${r.region}.amazonaws.com`,
  "aws_s3_bucket.hosted_zone_id": () => "Z3AQBSTGFYJSTF",
  "aws_cloudtrail.home_region": (r) => r.region,
  "aws_wafv2_web_acl.capacity": () => 1000,
  "aws_acm_certificate.domain_validation_options.resource_record_name": (r) =>
    `_${r.seed.hex(32)}.${r.text("domain_name")?.replace(/^\*\./, "")}.`,
  "aws_acm_certificate.domain_validation_options.resource_record_type": () => "CNAME",
  "aws_acm_certificate.domain_validation_options.resource_record_value": (r) =>
    `_${r.seed.hex(32, "value")}.acm-validations.aws.`,
  "aws_acm_certificate.status": () => "PENDING_VALIDATION",
  "aws_acm_certificate.subject_alternative_names": (r) => [r.text("domain_name") ?? ""],
};

/** Makers for attributes that many types have, by name. */
const BY_NAME: Record<string, AttributeMaker> = {
  account_id: (r) => r.account,
  arn: (r) => r.arn,
  availability_zone: (r) => `${r.region}a`,
  bucket_region: (r) => r.region,
  dkim_tokens: (r) => threeTokens(r),
  dns_name: (r) => `${r.name}.${r.seed.letters(8)}.${r.region}.amazonaws.com`,
  hosted_zone_id: (r) => `Z${r.seed.capitals(14)}`,
  id: (r) => r.id,
  ip_address: (r) => `10.0.0.${Number.parseInt(r.seed.hex(2), 16)}`,
  key_id: (r) => r.seed.uuid(),
  name: (r) => r.name,
  name_servers: () => ["com", "net", "org", "co.uk"].map((domain, i) => `ns-${i + 1}.awsdns-0${i}.${domain}`),
  network_interface_id: (r) => `eni-${r.seed.hex(17)}`,
  owner_id: (r) => r.account,
  private_ip: (r) => `10.0.0.${Number.parseInt(r.seed.hex(2), 16)}`,
  region: (r) => r.region,
  registry_id: (r) => r.account,
  status: () => "ACTIVE",
  state: () => "available",
  tokens: (r) => threeTokens(r),
  url: (r) => `https://${r.name}.${r.region}.amazonaws.com`,
  version_id: (r) => r.seed.uuid("version"),
  zone_id: (r) => `Z${r.seed.capitals(14)}`,
};

/** Makers for results whose names end alike. An argument that was left out is no result: it is mostly empty. */
const RESULTS_BY_ENDING: [RegExp, (resource: DescribedResource, attribute: string) => CtyValue][] = [
  [
    /_arn$/,
    (r, attribute) => r.arn.replace(/[^:]*$/, `${attribute.slice(0, -4)}/${r.seed.hex(8, attribute)}`),
  ],
  [/(^|_)(date|time|at|on|created|modified)$/, () => MOMENT],
  [/_(name|identifier)$/, (r) => `made-up-${r.seed.hex(8)}`],
  [/_id$/, (r, attribute) => r.seed.hex(17, attribute)],
];

/** Finds out what a resource tells under a name: the most particular rule wins; undefined where there is none. */
export function attributeMaker(
  type: string,
  path: readonly string[],
  { optional }: { optional: boolean },
): AttributeMaker | undefined {
  const attribute = path.at(-1)!;
  const particular = ATTRIBUTES[`${type}.${path.join(".")}`];
  if (particular) return particular;
  // The identifiers of a resource are not those of its parts.
  if (path.length === 1 || !["id", "arn", "name"].includes(attribute)) {
    const common = BY_NAME[attribute];
    if (common) return common;
  }
  if (optional) {
    // A name that was left out is made from its prefix, where there may be one.
    return (resource) => (`${attribute}_prefix` in resource.values ? resource.name : null);
  }
  const ending = RESULTS_BY_ENDING.find(([pattern]) => pattern.test(attribute));
  return ending && ((resource) => ending[1](resource, attribute));
}

function databasePort(r: DescribedResource): number {
  return r.text("engine")?.includes("postgres") ? 5432 : 3306;
}

function lambdaVersion(r: DescribedResource): string {
  return r.values.publish === true ? "1" : "$LATEST";
}

function keyArn(r: DescribedResource): string {
  const key = r.text("target_key_id") ?? r.seed.uuid();
  return key.startsWith("arn:") ? key : `arn:aws:kms:${r.region}:${r.account}:key/${key}`;
}

function threeTokens(r: DescribedResource): string[] {
  return [1, 2, 3].map((n) => r.seed.letters(32, `token ${n}`));
}
