import { CloudwatchLogResourcePolicy } from "@cdktf/provider-aws/lib/cloudwatch-log-resource-policy";
import { Wafv2WebAcl, type Wafv2WebAclRule } from "@cdktf/provider-aws/lib/wafv2-web-acl";
import { Wafv2WebAclAssociation } from "@cdktf/provider-aws/lib/wafv2-web-acl-association";
import { Wafv2WebAclLoggingConfiguration } from "@cdktf/provider-aws/lib/wafv2-web-acl-logging-configuration";
import { Construct } from "constructs";
import type { EncryptionKey } from "../aws/encryption-key";
import type { Installation } from "../aws/installation";
import { LogGroup } from "../aws/log-group";
import { policyDocument } from "../aws/policy-document";
import { blockForEach, blocksWhen, verbatim } from "../terraform/dynamic-block";
import { tf, tfString, type Value } from "../terraform/expression";
import { Toggle } from "../terraform/instance-scope";
import type { LoadBalancer } from "./load-balancer";
import { MANAGED_RULE_GROUPS, type ManagedRuleGroup, RULE_ACTIONS } from "./managed-rules";
import { type OwnRule, REWRITE_COMMAND, SIGN_IN_ATTEMPT } from "./own-rules";
import { REBLOCKED_RULES, REBLOCKING_RULES, type ReblockingRule } from "./reblocked-rules";
import { CLASSES, type RequestClass } from "./request-classes";
import { allOf, anyOf, labelled, managedRuleGroup, not, rateAbove, type Statement } from "./waf-statements";

export interface WebFirewallProps {
  readonly installation: Installation;
  /** Known at plan time. */
  readonly enabled: Value<boolean>;
  readonly loadBalancer: LoadBalancer;
  /** Requests that one client address may send in 5 minutes. */
  readonly rateLimit: Value<number>;
  /** Attempts to sign in that one client address may make in 5 minutes. */
  readonly signInLimit: Value<number>;
  /** Nothing is blocked, all is counted and logged. */
  readonly countOnly: Value<boolean>;
  /** Actions for single rules, AWS's or this project's. */
  readonly ruleActionOverrides: Value<Readonly<Record<string, string>>>;
  /** Days for which the log is kept. */
  readonly logRetentionDays: Value<number>;
  /** Encrypts the log group; its policy lets CloudWatch Logs use it. */
  readonly logKey: EncryptionKey;
}

/**
 * Parts of a request of which nothing is told. Whatever a rule for SQL or scripts finds in them would stand in the log, as
 * `matchedData`, also where it only counts: words of a note, or the name that somebody searches for. The log's own redaction is
 * about the fields of a request ("Data protection exceptions" in the AWS WAF Developer Guide, read on 2026-11-30).
 */
const UNTOLD = ["BODY", "QUERY_STRING"] as const;

/**
 * The web application firewall in front of the load balancer. The rules take about 1,460 of the 1,500 capacity
 * units that the price of a web ACL includes.
 */
export class WebFirewall extends Construct {
  /** Null where there is no firewall. */
  readonly logGroupName: Value<string | null>;
  /** Known at plan time. */
  readonly enabled: Value<boolean>;
  /** The value of the dimension WebACL of its metrics. */
  readonly metricName: string;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: WebFirewallProps,
  ) {
    super(scope, id);
    const { installation } = props;
    const enabled = new Toggle(this, "Default", props.enabled);
    this.enabled = props.enabled;
    this.metricName = this.visibility("all").metricName;
    const webAcl = new Wafv2WebAcl(enabled, "Default", {
      name: installation.names.of("web-firewall"),
      description: "Web application firewall of OpenEMR",
      scope: "REGIONAL",
      defaultAction: { allow: {} },
      rule: this.rules(),
      visibilityConfig: this.visibility("all"),
      dataProtectionConfig: { dataProtection: UNTOLD.map((fieldType) => hidden(fieldType)) },
    });
    new Wafv2WebAclAssociation(enabled, "load_balancer", {
      webAclArn: webAcl.arn,
      resourceArn: props.loadBalancer.alb.arn,
    });
    const logGroup = new LogGroup(enabled, "log", {
      // WAF writes only to groups whose names begin like this.
      name: `aws-waf-logs-${installation.names.prefix}`,
      retentionDays: props.logRetentionDays,
      encryptionKey: props.logKey,
    });
    // WAF would add a policy of its own, for all groups, which stays behind when the installation goes.
    const writable = new CloudwatchLogResourcePolicy(enabled, "log_policy", {
      policyName: installation.names.of("web-firewall-log"),
      policyDocument: policyDocument([
        {
          ...logGroup.grantWrite("DeliverFirewallLog"),
          principals: { Service: "delivery.logs.amazonaws.com" },
          conditions: {
            ...installation.onBehalfOfThisAccount,
            ArnLike: { "aws:SourceArn": installation.arn("logs", "*") },
          },
        },
      ]),
    });
    new Wafv2WebAclLoggingConfiguration(enabled, "logging", {
      resourceArn: webAcl.arn,
      logDestinationConfigs: [logGroup.arn],
      // Whoever reads the first two could act as the one who sent them.
      redactedFields: [
        { singleHeader: { name: "cookie" } },
        { singleHeader: { name: "authorization" } },
        // Names, dates of birth and numbers of patients stand in queries.
        { queryString: {} },
      ],
      dependsOn: [writable],
    });
    this.logGroupName = enabled.select(logGroup.name, null);
  }

  /** In the order of evaluation; gaps in the priorities leave room for later rules. */
  private rules(): Wafv2WebAclRule[] {
    const [common, knownBadInputs, sqlInjection, ipReputation] = MANAGED_RULE_GROUPS;
    const { rateLimit, signInLimit } = this.props;
    return [
      // First, because the others read their labels.
      ...Object.values(CLASSES).map((each, i) => this.classRule(i, each)),
      this.groupRule(10, ipReputation!),
      this.ownRule(20, "rate-limit", rateAbove(rateLimit)),
      this.ownRule(22, "sign-in-rate-limit", rateAbove(signInLimit, SIGN_IN_ATTEMPT)),
      this.ownRule(24, "rewrite-command", REWRITE_COMMAND),
      this.groupRule(30, common!),
      this.groupRule(40, knownBadInputs!),
      this.groupRule(50, sqlInjection!),
      // After the groups, whose labels they read.
      ...REBLOCKING_RULES.map((rule, i) => this.reblocking(60 + i, rule)),
    ];
  }

  /** Puts a label on requests of a class, and goes on. */
  private classRule(priority: number, { name, label, statement }: RequestClass): Wafv2WebAclRule {
    return verbatim<Wafv2WebAclRule>({
      name,
      priority,
      action: { count: {} },
      rule_label: [{ name: label }],
      statement,
      visibility_config: this.visibilityBlock(name),
    });
  }

  private groupRule(priority: number, group: ManagedRuleGroup): Wafv2WebAclRule {
    const { countOnly, ruleActionOverrides } = this.props;
    const counted = Object.fromEntries(
      REBLOCKED_RULES.filter((rule) => group.rules.includes(rule)).map((rule) => [rule, "count"]),
    );
    const overrides = tf`{for rule, action in merge(${counted}, ${ruleActionOverrides}) : rule => action if contains(${group.rules}, rule)}`;
    return verbatim<Wafv2WebAclRule>({
      name: group.id,
      priority,
      override_action: blocksWhen({ none: tf`!(${countOnly})`, count: countOnly }),
      statement: managedRuleGroup(
        group.name,
        blockForEach("rule_action_override", overrides, (rule, action) => ({
          name: rule,
          action_to_use: blocksWhen(
            Object.fromEntries(RULE_ACTIONS.map((each) => [each, tf`${action} == ${each}`])),
          ),
        })),
      ),
      visibility_config: this.visibilityBlock(group.id),
    });
  }

  /**
   * Blocks what rules of a managed group found, outside of the exemptions. An action that the operator gives one of them
   * decides by itself, everywhere: this rule then looks for a label that nobody puts.
   */
  private reblocking(priority: number, { name, found, except }: ReblockingRule): Wafv2WebAclRule {
    const { countOnly, ruleActionOverrides } = this.props;
    const labels = Object.entries(found).map(([rule, label]) =>
      labelled(tfString`contains(keys(${ruleActionOverrides}), ${rule}) ? "openemr:overridden" : ${label}`),
    );
    const [first, ...others] = labels;
    const any = others.length > 0 ? anyOf(...labels) : first!;
    return this.blocking(priority, name, allOf(any, ...except.map(not)), countOnly);
  }

  /** A rule of this project, which the operator can have count. */
  private ownRule(priority: number, name: OwnRule, statement: Statement): Wafv2WebAclRule {
    const { countOnly, ruleActionOverrides } = this.props;
    return this.blocking(
      priority,
      name,
      statement,
      tf`${countOnly} || lookup(${ruleActionOverrides}, ${name}, "block") == "count"`,
    );
  }

  /** A rule that counts while the condition holds and blocks otherwise. */
  private blocking(
    priority: number,
    name: string,
    statement: Statement,
    counts: Value<boolean>,
  ): Wafv2WebAclRule {
    return verbatim<Wafv2WebAclRule>({
      name,
      priority,
      action: blocksWhen({ block: tf`!(${counts})`, count: counts }),
      statement,
      visibility_config: this.visibilityBlock(name),
    });
  }

  /** Samples show headers without redaction, so there are none; the log has what they would show. */
  private visibility(part: string) {
    return {
      metricName: this.props.installation.names.of(`waf-${part}`),
      cloudwatchMetricsEnabled: true,
      sampledRequestsEnabled: false,
    };
  }

  private visibilityBlock(part: string) {
    const { metricName, cloudwatchMetricsEnabled, sampledRequestsEnabled } = this.visibility(part);
    return {
      metric_name: metricName,
      cloudwatch_metrics_enabled: cloudwatchMetricsEnabled,
      sampled_requests_enabled: sampledRequestsEnabled,
    };
  }
}

/** @param fieldType part of a request, as AWS WAF calls it */
function hidden(fieldType: (typeof UNTOLD)[number]) {
  return { action: "SUBSTITUTION", field: { fieldType } };
}
