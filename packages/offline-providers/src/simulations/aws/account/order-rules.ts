import type { CtyObject, CtyValue } from "../../../cty/types";
import { page } from "./aws-reference";
import { type RefusalRule, valuesAt } from "./rule";
import type { SimulatedAccount } from "./simulated-account";

/**
 * Order: one thing has to be there before another works. Where AWS accepts the request and the resource never becomes ready
 * (a task that cannot mount its files), the provider waits in vain, and its error is given.
 *
 * Compared with the pages that each rule names on 2026-11-29.
 */
export const ORDER_RULES: readonly RefusalRule[] = [
  creation("aws_nat_gateway", "CreateNatGateway", "Gateway.NotAttached", {
    source: page("vpc/latest/userguide/nat-gateway-troubleshooting.html"),
    reason: (values, account) => {
      const vpc = account.find("aws_subnet", values.subnet_id)?.vpc_id;
      return vpc && values.connectivity_type !== "private" && !hasInternetGateway(vpc, account)
        ? `Network ${vpc} has no Internet gateway attached`
        : undefined;
    },
  }),
  creation("aws_lb", "CreateLoadBalancer", "InvalidSubnet", {
    source: page("elasticloadbalancing/latest/application/load-balancer-troubleshooting.html"),
    reason: (values, account) => {
      const vpc = account.find("aws_subnet", valuesAt(values, "subnets")[0])?.vpc_id;
      return vpc && values.internal !== true && !hasInternetGateway(vpc, account)
        ? `VPC ${vpc} has no internet gateway`
        : undefined;
    },
  }),
  creation("aws_lb_listener", "CreateListener", "UnsupportedCertificate", {
    source: page("elasticloadbalancing/latest/application/https-listener-certificates.html"),
    reason: ({ certificate_arn: arn }, account) => {
      const certificate = account.find("aws_acm_certificate", arn);
      if (!certificate || certificate.certificate_body) return undefined;
      const issued = account
        .resources("aws_acm_certificate_validation")
        .some(({ values }) => values.certificate_arn === arn);
      return issued ? undefined : `The certificate ${arn} has not been issued`;
    },
  }),
  creation("aws_acm_certificate_validation", "DescribeCertificate", "timeout", {
    source: page("acm/latest/userguide/dns-validation.html"),
    reason: (values, account) => {
      const certificate = account.find("aws_acm_certificate", values.certificate_arn);
      const wanted = valuesAt(certificate, "domain_validation_options.resource_record_name");
      const there = account.resources("aws_route53_record").map((record) => String(record.values.name));
      const missing = wanted.find((name) => !there.includes(String(name)));
      // Without the names of records, another DNS service proves the domain.
      return valuesAt(values, "validation_record_fqdns").length > 0 && missing !== undefined
        ? `waiting for the certificate to be issued: PENDING_VALIDATION, there is no record ${missing}`
        : undefined;
    },
  }),
  creation("aws_cloudtrail", "CreateTrail", "InsufficientS3BucketPolicyException", {
    source: page("awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html"),
    reason: ({ s3_bucket_name: bucket }, account) =>
      account.find("aws_s3_bucket", bucket) && !account.find("aws_s3_bucket_policy", bucket)
        ? `Incorrect S3 bucket policy is detected for bucket: ${bucket}`
        : undefined,
  }),
  creation("aws_ecs_service", "CreateService", "InvalidParameterException", {
    source: page("AmazonECS/latest/developerguide/service-load-balancing.html"),
    reason: (values, account) => {
      const targets = valuesAt(values, "load_balancer.target_group_arn");
      const listened = account
        .resources("aws_lb_listener")
        .flatMap((listener) => valuesAt(listener.values, "default_action.target_group_arn"));
      const unattached = targets.find(
        (target) => account.find("aws_lb_target_group", target) && !listened.includes(target),
      );
      if (unattached === undefined) return undefined;
      return `The target group with targetGroupArn ${unattached} does not have an associated load balancer.`;
    },
  }),
  creation("aws_ecs_service", "DescribeServices", "ResourceInitializationError", {
    source: page("efs/latest/ug/troubleshooting-efs-mounting.html"),
    reason: (values, account) => {
      const definition = definitionOf(values, account);
      const mounted = account.resources("aws_efs_mount_target");
      const missing = valuesAt(definition, "volume.efs_volume_configuration.file_system_id").find(
        (fileSystem) =>
          account.find("aws_efs_file_system", fileSystem) &&
          !mounted.some((target) => target.values.file_system_id === fileSystem),
      );
      if (missing === undefined) return undefined;
      return `tasks fail to start: there is no mount target of ${missing}`;
    },
  }),
  creation("aws_ecs_service", "DescribeServices", "CannotPullContainerError", {
    source: page("AmazonECS/latest/developerguide/task_cannot_pull_image.html"),
    reason: (values, account) => {
      if (valuesAt(values, "network_configuration.assign_public_ip")[0] === true) return undefined;
      const closed = valuesAt(values, "network_configuration.subnets").find(
        (subnet) => !reachesRegistry(subnet, account),
      );
      if (closed === undefined) return undefined;
      return `tasks fail to start: ${closed} has no route to the registry of images`;
    },
  }),
];

function creation(
  type: string,
  operation: string,
  code: string,
  {
    source,
    reason,
  }: { source: string; reason: (values: CtyObject, account: SimulatedAccount) => string | undefined },
): RefusalRule {
  return {
    kind: "order",
    type,
    action: "create",
    operation,
    code,
    source,
    reason: ({ values }, account) => (values ? reason(values, account) : undefined),
  };
}

function hasInternetGateway(vpc: CtyValue, account: SimulatedAccount): boolean {
  return account.resources("aws_internet_gateway").some(({ values }) => values.vpc_id === vpc);
}

/** A service names its task definition by its ARN, or by its family with or without a revision. */
function definitionOf(
  { task_definition: wanted }: CtyObject,
  account: SimulatedAccount,
): CtyObject | undefined {
  return account
    .resources("aws_ecs_task_definition")
    .find(({ values }) =>
      [values.arn, values.family, `${values.family}:${values.revision}`].includes(wanted ?? null),
    )?.values;
}

/** Whether a subnet that this account made has a way to a registry: a default route, or an endpoint in its VPC. */
function reachesRegistry(subnet: CtyValue, account: SimulatedAccount): boolean {
  const vpc = account.find("aws_subnet", subnet)?.vpc_id;
  if (!vpc) return true;
  const endpoint = account
    .resources("aws_vpc_endpoint")
    .some(({ values }) => values.vpc_id === vpc && /\.ecr\.dkr$/.test(String(values.service_name)));
  const tables = account
    .resources("aws_route_table_association")
    .filter(({ values }) => values.subnet_id === subnet)
    .map(({ values }) => values.route_table_id);
  const route = account
    .resources("aws_route")
    .some(
      ({ values }) =>
        values.destination_cidr_block === "0.0.0.0/0" && tables.includes(values.route_table_id!),
    );
  // Without an association the VPC's main route table holds, whose routes may stand in the table itself.
  return endpoint || route || tables.length === 0 || inlineRoutes(tables, account);
}

function inlineRoutes(tables: readonly (CtyValue | undefined)[], account: SimulatedAccount): boolean {
  return tables.some((table) => valuesAt(account.find("aws_route_table", table), "route").length > 0);
}
