import type { AwsTypes, DataSources } from "./aws-type";

const ACCELERATOR = "arn:{partition}:globalaccelerator::{account}:accelerator/*";
const LOAD_BALANCER = "arn:{partition}:elasticloadbalancing:{region}:{account}:loadbalancer/app/{prefix}-*";
const LISTENER = "arn:{partition}:elasticloadbalancing:{region}:{account}:listener/app/{prefix}-*";
const LISTENER_RULE = "arn:{partition}:elasticloadbalancing:{region}:{account}:listener-rule/app/{prefix}-*";
const TARGET_GROUP = "arn:{partition}:elasticloadbalancing:{region}:{account}:targetgroup/{prefix}-*";
const WEB_ACL = "arn:{partition}:wafv2:{region}:{account}:regional/webacl/{prefix}-*";

/** Load balancer, firewall, certificate, names and accelerator. */
export const edgeTypes: AwsTypes = {
  aws_lb: {
    one: "load balancer",
    reads: [
      "elasticloadbalancing:DescribeCapacityReservation",
      "elasticloadbalancing:DescribeLoadBalancerAttributes",
      "elasticloadbalancing:DescribeLoadBalancers",
      "elasticloadbalancing:DescribeTags",
    ],
    writes: {
      create: [
        "elasticloadbalancing:AddTags",
        "elasticloadbalancing:CreateLoadBalancer",
        "elasticloadbalancing:ModifyLoadBalancerAttributes",
      ],
      update: [
        "elasticloadbalancing:AddTags",
        "elasticloadbalancing:ModifyLoadBalancerAttributes",
        "elasticloadbalancing:RemoveTags",
        "elasticloadbalancing:SetIpAddressType",
        "elasticloadbalancing:SetSecurityGroups",
        "elasticloadbalancing:SetSubnets",
      ],
      delete: ["elasticloadbalancing:DeleteLoadBalancer"],
    },
    arn: LOAD_BALANCER,
    asks: [
      {
        actions: [
          "ec2:DescribeAccountAttributes",
          "ec2:DescribeAddresses",
          "ec2:DescribeInternetGateways",
          "ec2:DescribeSecurityGroups",
          "ec2:DescribeSubnets",
          "ec2:DescribeVpcs",
          "ec2:GetSecurityGroupsForVpc",
        ],
        why: "CreateLoadBalancer, SetSubnets, SetSecurityGroups. User guide of Elastic Load Balancing, API permissions",
      },
    ],
  },
  aws_lb_listener: {
    one: "listener",
    free: true,
    reads: [
      "elasticloadbalancing:DescribeListenerAttributes",
      "elasticloadbalancing:DescribeListeners",
      "elasticloadbalancing:DescribeTags",
    ],
    writes: {
      create: [
        "elasticloadbalancing:AddTags",
        "elasticloadbalancing:CreateListener",
        "elasticloadbalancing:ModifyListenerAttributes",
      ],
      update: [
        "elasticloadbalancing:AddTags",
        "elasticloadbalancing:ModifyListener",
        "elasticloadbalancing:ModifyListenerAttributes",
        "elasticloadbalancing:RemoveTags",
      ],
      delete: ["elasticloadbalancing:DeleteListener"],
    },
    arn: [LISTENER, LOAD_BALANCER],
  },
  aws_lb_listener_rule: {
    one: "rule of a listener",
    many: "rules of a listener",
    free: true,
    reads: ["elasticloadbalancing:DescribeRules", "elasticloadbalancing:DescribeTags"],
    writes: {
      create: ["elasticloadbalancing:AddTags", "elasticloadbalancing:CreateRule"],
      update: [
        "elasticloadbalancing:AddTags",
        "elasticloadbalancing:ModifyRule",
        "elasticloadbalancing:RemoveTags",
        "elasticloadbalancing:SetRulePriorities",
      ],
      delete: ["elasticloadbalancing:DeleteRule"],
    },
    // CreateRule is asked for the listener.
    arn: [LISTENER_RULE, LISTENER],
  },
  aws_lb_target_group: {
    one: "target group",
    free: true,
    reads: [
      "elasticloadbalancing:DescribeTags",
      "elasticloadbalancing:DescribeTargetGroupAttributes",
      "elasticloadbalancing:DescribeTargetGroups",
    ],
    writes: {
      create: [
        "elasticloadbalancing:AddTags",
        "elasticloadbalancing:CreateTargetGroup",
        "elasticloadbalancing:ModifyTargetGroupAttributes",
      ],
      update: [
        "elasticloadbalancing:AddTags",
        "elasticloadbalancing:ModifyTargetGroup",
        "elasticloadbalancing:ModifyTargetGroupAttributes",
        "elasticloadbalancing:RemoveTags",
      ],
      delete: ["elasticloadbalancing:DeleteTargetGroup"],
    },
    arn: TARGET_GROUP,
  },
  aws_wafv2_web_acl: {
    one: "web firewall",
    reads: ["wafv2:GetWebACL", "wafv2:ListTagsForResource"],
    writes: {
      create: ["wafv2:CreateWebACL", "wafv2:TagResource"],
      update: ["wafv2:TagResource", "wafv2:UntagResource", "wafv2:UpdateWebACL"],
      delete: ["wafv2:DeleteWebACL"],
    },
    // AWS's groups of rules are named in a web ACL.
    arn: [WEB_ACL, "arn:{partition}:wafv2:{region}:{account}:regional/managedruleset/*"],
  },
  aws_acm_certificate: {
    one: "certificate",
    free: true,
    reads: ["acm:DescribeCertificate", "acm:ListTagsForCertificate"],
    writes: {
      create: ["acm:AddTagsToCertificate", "acm:RequestCertificate"],
      update: ["acm:AddTagsToCertificate", "acm:RemoveTagsFromCertificate"],
      delete: ["acm:DeleteCertificate"],
    },
    arn: "arn:{partition}:acm:{region}:{account}:certificate/*",
    anywhere: ["acm:RequestCertificate"],
  },
  aws_route53_record: {
    one: "DNS record",
    free: true,
    reads: ["route53:GetHostedZone", "route53:ListResourceRecordSets"],
    writes: {
      create: ["route53:ChangeResourceRecordSets", "route53:GetChange"],
      update: ["route53:ChangeResourceRecordSets", "route53:GetChange"],
      delete: ["route53:ChangeResourceRecordSets", "route53:GetChange"],
    },
    arn: "arn:{partition}:route53:::hostedzone/*",
    anywhere: ["route53:GetChange"],
  },
  aws_globalaccelerator_accelerator: {
    one: "accelerator",
    reads: [
      "globalaccelerator:DescribeAccelerator",
      "globalaccelerator:DescribeAcceleratorAttributes",
      "globalaccelerator:ListTagsForResource",
    ],
    writes: {
      create: [
        "globalaccelerator:CreateAccelerator",
        "globalaccelerator:TagResource",
        "globalaccelerator:UpdateAcceleratorAttributes",
      ],
      update: [
        "globalaccelerator:TagResource",
        "globalaccelerator:UntagResource",
        "globalaccelerator:UpdateAccelerator",
        "globalaccelerator:UpdateAcceleratorAttributes",
      ],
      // It is switched off before it is deleted.
      delete: ["globalaccelerator:DeleteAccelerator", "globalaccelerator:UpdateAccelerator"],
    },
    arn: ACCELERATOR,
    anywhere: ["globalaccelerator:CreateAccelerator"],
  },
  aws_acm_certificate_validation: {
    one: "certificate validation",
    free: true,
    reads: ["acm:DescribeCertificate"],
    writes: {},
  },
  aws_globalaccelerator_endpoint_group: {
    one: "accelerator endpoint group",
    free: true,
    reads: ["globalaccelerator:DescribeEndpointGroup"],
    writes: {
      create: ["globalaccelerator:CreateEndpointGroup", "globalaccelerator:DescribeAccelerator"],
      update: ["globalaccelerator:UpdateEndpointGroup"],
      delete: ["globalaccelerator:DeleteEndpointGroup"],
    },
    arn: ACCELERATOR,
  },
  aws_globalaccelerator_listener: {
    one: "accelerator listener",
    free: true,
    reads: ["globalaccelerator:DescribeListener"],
    writes: {
      create: ["globalaccelerator:CreateListener", "globalaccelerator:DescribeAccelerator"],
      update: ["globalaccelerator:UpdateListener"],
      delete: ["globalaccelerator:DeleteListener"],
    },
    arn: ACCELERATOR,
  },
  aws_wafv2_web_acl_association: {
    one: "firewall association",
    free: true,
    reads: ["wafv2:GetWebACL", "wafv2:GetWebACLForResource"],
    writes: { create: ["wafv2:AssociateWebACL"], delete: ["wafv2:DisassociateWebACL"] },
    arn: [WEB_ACL, LOAD_BALANCER],
    asks: [
      {
        actions: ["elasticloadbalancing:SetWebAcl"],
        why: "AssociateWebACL with a load balancer. API reference of WAF, AssociateWebACL",
      },
    ],
  },
  aws_wafv2_web_acl_logging_configuration: {
    one: "firewall log setting",
    free: true,
    reads: ["wafv2:GetLoggingConfiguration"],
    writes: {
      create: ["wafv2:PutLoggingConfiguration"],
      update: ["wafv2:PutLoggingConfiguration"],
      delete: ["wafv2:DeleteLoggingConfiguration"],
    },
    arn: WEB_ACL,
    asks: [
      {
        actions: [
          "logs:CreateLogDelivery",
          "logs:DeleteLogDelivery",
          "logs:DescribeLogGroups",
          "logs:DescribeResourcePolicies",
          "logs:PutResourcePolicy",
        ],
        why: "PutLoggingConfiguration to CloudWatch Logs. Developer guide of WAF, logging to CloudWatch Logs",
      },
    ],
  },
};

/** Types that look something up in DNS. */
export const edgeDataSources: DataSources = {
  aws_route53_records: { reads: ["route53:ListResourceRecordSets"] },
  aws_route53_zone: {
    reads: ["route53:GetHostedZone", "route53:ListHostedZones", "route53:ListTagsForResource"],
  },
};
