import { MANAGED_RULES } from "../../src/edge/managed-rules";
import { SIGN_IN_PATHS } from "../../src/edge/paths";
import { DEFAULT_RATE_LIMIT, DEFAULT_SIGN_IN_LIMIT } from "../../src/edge/rate-limit";
import { REBLOCKED_RULES, REBLOCKING_RULES } from "../../src/edge/reblocked-rules";
import { CLASSES } from "../../src/edge/request-classes";
import { WebFirewall } from "../../src/edge/web-firewall";
import { ACCOUNT, arnOf, loadBalancerFor, SynthesizedCapability } from "../support/capability";
import { evaluateLocal } from "../support/evaluate";

interface Rule {
  name: string;
  priority: number;
  action?: Choice;
  override_action?: Choice;
  statement: Record<string, unknown>;
  visibility_config: Record<string, unknown>;
}
interface Choice {
  dynamic: Record<string, [{ for_each: string }]>;
}

const edge = new SynthesizedCapability((surroundings) => {
  const { stack, installation, variables, logKey } = surroundings;
  const loadBalancer = loadBalancerFor(surroundings);
  new WebFirewall(stack, "firewall", {
    installation,
    enabled: variables.enableWebFirewall.value,
    loadBalancer,
    rateLimit: variables.wafRateLimit.value,
    signInLimit: variables.wafSignInLimit.value,
    countOnly: variables.wafCountOnly.value,
    ruleActionOverrides: variables.wafRuleActionOverrides.value,
    logRetentionDays: 731,
    logKey,
  });
});
const rules = edge.resource("aws_wafv2_web_acl.firewall").rule as Rule[];
const ruleNamed = (name: string) => rules.find((rule) => rule.name === name)!;

/** The blocks that a choice comes to, with the variables that it depends on. */
function chosen(choice: Choice, countOnly: boolean, overrides: Record<string, string> = {}): string[] {
  const locals = Object.fromEntries(
    Object.entries(choice.dynamic).map(([name, [{ for_each }]]) => [
      name,
      for_each.replaceAll("var.waf_count_only", "local.count_only").replaceAll(OVERRIDES, "local.overrides"),
    ]),
  );
  const all = { ...locals, count_only: countOnly, overrides };
  const picked = `\${{${Object.keys(locals).map((name) => `${name} = length(local.${name}) == 1`)}}}`;
  const blocks = evaluateLocal({ ...all, picked }, "picked") as Record<string, boolean>;
  return Object.keys(blocks).filter((name) => blocks[name]);
}
const OVERRIDES = "var.waf_rule_action_overrides";

/** The overrides that a managed group comes to. */
function overridden(name: string, overrides: Record<string, string>): unknown {
  const statement = ruleNamed(name).statement.managed_rule_group_statement as Choice;
  const { for_each } = statement.dynamic.rule_action_override![0];
  return evaluateLocal({ probe: for_each.replaceAll(OVERRIDES, "local.overrides"), overrides }, "probe");
}

/**
 * Web ACL capacity units of a statement, by "Web ACL capacity units" and "Rule statement basics" of the AWS WAF Developer
 * Guide; those of the groups are beside their names there.
 */
function capacity(statement: Record<string, unknown>): number {
  const [[kind, content]] = Object.entries(statement) as [[string, Record<string, unknown>]];
  const transformations = ((content.text_transformation ?? []) as Array<{ type: string }>).filter(
    ({ type }) => type !== "NONE",
  ).length;
  const inner = [content.statement, content.scope_down_statement]
    .flat()
    .filter((each) => each !== undefined)
    .reduce((sum: number, each) => sum + capacity(each as Record<string, unknown>), 0);
  const own = {
    managed_rule_group_statement: GROUP_CAPACITY[String(content.name)],
    label_match_statement: 1,
    regex_match_statement: 3,
    byte_match_statement: content.positional_constraint === "CONTAINS" ? 10 : 2,
    rate_based_statement: 2,
    and_statement: 0,
    or_statement: 0,
    not_statement: 0,
  }[kind];
  if (own === undefined) throw new Error(`${kind} has no known capacity.`);
  return own + transformations * 10 + inner;
}
const GROUP_CAPACITY: Readonly<Record<string, number>> = {
  AWSManagedRulesCommonRuleSet: 700,
  AWSManagedRulesKnownBadInputsRuleSet: 200,
  AWSManagedRulesSQLiRuleSet: 200,
  AWSManagedRulesAmazonIpReputationList: 25,
};

describe("the web firewall", () => {
  it("puts requests into classes first, and looks at labels after the rules that put them", () => {
    const ordered = [...rules].sort((a, b) => a.priority - b.priority).map(({ name }) => name);
    expect(ordered).toEqual([
      ...Object.values(CLASSES).map(({ name }) => name),
      "ip-reputation",
      "rate-limit",
      "sign-in-rate-limit",
      "rewrite-command",
      "common",
      "known-bad-inputs",
      "sql-injection",
      ...REBLOCKING_RULES.map(({ name }) => name),
    ]);
    expect(new Set(rules.map(({ priority }) => priority)).size).toBe(rules.length);
  });

  it("measures every rule, and samples none, as samples would show cookies", () => {
    for (const { visibility_config } of rules) {
      expect(visibility_config).toMatchObject({
        cloudwatch_metrics_enabled: true,
        sampled_requests_enabled: false,
      });
    }
    expect(new Set(rules.map((rule) => rule.visibility_config.metric_name)).size).toBe(rules.length);
  });

  it("writes statements in Terraform's spelling", () => {
    expect(JSON.stringify(rules.map(({ statement }) => statement))).not.toMatch(/"[a-z]+[A-Z]\w*":/);
  });

  it("limits the rate of one address over five minutes", () => {
    expect(ruleNamed("rate-limit").statement).toEqual({
      rate_based_statement: {
        limit: "${var.waf_rate_limit}",
        aggregate_key_type: "IP",
        evaluation_window_sec: 300,
      },
    });
  });

  it("limits attempts to sign in of one address, and nothing else of it", () => {
    expect(ruleNamed("sign-in-rate-limit").statement).toMatchObject({
      rate_based_statement: {
        limit: "${var.waf_sign_in_limit}",
        aggregate_key_type: "IP",
        evaluation_window_sec: 300,
        scope_down_statement: {
          and_statement: {
            statement: [
              { byte_match_statement: { search_string: "POST", field_to_match: { method: {} } } },
              { regex_match_statement: { regex_string: SIGN_IN_PATHS } },
            ],
          },
        },
      },
    });
  });

  it("lets a clinic of 200 people behind one address work, and sign in at the start of a shift", () => {
    expect(DEFAULT_RATE_LIMIT).toBe(200 * (10 + 50 + 40));
    expect(DEFAULT_SIGN_IN_LIMIT).toBe(100);
  });

  it("stays within the capacity that the price of a web ACL includes", () => {
    expect(rules.reduce((sum, { statement }) => sum + capacity(statement), 0)).toBeLessThanOrEqual(1500);
  });

  it("stands in front of the load balancer", () => {
    expect(edge.resource("aws_wafv2_web_acl_association.firewall_load_balancer").resource_arn).toBe(
      "${aws_lb.edge.arn}",
    );
  });
});

describe("actions", () => {
  it("block", () => {
    expect(chosen(ruleNamed("common").override_action!, false)).toEqual(["none"]);
    expect(chosen(ruleNamed("rate-limit").action!, false)).toEqual(["block"]);
    expect(chosen(ruleNamed("sql-in-body").action!, false)).toEqual(["block"]);
  });

  it("count throughout in count-only mode", () => {
    for (const rule of rules.filter(({ priority }) => priority >= 10))
      expect(chosen((rule.action ?? rule.override_action)!, true)).toEqual(["count"]);
  });

  it("are the operator's where one is given, and no second rule contradicts", () => {
    const overrides = { SQLi_BODY: "count", NoUserAgent_HEADER: "allow", SizeRestrictions_BODY: "block" };
    expect(overridden("sql-injection", overrides)).toEqual({
      SQLi_BODY: "count",
      SQLiExtendedPatterns_BODY: "count",
    });
    expect(overridden("common", overrides)).toMatchObject({
      NoUserAgent_HEADER: "allow",
      SizeRestrictions_BODY: "block",
      CrossSiteScripting_BODY: "count",
    });
    expect(overridden("known-bad-inputs", overrides)).toEqual({});
    expect(chosen(ruleNamed("rate-limit").action!, false, { "rate-limit": "count" })).toEqual(["count"]);
    expect(chosen(ruleNamed("rate-limit").action!, false, { "rate-limit": "block" })).toEqual(["block"]);
  });

  it("can be given only to known rules, as AWS WAF ignores others silently", () => {
    expect(new Set(MANAGED_RULES).size).toBe(MANAGED_RULES.length);
    expect(MANAGED_RULES).toEqual(expect.arrayContaining([...REBLOCKED_RULES]));
  });
});

describe("the firewall's log", () => {
  it("is encrypted, expires, and has a name that WAF accepts", () => {
    expect(edge.resource("aws_cloudwatch_log_group.firewall_log")).toMatchObject({
      name: expect.stringMatching(/^aws-waf-logs-/),
      kms_key_id: "${aws_kms_key.log_key.arn}",
      retention_in_days: 731,
    });
  });

  it("holds neither cookies nor authorization headers, nor queries, in which patients are named", () => {
    const logging = edge.resource("aws_wafv2_web_acl_logging_configuration.firewall_logging");
    expect(logging.redacted_fields).toEqual([
      { single_header: { name: "cookie" } },
      { single_header: { name: "authorization" } },
      { query_string: {} },
    ]);
    expect(logging.log_destination_configs).toEqual(["${aws_cloudwatch_log_group.firewall_log[0].arn}"]);
    expect(logging.depends_on).toEqual(["aws_cloudwatch_log_resource_policy.firewall_log_policy"]);
  });

  it("holds nothing of what rules find in forms and queries", () => {
    const { data_protection_config: protection } = edge.resource("aws_wafv2_web_acl.firewall");
    expect(protection).toEqual({
      data_protection: ["BODY", "QUERY_STRING"].map((field_type) => ({
        action: "SUBSTITUTION",
        field: { field_type },
      })),
    });
  });

  it("is written by log delivery only on behalf of this account", () => {
    const address = "aws_cloudwatch_log_resource_policy.firewall_log_policy";
    const statements = edge.evaluatedStatements(address, {}, "policy_document");
    expect(Object.keys(statements)).toEqual(["DeliverFirewallLog"]);
    expect(statements.DeliverFirewallLog).toMatchObject({
      Principal: { Service: "delivery.logs.amazonaws.com" },
      Resource: ["aws_cloudwatch_log_group.firewall_log[0].arn:*"],
      Condition: {
        ArnLike: { "aws:SourceArn": `${arnOf("logs")}:*` },
        StringEquals: { "aws:SourceAccount": ACCOUNT },
      },
    });
  });
});
