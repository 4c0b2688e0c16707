import type { BadValue } from "../../../support/value-examples";

const SHORTEST = "a list of IPv6 ranges in CIDR notation whose host bits are zero, in their shortest form";

const INTERNAL = { internal_load_balancer: true };

export const BAD_VALUES: readonly BadValue[] = [
  ["enable_global_accelerator", true, "false with internal_load_balancer", INTERNAL],
  ["security_group_ip_range_ipv6", ["2001:db8::/32"], "empty with internal_load_balancer", INTERNAL],
  [
    "enable_global_accelerator",
    true,
    "false in this region, which has no Global Accelerator",
    { region: "mx-central-1" },
  ],
  ...["300.0.0.0/8", "2001:db8::/32", "203.0.113.7", "203.0.113.7/24"].map(
    (range): BadValue => [
      "security_group_ip_range_ipv4",
      ["198.51.100.0/24", range],
      "a list of IPv4 ranges in CIDR notation",
    ],
  ),
  // AWS gives the last three back as 2001:db8::/32, and every plan would show a change.
  ...["203.0.113.0/24", "2001:db8::1/32", "2001:DB8::/32", "2001:0db8::/32", "2001:db8:0:0:0:0:0:0/32"].map(
    (range): BadValue => ["security_group_ip_range_ipv6", [range], SHORTEST],
  ),
  [
    "security_group_ip_range_ipv4",
    Array.from({ length: 31 }, (_, i) => `10.${i}.0.0/16`),
    "at most 30 items",
  ],
  [
    "security_group_ip_range_ipv6",
    Array.from({ length: 31 }, (_, i) => `2001:db8:${i + 1}::/48`),
    "at most 30 items",
  ],
  [
    "certificate_arn",
    "arn:aws:iam::123456789012:server-certificate/x",
    "the ARN of a certificate of AWS Certificate Manager",
  ],
  ["certificate_arn", null, "given, as route53_domain is null and allow_plain_http is false"],
  ["enable_web_firewall", false, "true unless allow_plain_http is true"],
  ["waf_rate_limit", 9, "a whole number from 10 to 2000000000"],
  ["waf_sign_in_limit", 9, "a whole number from 10 to 2000000000"],
  [
    "waf_rule_action_overrides",
    { "rate-limit": "allow" },
    "a map in which rate-limit, sign-in-rate-limit, rewrite-command are block or count",
  ],
  ["waf_rule_action_overrides", { NoUserAgent_HEADER: "ignore" }, "a map from rule names to allow"],
  ["waf_rule_action_overrides", { NoSuchRule: "count" }, "a map whose keys are rules of the firewall"],
  ["waf_log_retention_days", 732, "one of 1, 3, 5, 7"],
  ["access_log_retention_days", 0, "a whole number from 1 to 3653"],
];
