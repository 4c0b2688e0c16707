import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { CloudwatchLogResourcePolicy } from "@cdktf/provider-aws/lib/cloudwatch-log-resource-policy";
import { Wafv2WebAcl, type Wafv2WebAclRule } from "@cdktf/provider-aws/lib/wafv2-web-acl";
import { Wafv2WebAclAssociation } from "@cdktf/provider-aws/lib/wafv2-web-acl-association";
import { Wafv2WebAclLoggingConfiguration } from "@cdktf/provider-aws/lib/wafv2-web-acl-logging-configuration";
import { Construct } from "constructs";
import type { EncryptionKey } from "../aws/encryption-key";
import type { Installation } from "../aws/installation";
import { policyDocument } from "../aws/policy-document";
import { blockForEach, blocksWhen, verbatim } from "../terraform/dynamic-block";
import { asNumber, tf, type Value } from "../terraform/expression";
import { BODY_RULES, BODY_SIZE_RULE, RICH_TEXT_PATHS, UPLOAD_PATHS } from "./body-rules";
import type { LoadBalancer } from "./load-balancer";
import { MANAGED_RULE_GROUPS, type ManagedRuleGroup, RULE_ACTIONS } from "./managed-rules";
import {
  allOf,
  labelled,
  managedRuleGroup,
  not,
  pathMatches,
  rateAbove,
  type Statement,
} from "./waf-statements";

export interface WebFirewallProps {
  readonly installation: Installation;
  readonly loadBalancer: LoadBalancer;
  /** Requests that one client address may send in 5 minutes; a Terraform expression or a number. */
  readonly rateLimit: Value<number>;
  /** Terraform expression of type bool: nothing is blocked, all is counted and logged. */
  readonly countOnly: Value<boolean>;
  /** Terraform expression of type map(string): actions for single rules of the managed groups. */
  readonly ruleActionOverrides: Value<Readonly<Record<string, string>>>;
  /** Days for which the log is kept. */
  readonly logRetentionDays: Value<number>;
  /** Encrypts the log group; its policy lets CloudWatch Logs use it. */
  readonly logKey: EncryptionKey;
}

/**
 * The web application firewall in front of the load balancer. The rules take about 1,360 of the 1,500 capacity
 * units that the price of a web ACL includes.
 */
export class WebFirewall extends Construct {
  readonly webAcl: Wafv2WebAcl;
  readonly logGroup: CloudwatchLogGroup;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: WebFirewallProps,
  ) {
    super(scope, id);
    const { installation } = props;
    this.webAcl = new Wafv2WebAcl(this, "Default", {
      name: installation.names.of("other", "web-firewall"),
      description: "Web application firewall of OpenEMR",
      scope: "REGIONAL",
      defaultAction: { allow: {} },
      rule: this.rules(),
      visibilityConfig: this.visibility("all"),
    });
    new Wafv2WebAclAssociation(this, "load_balancer", {
      webAclArn: this.webAcl.arn,
      resourceArn: props.loadBalancer.alb.arn,
    });
    this.logGroup = new CloudwatchLogGroup(this, "log", {
      // WAF writes only to groups whose names begin like this.
      name: `aws-waf-logs-${installation.names.prefix}`,
      retentionInDays: asNumber(props.logRetentionDays),
      kmsKeyId: props.logKey.arn,
    });
    // WAF would add a policy of its own, for all groups, which stays behind when the installation goes.
    const writable = new CloudwatchLogResourcePolicy(this, "log_policy", {
      policyName: installation.names.of("other", "web-firewall-log"),
      policyDocument: policyDocument([
        {
          sid: "DeliverFirewallLog",
          principals: { Service: "delivery.logs.amazonaws.com" },
          actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
          resources: [`${this.logGroup.arn}:*`],
          conditions: {
            ...installation.onBehalfOfThisAccount,
            ArnLike: { "aws:SourceArn": installation.arn("logs", "*") },
          },
        },
      ]),
    });
    new Wafv2WebAclLoggingConfiguration(this, "logging", {
      resourceArn: this.webAcl.arn,
      logDestinationConfigs: [this.logGroup.arn],
      // Whoever reads these could act as the one who sent them.
      redactedFields: [{ singleHeader: { name: "cookie" } }, { singleHeader: { name: "authorization" } }],
      dependsOn: [writable],
    });
  }

  /** In the order of evaluation; gaps in the priorities leave room for later rules. */
  private rules(): Wafv2WebAclRule[] {
    const [common, knownBadInputs, sqlInjection, ipReputation] = MANAGED_RULE_GROUPS;
    return [
      this.groupRule(10, ipReputation!),
      this.ownRule(20, "rate-limit", rateAbove(this.props.rateLimit), this.props.countOnly),
      this.groupRule(30, common!),
      this.groupRule(40, knownBadInputs!),
      this.groupRule(50, sqlInjection!),
      // After the groups, whose labels they read.
      ...Object.entries(BODY_RULES).map(([rule, label], i) => this.bodyRule(60 + i, rule, label)),
    ];
  }

  private groupRule(priority: number, group: ManagedRuleGroup): Wafv2WebAclRule {
    const { countOnly, ruleActionOverrides } = this.props;
    const counted = Object.fromEntries(
      [BODY_SIZE_RULE, ...Object.keys(BODY_RULES)]
        .filter((rule) => group.rules.includes(rule))
        .map((rule) => [rule, "count"]),
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
   * Blocks what a rule on bodies found, outside the paths that take files or HTML. An action that the
   * operator gives the rule decides alone, everywhere, and this one then only counts.
   */
  private bodyRule(priority: number, rule: string, label: string): Wafv2WebAclRule {
    const { countOnly, ruleActionOverrides } = this.props;
    return this.ownRule(
      priority,
      rule,
      allOf(labelled(label), not(pathMatches(UPLOAD_PATHS)), not(pathMatches(RICH_TEXT_PATHS))),
      tf`${countOnly} || contains(keys(${ruleActionOverrides}), ${rule})`,
    );
  }

  /** A rule that counts while the condition holds and blocks otherwise. */
  private ownRule(
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
      metricName: this.props.installation.names.of("other", `waf-${part}`),
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
