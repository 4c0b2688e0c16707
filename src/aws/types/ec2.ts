import type { AwsTypes, DataSources } from "./aws-type";

/** The network. EC2 is servers as well, of which an installation has none. */
export const ec2Types: AwsTypes = {
  aws_vpc: {
    one: "VPC",
    free: true,
    reads: [
      "ec2:DescribeNetworkAcls",
      "ec2:DescribeRouteTables",
      "ec2:DescribeSecurityGroups",
      "ec2:DescribeVpcAttribute",
      "ec2:DescribeVpcs",
    ],
    writes: {
      create: ["ec2:CreateTags", "ec2:CreateVpc", "ec2:ModifyVpcAttribute"],
      update: [
        "ec2:AssociateVpcCidrBlock",
        "ec2:CreateTags",
        "ec2:DeleteTags",
        "ec2:DisassociateVpcCidrBlock",
        "ec2:ModifyVpcAttribute",
      ],
      delete: ["ec2:DeleteVpc"],
    },
  },
  aws_subnet: {
    one: "subnet",
    free: true,
    reads: ["ec2:DescribeSubnets"],
    writes: {
      create: ["ec2:CreateSubnet", "ec2:CreateTags", "ec2:ModifySubnetAttribute"],
      update: [
        "ec2:AssociateSubnetCidrBlock",
        "ec2:CreateTags",
        "ec2:DeleteTags",
        "ec2:DisassociateSubnetCidrBlock",
        "ec2:ModifySubnetAttribute",
      ],
      delete: [
        "ec2:DeleteNetworkInterface",
        "ec2:DeleteSubnet",
        "ec2:DescribeNetworkInterfaces",
        "ec2:DetachNetworkInterface",
      ],
    },
  },
  aws_nat_gateway: {
    one: "NAT gateway",
    reads: ["ec2:DescribeNatGateways"],
    writes: {
      create: ["ec2:CreateNatGateway", "ec2:CreateTags"],
      update: ["ec2:CreateTags", "ec2:DeleteTags"],
      delete: ["ec2:DeleteNatGateway"],
    },
  },
  aws_vpc_endpoint: {
    one: "VPC endpoint",
    reads: ["ec2:DescribeNetworkInterfaces", "ec2:DescribePrefixLists", "ec2:DescribeVpcEndpoints"],
    writes: {
      create: ["ec2:CreateTags", "ec2:CreateVpcEndpoint"],
      update: ["ec2:CreateTags", "ec2:DeleteTags", "ec2:ModifyVpcEndpoint"],
      delete: ["ec2:DeleteVpcEndpoints"],
    },
    asks: [
      {
        actions: ["route53:AssociateVPCWithHostedZone"],
        why: "CreateVpcEndpoint with private names. Service authorization reference of EC2",
      },
    ],
  },
  aws_flow_log: {
    one: "flow log",
    free: true,
    reads: ["ec2:DescribeFlowLogs"],
    writes: {
      create: ["ec2:CreateFlowLogs", "ec2:CreateTags"],
      update: ["ec2:CreateTags", "ec2:DeleteTags"],
      delete: ["ec2:DeleteFlowLogs"],
    },
    asks: [
      {
        actions: ["iam:PassRole"],
        why: "CreateFlowLogs with a role. Service authorization reference of EC2",
      },
      {
        actions: ["logs:CreateLogDelivery", "logs:DeleteLogDelivery"],
        why: "CreateFlowLogs, DeleteFlowLogs. VPC user guide, IAM role for publishing flow logs",
      },
    ],
  },
  aws_default_security_group: {
    one: "default security group",
    free: true,
    reads: ["ec2:DescribeSecurityGroups"],
    writes: {
      create: [
        "ec2:CreateTags",
        "ec2:DescribeSecurityGroupRules",
        "ec2:RevokeSecurityGroupEgress",
        "ec2:RevokeSecurityGroupIngress",
      ],
      update: [
        "ec2:AuthorizeSecurityGroupEgress",
        "ec2:AuthorizeSecurityGroupIngress",
        "ec2:CreateTags",
        "ec2:DeleteTags",
      ],
    },
  },
  aws_eip: {
    one: "elastic IP address",
    many: "elastic IP addresses",
    reads: ["ec2:DescribeAddresses", "ec2:DescribeAddressesAttribute"],
    writes: {
      create: ["ec2:AllocateAddress", "ec2:CreateTags"],
      update: ["ec2:CreateTags", "ec2:DeleteTags"],
      delete: ["ec2:DisassociateAddress", "ec2:ReleaseAddress"],
    },
  },
  aws_internet_gateway: {
    one: "internet gateway",
    free: true,
    reads: ["ec2:DescribeInternetGateways"],
    writes: {
      create: ["ec2:AttachInternetGateway", "ec2:CreateInternetGateway", "ec2:CreateTags"],
      update: ["ec2:CreateTags", "ec2:DeleteTags"],
      delete: ["ec2:DeleteInternetGateway", "ec2:DetachInternetGateway"],
    },
  },
  aws_route: {
    one: "route",
    free: true,
    reads: ["ec2:DescribeRouteTables"],
    writes: { create: ["ec2:CreateRoute"], update: ["ec2:ReplaceRoute"], delete: ["ec2:DeleteRoute"] },
  },
  aws_route_table: {
    one: "route table",
    free: true,
    reads: ["ec2:DescribeRouteTables"],
    writes: {
      create: ["ec2:CreateRouteTable", "ec2:CreateTags"],
      update: ["ec2:CreateTags", "ec2:DeleteTags"],
      delete: ["ec2:DeleteRouteTable", "ec2:DisassociateRouteTable"],
    },
  },
  aws_route_table_association: {
    one: "route table association",
    free: true,
    reads: ["ec2:DescribeRouteTables"],
    writes: {
      create: ["ec2:AssociateRouteTable"],
      update: ["ec2:ReplaceRouteTableAssociation"],
      delete: ["ec2:DisassociateRouteTable"],
    },
  },
  aws_security_group: {
    one: "security group",
    free: true,
    reads: ["ec2:DescribeSecurityGroups"],
    writes: {
      create: ["ec2:CreateSecurityGroup", "ec2:CreateTags", "ec2:RevokeSecurityGroupEgress"],
      update: ["ec2:CreateTags", "ec2:DeleteTags"],
      // The provider removes network interfaces that a service has left behind.
      delete: [
        "ec2:DeleteNetworkInterface",
        "ec2:DeleteSecurityGroup",
        "ec2:DescribeNetworkInterfaces",
        "ec2:DetachNetworkInterface",
      ],
    },
  },
  aws_vpc_endpoint_route_table_association: {
    one: "endpoint route",
    free: true,
    reads: ["ec2:DescribeVpcEndpoints"],
    writes: { create: ["ec2:ModifyVpcEndpoint"], delete: ["ec2:ModifyVpcEndpoint"] },
  },
  aws_vpc_security_group_egress_rule: {
    one: "egress rule",
    free: true,
    reads: ["ec2:DescribeSecurityGroupRules"],
    writes: {
      create: ["ec2:AuthorizeSecurityGroupEgress", "ec2:CreateTags"],
      update: ["ec2:CreateTags", "ec2:DeleteTags", "ec2:ModifySecurityGroupRules"],
      delete: ["ec2:RevokeSecurityGroupEgress"],
    },
  },
  aws_vpc_security_group_ingress_rule: {
    one: "ingress rule",
    free: true,
    reads: ["ec2:DescribeSecurityGroupRules"],
    writes: {
      create: ["ec2:AuthorizeSecurityGroupIngress", "ec2:CreateTags"],
      update: ["ec2:CreateTags", "ec2:DeleteTags", "ec2:ModifySecurityGroupRules"],
      delete: ["ec2:RevokeSecurityGroupIngress"],
    },
  },
};

/** Types that look something up in the network. */
export const ec2DataSources: DataSources = {
  aws_availability_zones: { reads: ["ec2:DescribeAvailabilityZones"] },
  aws_ec2_managed_prefix_list: {
    reads: ["ec2:DescribeManagedPrefixLists", "ec2:GetManagedPrefixListEntries"],
  },
  aws_network_interfaces: { reads: ["ec2:DescribeNetworkInterfaces"] },
  aws_subnet: { reads: ["ec2:DescribeSubnets"] },
  aws_subnets: { reads: ["ec2:DescribeSubnets"] },
  aws_vpc: { reads: ["ec2:DescribeRouteTables", "ec2:DescribeVpcAttribute", "ec2:DescribeVpcs"] },
  aws_vpc_endpoint_service: { reads: ["ec2:DescribeVpcEndpointServices"] },
};
