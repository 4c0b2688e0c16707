import { MANAGED_RULES, RULE_ACTIONS } from "../edge/managed-rules";
import { tf } from "../terraform/expression";
import { ipv4Range, ipv6Range, matching, wholeNumber } from "../terraform/rules";
import type { Declare } from "../variables";

/** How people reach the application: addresses, certificate, web application firewall. */
export function edgeVariables(declare: Declare) {
  const allowPlainHttp = declare("allow_plain_http", {
    type: "bool",
    default: false,
    description:
      "Serves plain HTTP on port 80 when certificate_arn is not given. For trials without patient data only: passwords and records cross the network unencrypted, and every plan warns about it.",
  });
  return {
    securityGroupIpRangeIpv4: declare("security_group_ip_range_ipv4", {
      type: "string",
      default: null,
      description:
        "IPv4 range in CIDR notation that may reach the application; 0.0.0.0/0 is everyone. Null lets nobody in over IPv4.",
      rules: [ipv4Range()],
    }),
    securityGroupIpRangeIpv6: declare("security_group_ip_range_ipv6", {
      type: "string",
      default: null,
      description:
        "IPv6 range in CIDR notation that may reach the application; ::/0 is everyone. Null lets nobody in over IPv6 and keeps the load balancer on IPv4.",
      rules: [ipv6Range()],
    }),
    allowPlainHttp,
    certificateArn: declare("certificate_arn", {
      type: "string",
      default: null,
      description:
        "ARN of an issued certificate of AWS Certificate Manager, in this account and region, for the name that people open. Null is refused unless allow_plain_http is true.",
      rules: [
        matching(
          "arn:aws[a-z-]*:acm:[a-z0-9-]+:[0-9]{12}:certificate/[0-9A-Za-z-]+",
          "the ARN of a certificate of AWS Certificate Manager, arn:aws:acm:<region>:<account>:certificate/<id>",
          "Find it with: aws acm list-certificates.",
        ),
        {
          holds: (value) => tf`${value} != null || ${allowPlainHttp.value}`,
          alsoAboutNull: true,
          mustBe: "given, as allow_plain_http is false",
          hint: "Request one with: aws acm request-certificate. For a trial without patient data, set allow_plain_http = true instead.",
        },
      ],
    }),
    wafRateLimit: declare("waf_rate_limit", {
      type: "number",
      default: 2000,
      description:
        "Requests that one client address may send in 5 minutes before the firewall blocks it. A clinic behind one address counts as one client.",
      rules: [wholeNumber(10, 2_000_000_000)],
    }),
    wafCountOnly: declare("waf_count_only", {
      type: "bool",
      default: false,
      description:
        "Lets the firewall count and log what it would block, and block nothing. For trying out rules.",
    }),
    wafRuleActionOverrides: declare("waf_rule_action_overrides", {
      type: "map(string)",
      default: {},
      description:
        'Actions for single rules of the AWS managed groups, by the rule\'s name, e.g. { NoUserAgent_HEADER = "count" }.',
      rules: [
        {
          holds: (value) => tf`alltrue([for action in values(${value}) : contains(${RULE_ACTIONS}, action)])`,
          mustBe: "a map from rule names to allow, block, count, captcha or challenge",
        },
        {
          // AWS WAF ignores the others without saying so.
          holds: (value) => tf`length(setsubtract(keys(${value}), ${MANAGED_RULES})) == 0`,
          mustBe: "a map whose keys are rules of the managed groups in use",
          hint: `These are ${MANAGED_RULES.join(", ")}.`,
        },
      ],
    }),
  };
}
