import { logRetention } from "../aws/log-retention";
import { neededIn, REGIONAL } from "../aws/regions";
import { tf } from "../terraform/expression";
import { atMostItems, falseUnless, ipv4Ranges, ipv6Ranges, matching, wholeNumber } from "../terraform/rules";
import type { Declare, Rule, Variable } from "../terraform/variable";
import { MANAGED_RULES, RULE_ACTIONS } from "./managed-rules";
import { OWN_RULE_ACTIONS, OWN_RULES } from "./own-rules";
import { DEFAULT_RATE_LIMIT, DEFAULT_SIGN_IN_LIMIT } from "./rate-limit";

/** A security group has 60 incoming rules an address family, and a range takes one for each of the two ports. */
const MOST_RANGES = 30;
const TOO_MANY_RANGES =
  "A security group has 60 rules for incoming traffic, two for each range. Join ranges that lie beside each other.";

/** How people reach the application: addresses, certificate, web application firewall. */
export function edgeVariables(
  declare: Declare,
  {
    region,
    route53Domain,
    internalLoadBalancer,
  }: {
    readonly region: Variable<string>;
    readonly route53Domain: Variable<string | null>;
    readonly internalLoadBalancer: Variable<boolean>;
  },
) {
  const allowPlainHttp = declare("allow_plain_http", {
    type: "bool",
    default: false,
    description:
      "Serves plain HTTP on port 80 when neither certificate_arn nor route53_domain is given. For trials without patient data only: passwords and records cross the network unencrypted, and every plan warns about it.",
  });
  return {
    securityGroupIpRangeIpv4: declare("security_group_ip_range_ipv4", {
      type: "list(string)",
      default: [],
      description:
        'IPv4 ranges in CIDR notation that may reach the application, e.g. ["203.0.113.0/24", "198.51.100.7/32"]; ["0.0.0.0/0"] is everyone. An empty list lets nobody in over IPv4.',
      rules: [ipv4Ranges(), atMostItems(MOST_RANGES, TOO_MANY_RANGES)],
    }),
    securityGroupIpRangeIpv6: declare("security_group_ip_range_ipv6", {
      type: "list(string)",
      default: [],
      description:
        'IPv6 ranges in CIDR notation that may reach the application, e.g. ["2001:db8::/32"]; ["::/0"] is everyone. An empty list lets nobody in over IPv6 and keeps the load balancer on IPv4.',
      rules: [
        ipv6Ranges(),
        atMostItems(MOST_RANGES, TOO_MANY_RANGES),
        {
          holds: (value) => tf`length(${value}) == 0 || !${internalLoadBalancer.value}`,
          mustBe: "empty with internal_load_balancer",
          hint: "The private subnets have no IPv6 ranges.",
        },
      ],
    }),
    allowPlainHttp,
    enableGlobalAccelerator: declare("enable_global_accelerator", {
      type: "bool",
      default: false,
      description:
        "Brings people to the application over AWS's own network with Global Accelerator, about 26 USD a month and a premium on traffic. For people far away from the region.",
      rules: [
        neededIn(region.value, REGIONAL.globalAccelerator),
        falseUnless(
          tf`!${internalLoadBalancer.value}`,
          "with internal_load_balancer",
          "The accelerator has public addresses, by which the internet would come.",
        ),
      ],
    }),
    certificateArn: declare("certificate_arn", {
      type: "string",
      default: null,
      description:
        "ARN of an issued certificate of AWS Certificate Manager, in this account and region, for the name that people open. With it, the stack makes no certificate for route53_domain; one that it made before is deleted with the DNS record that proves the name. If AWS renews your certificate by that record, make the record again. Needed unless route53_domain is given or allow_plain_http is true.",
      rules: [
        matching(
          "arn:aws[a-z-]*:acm:[a-z0-9-]+:[0-9]{12}:certificate/[0-9A-Za-z-]+",
          "the ARN of a certificate of AWS Certificate Manager, arn:aws:acm:<region>:<account>:certificate/<id>",
          "Find it with: aws acm list-certificates.",
        ),
        {
          holds: (value) => tf`${value} != null || ${route53Domain.isGiven} || ${allowPlainHttp.value}`,
          alsoAboutNull: true,
          mustBe: "given, as route53_domain is null and allow_plain_http is false",
          hint: "Give route53_domain, or request one with: aws acm request-certificate. For a trial without patient data, set allow_plain_http = true instead.",
        },
      ],
    }),
    enableWebFirewall: declare("enable_web_firewall", {
      type: "bool",
      default: true,
      description:
        "Puts AWS WAF in front of the load balancer, for about 21 USD a month. For trials without patient data it can be left out, where only a few known addresses may connect.",
      rules: [
        {
          holds: (value) => tf`${value} || ${allowPlainHttp.value}`,
          mustBe: "true unless allow_plain_http is true",
          hint: "Whatever is served to patients or staff needs it.",
        },
      ],
    }),
    wafRateLimit: declare("waf_rate_limit", {
      type: "number",
      default: DEFAULT_RATE_LIMIT,
      description:
        "Requests that one client address may send in 5 minutes before the firewall blocks it. A clinic behind one address counts as one client; the default is for 200 people who work there at once.",
      rules: [wholeNumber(10, 2_000_000_000)],
    }),
    wafSignInLimit: declare("waf_sign_in_limit", {
      type: "number",
      default: DEFAULT_SIGN_IN_LIMIT,
      description:
        "Attempts to sign in, by staff, patients and for applications, that one client address may make in 5 minutes before the firewall blocks further ones. The default is for a shift of 200 people behind one address.",
      rules: [wholeNumber(10, 2_000_000_000)],
    }),
    wafCountOnly: declare("waf_count_only", {
      type: "bool",
      default: false,
      description:
        "The firewall counts and logs the requests that it would block, and blocks nothing. Use it to try out rules.",
    }),
    wafRuleActionOverrides: declare("waf_rule_action_overrides", {
      type: "map(string)",
      default: {},
      description: `Actions for single rules of the firewall by the rule's name, e.g. { NoUserAgent_HEADER = "count" }: of the AWS managed groups, and of this project (${OWN_RULES.join(", ")}).`,
      rules: [
        {
          holds: (value) => tf`alltrue([for action in values(${value}) : contains(${RULE_ACTIONS}, action)])`,
          mustBe: "a map from rule names to allow, block, count, captcha or challenge",
        },
        {
          // AWS WAF ignores the others without saying so.
          holds: (value) => tf`length(setsubtract(keys(${value}), ${[...MANAGED_RULES, ...OWN_RULES]})) == 0`,
          mustBe: "a map whose keys are rules of the firewall",
          hint: `These are ${[...OWN_RULES, ...MANAGED_RULES].join(", ")}.`,
        },
        {
          holds: (value) =>
            tf`alltrue([for rule, action in ${value} : contains(${OWN_RULE_ACTIONS}, action) if contains(${[...OWN_RULES]}, rule)])`,
          mustBe: `a map in which ${OWN_RULES.join(", ")} are ${OWN_RULE_ACTIONS.join(" or ")}`,
        },
      ],
    }),
    wafLogRetentionDays: declare(
      "waf_log_retention_days",
      logRetention(731, "Days for which the firewall's log is kept."),
    ),
    accessLogRetentionDays: declare("access_log_retention_days", {
      type: "number",
      default: 365,
      description: "Days for which the load balancer's access logs are kept in S3.",
      rules: [wholeNumber(1, 3653)],
    }),
  };
}

/** The choices as the props of `Edge`. */
export function edgeOptions(variables: ReturnType<typeof edgeVariables>) {
  return {
    certificateArn: variables.certificateArn.value,
    enableGlobalAccelerator: variables.enableGlobalAccelerator.value,
    loadBalancer: {
      ipv4Ranges: variables.securityGroupIpRangeIpv4.value,
      ipv6Ranges: variables.securityGroupIpRangeIpv6.value,
      accessLogRetentionDays: variables.accessLogRetentionDays.value,
    },
    firewall: {
      enabled: variables.enableWebFirewall.value,
      rateLimit: variables.wafRateLimit.value,
      signInLimit: variables.wafSignInLimit.value,
      countOnly: variables.wafCountOnly.value,
      ruleActionOverrides: variables.wafRuleActionOverrides.value,
      logRetentionDays: variables.wafLogRetentionDays.value,
    },
  };
}

/** The part of the variables that decides whether there is HTTPS, under which name. */
export interface HttpsVariables {
  readonly certificateArn: Variable<string | null>;
  readonly route53Domain: Variable<string | null>;
  readonly hostName: Variable<string | null>;
}

/** A toggle that must not be on without HTTPS, nor without a name that a certificate can cover. */
export function onlyWithHttps(variables: HttpsVariables, why: string): Rule[] {
  const { certificateArn, route53Domain, hostName } = variables;
  const hasDomain = route53Domain.isGiven;
  return [
    falseUnless(
      tf`${certificateArn.isGiven} || ${hasDomain}`,
      "without HTTPS",
      `${why} Give route53_domain, or certificate_arn and host_name.`,
    ),
    // Without HTTPS the other rule speaks.
    falseUnless(
      tf`!(${certificateArn.isGiven}) || ${hasDomain} || ${hostName.isGiven}`,
      "without a name",
      "OpenEMR would give out the load balancer's own name, which no certificate covers, so browsers and clients refuse it. Give host_name, a name that certificate_arn covers.",
    ),
  ];
}
