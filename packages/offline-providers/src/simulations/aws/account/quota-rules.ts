import { page } from "./aws-reference";
import type { RefusalRule } from "./rule";

const VPC_QUOTAS = page("vpc/latest/userguide/amazon-vpc-limits.html");

/** How many of a type a new account may have in a region. Compared with AWS's pages of quotas on 2026-11-29. */
export const QUOTAS = [
  ["aws_vpc", 5, "CreateVpc", "VpcLimitExceeded", VPC_QUOTAS],
  ["aws_internet_gateway", 5, "CreateInternetGateway", "InternetGatewayLimitExceeded", VPC_QUOTAS],
  ["aws_eip", 5, "AllocateAddress", "AddressLimitExceeded", VPC_QUOTAS],
  [
    "aws_cloudwatch_log_resource_policy",
    10,
    "PutResourcePolicy",
    "LimitExceededException",
    page("AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html"),
  ],
  [
    "aws_cloudtrail",
    5,
    "CreateTrail",
    "MaximumNumberOfTrailsExceededException",
    page("awscloudtrail/latest/userguide/WhatIsCloudTrail-Limits.html"),
  ],
] as const;

/** Refuses to make more than a new account may have. */
export const QUOTA_RULES: readonly RefusalRule[] = QUOTAS.map(
  ([type, most, operation, code, source]): RefusalRule => ({
    kind: "quota",
    type,
    action: "create",
    operation,
    code,
    source,
    reason: ({ values }, account) => {
      const there = account.resources(type).filter((other) => other.values.region === values?.region);
      return there.length >= most ? `The maximum number of ${most} has been reached.` : undefined;
    },
  }),
);
