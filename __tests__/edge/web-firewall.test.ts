import { BODY_RULES, RICH_TEXT_PATHS, UPLOAD_PATHS } from "../../src/edge/body-rules";
import { LoadBalancer } from "../../src/edge/load-balancer";
import { MANAGED_RULES } from "../../src/edge/managed-rules";
import { WebFirewall } from "../../src/edge/web-firewall";
import { httpsFor, SynthesizedCapability } from "../support/capability";
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
  const { stack, installation, network, variables, logKey } = surroundings;
  const loadBalancer = new LoadBalancer(stack, "edge", {
    installation,
    network,
    https: httpsFor(surroundings),
    ipv4Range: variables.securityGroupIpRangeIpv4.value,
    ipv6Range: variables.securityGroupIpRangeIpv6.value,
    accessLogRetentionDays: 365,
  });
  new WebFirewall(stack, "firewall", {
    installation,
    loadBalancer,
    rateLimit: variables.wafRateLimit.value,
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

describe("the web firewall", () => {
  it("looks at reputation and rate first, and at labels after the groups that put them", () => {
    const ordered = [...rules].sort((a, b) => a.priority - b.priority).map(({ name }) => name);
    expect(ordered).toEqual([
      "ip-reputation",
      "rate-limit",
      "common",
      "known-bad-inputs",
      "sql-injection",
      ...Object.keys(BODY_RULES),
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
    expect(chosen(ruleNamed("SQLi_BODY").action!, false)).toEqual(["block"]);
  });

  it("count throughout in count-only mode", () => {
    for (const rule of rules) expect(chosen((rule.action ?? rule.override_action)!, true)).toEqual(["count"]);
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
    expect(chosen(ruleNamed("SQLi_BODY").action!, false, overrides)).toEqual(["count"]);
    expect(chosen(ruleNamed("GenericLFI_BODY").action!, false, overrides)).toEqual(["block"]);
  });

  it("can be given to known rules alone, as AWS WAF ignores others silently", () => {
    expect(new Set(MANAGED_RULES).size).toBe(MANAGED_RULES.length);
    expect(MANAGED_RULES).toEqual(expect.arrayContaining(Object.keys(BODY_RULES)));
  });
});

describe("large and formatted bodies", () => {
  it("are never refused for their size", () => {
    expect(overridden("common", {})).toMatchObject({ SizeRestrictions_BODY: "count" });
  });

  it("are blocked by label, outside the paths that take them", () => {
    for (const [rule, label] of Object.entries(BODY_RULES)) {
      expect(ruleNamed(rule).statement).toMatchObject({
        and_statement: {
          statement: [
            { label_match_statement: { scope: "LABEL", key: label } },
            { not_statement: { statement: { regex_match_statement: { regex_string: UPLOAD_PATHS } } } },
            { not_statement: { statement: { regex_match_statement: { regex_string: RICH_TEXT_PATHS } } } },
          ],
        },
      });
    }
  });

  it("are compared by the path that the web server will see", () => {
    const paths = JSON.stringify(ruleNamed("SQLi_BODY").statement).match(/"text_transformation":\[.*?\]/g)!;
    expect(paths).toHaveLength(2);
    for (const path of paths) expect(path).toMatch(/URL_DECODE.*NORMALIZE_PATH/);
  });

  const free = (path: string) => [UPLOAD_PATHS, RICH_TEXT_PATHS].some((each) => new RegExp(each).test(path));

  it.each([
    "/controller.php",
    "/library/ajax/upload.php",
    "/interface/modules/zend_modules/public/carecoordination/upload",
    "/interface/forms/soap/save.php",
    "/portal/import_template.php",
    "/portal/patient/api/onsitedocument/5",
    "/apis/default/api/patient/1/document",
    "/apis/default/fhir/Patient",
  ])("may come to %s", (path) => expect(free(path)).toBe(true));

  it.each([
    "/",
    "/interface/login/login.php",
    "/interface/main/main_screen.php",
    "/interface/new/new_comprehensive_save.php",
    "/portal/index.php",
    "/portal/get_patient_info.php",
    "/portal/account/account.php",
    "/oauth2/default/token",
    "/apis/default/api/patient",
    "/x/controller.php",
    "/controller.php.x",
  ])("are inspected at %s", (path) => expect(free(path)).toBe(false));
});

describe("the firewall's log", () => {
  it("is encrypted, expires, and has a name that WAF accepts", () => {
    expect(edge.resource("aws_cloudwatch_log_group.firewall_log")).toMatchObject({
      name: expect.stringMatching(/^aws-waf-logs-/),
      kms_key_id: "${aws_kms_key.log_key.arn}",
      retention_in_days: 731,
    });
  });

  it("holds neither cookies nor authorization headers", () => {
    const logging = edge.resource("aws_wafv2_web_acl_logging_configuration.firewall_logging");
    expect(logging.redacted_fields).toEqual([
      { single_header: { name: "cookie" } },
      { single_header: { name: "authorization" } },
    ]);
    expect(logging.log_destination_configs).toEqual(["${aws_cloudwatch_log_group.firewall_log.arn}"]);
    expect(logging.depends_on).toEqual(["aws_cloudwatch_log_resource_policy.firewall_log_policy"]);
  });

  it("is written by log delivery on behalf of this account alone", () => {
    const { DeliverFirewallLog: statement } = edge.statements(
      "aws_cloudwatch_log_resource_policy.firewall_log_policy",
      "policy_document",
    );
    expect(statement).toContain("delivery.logs.amazonaws.com");
    expect(statement).toContain("aws:SourceAccount");
  });
});

it("refuses no body for its size, so that only maximum_upload_mb decides how large a file may be", () => {
  expect(overridden("common", {})).toMatchObject({ SizeRestrictions_BODY: "count" });
  expect(edge.text).not.toContain("size_constraint_statement");
  expect(rules.some(({ name }) => name === "SizeRestrictions_BODY")).toBe(false);
});
