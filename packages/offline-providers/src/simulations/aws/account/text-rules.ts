import { apiPage } from "./aws-reference";
import type { RefusalRule } from "./rule";

/** Texts that AWS's provider takes and AWS itself refuses, with the error's own words. */
const TEXTS = [
  {
    type: "aws_security_group",
    action: "create",
    operation: "CreateSecurityGroup",
    what: "security group description",
  },
  {
    type: "aws_vpc_security_group_egress_rule",
    action: "create",
    operation: "AuthorizeSecurityGroupEgress",
    what: "rule description",
  },
  {
    type: "aws_vpc_security_group_egress_rule",
    action: "update",
    operation: "ModifySecurityGroupRules",
    what: "rule description",
  },
  {
    type: "aws_vpc_security_group_ingress_rule",
    action: "create",
    operation: "AuthorizeSecurityGroupIngress",
    what: "rule description",
  },
  {
    type: "aws_vpc_security_group_ingress_rule",
    action: "update",
    operation: "ModifySecurityGroupRules",
    what: "rule description",
  },
] as const;

/** As the API model of EC2 in botocore has it, read on 2026-11-30: no apostrophe, for example. */
const DESCRIPTION = /^[A-Za-z0-9 ._:/()#,@[\]+=&;{}!$*-]{0,255}$/;

/** Refuses descriptions with characters that AWS does not take. */
export const TEXT_RULES: readonly RefusalRule[] = TEXTS.map(({ type, action, operation, what }) => ({
  kind: "text",
  type,
  action,
  operation,
  code: "InvalidParameterValue",
  source: apiPage("ec2", operation),
  reason: ({ values }) =>
    DESCRIPTION.test(String(values?.description ?? ""))
      ? undefined
      : `Invalid ${what}. Valid descriptions are strings less than 256 characters from the following set: a-zA-Z0-9. _-:/()#,@[]+=&;{}!$*`,
}));
