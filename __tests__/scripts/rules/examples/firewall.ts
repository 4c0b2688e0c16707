import type { Example } from "./example";

/** Examples of rules about the web firewall's own rules. */
export const FIREWALL: readonly Example[] = [
  [
    "aws_wafv2_web_acl",
    "rule.0.statement.0.rate_based_statement.0.limit",
    2000,
    20000,
    "lets one client send more requests",
  ],
  ["aws_wafv2_web_acl", "default_action.0.allow", [], [{}], "lets through whatever no rule names"],
];
