import { row, type TakenName, worldwide } from "./taken-name";

/** Names and places in networks and DNS. */
export const NETWORK_NAMES: readonly TakenName[] = [
  row("elb", "aws_lb", ["name"], "CreateLoadBalancer", "DuplicateLoadBalancerName"),
  row("elb", "aws_lb_target_group", ["name"], "CreateTargetGroup", "DuplicateTargetGroupName"),
  row("elb", "aws_lb_listener", ["load_balancer_arn", "port"], "CreateListener", "DuplicateListener"),
  row("elb", "aws_lb_listener_rule", ["listener_arn", "priority"], "CreateRule", "PriorityInUse"),
  row("ec2", "aws_security_group", ["vpc_id", "name"], "CreateSecurityGroup", "InvalidGroup.Duplicate"),
  row("ec2", "aws_subnet", ["vpc_id", "cidr_block"], "CreateSubnet", "InvalidSubnet.Conflict"),
  row("ec2", "aws_route", ["route_table_id", "destination_cidr_block"], "CreateRoute", "RouteAlreadyExists"),
  row(
    "ec2",
    "aws_route",
    ["route_table_id", "destination_ipv6_cidr_block"],
    "CreateRoute",
    "RouteAlreadyExists",
  ),
  // One address is that of one gateway; the page on troubles of NAT gateways has the error.
  row("ec2", "aws_nat_gateway", ["allocation_id"], "CreateNatGateway", "Resource.AlreadyAssociated"),
  // The name of a service leads to one endpoint of a VPC.
  {
    ...row("ec2", "aws_vpc_endpoint", ["vpc_id", "service_name"], "CreateVpcEndpoint", "InvalidParameter"),
    unless: ({ private_dns_enabled: hasName }) => hasName !== true,
  },
  row(
    "ec2",
    "aws_route_table_association",
    ["subnet_id"],
    "AssociateRouteTable",
    "Resource.AlreadyAssociated",
  ),
  row("ec2", "aws_internet_gateway", ["vpc_id"], "AttachInternetGateway", "Resource.AlreadyAssociated"),
  row(
    "ec2",
    "aws_flow_log",
    ["vpc_id", "log_destination", "traffic_type"],
    "CreateFlowLogs",
    "FlowLogAlreadyExists",
  ),
  ...["egress", "ingress"].flatMap((direction) =>
    ["cidr_ipv4", "cidr_ipv6", "referenced_security_group_id"].map((peer) =>
      row(
        "ec2",
        `aws_vpc_security_group_${direction}_rule`,
        ["security_group_id", "ip_protocol", "from_port", "to_port", peer],
        `AuthorizeSecurityGroup${direction === "egress" ? "Egress" : "Ingress"}`,
        "InvalidPermission.Duplicate",
      ),
    ),
  ),
  row("waf", "aws_wafv2_web_acl", ["scope", "name"], "CreateWebACL", "WAFDuplicateItemException"),
  // Ports are "not unique for this accelerator".
  worldwide(
    row(
      "accelerator",
      "aws_globalaccelerator_listener",
      ["accelerator_arn", "port_range"],
      "CreateListener",
      "InvalidPortRangeException",
    ),
  ),
  worldwide(
    row(
      "accelerator",
      "aws_globalaccelerator_endpoint_group",
      ["listener_arn", "endpoint_group_region"],
      "CreateEndpointGroup",
      "EndpointGroupAlreadyExistsException",
    ),
  ),
  row(
    "resolver",
    "aws_route53_resolver_query_log_config_association",
    ["resolver_query_log_config_id", "resource_id"],
    "AssociateResolverQueryLogConfig",
    "ResourceExistsException",
  ),
  {
    ...worldwide(
      row(
        "route53",
        "aws_route53_record",
        ["zone_id", "name", "type"],
        "ChangeResourceRecordSets",
        "InvalidChangeBatch",
      ),
    ),
    // A record with a routing policy is one of several.
    unless: ({ allow_overwrite, set_identifier }) => allow_overwrite === true || Boolean(set_identifier),
  },
];
