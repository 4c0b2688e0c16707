import { CloudwatchLogResourcePolicy } from "@cdktf/provider-aws/lib/cloudwatch-log-resource-policy";
import { Route53ResolverQueryLogConfig } from "@cdktf/provider-aws/lib/route53-resolver-query-log-config";
import { Route53ResolverQueryLogConfigAssociation } from "@cdktf/provider-aws/lib/route53-resolver-query-log-config-association";
import { Construct } from "constructs";
import type { EncryptionKey } from "../aws/encryption-key";
import type { Installation } from "../aws/installation";
import { LogGroup } from "../aws/log-group";
import { policyDocument } from "../aws/policy-document";
import type { Value } from "../terraform/expression";
import { Toggle } from "../terraform/instance-scope";

export interface DnsQueryLogProps {
  readonly installation: Installation;
  /** Known at plan time. */
  readonly enabled: Value<boolean>;
  readonly vpcId: string;
  /** Days for which records are kept. */
  readonly retentionDays: Value<number>;
  readonly logKey: EncryptionKey;
}

/**
 * Records which names are asked of DNS from within the VPC, and what the answer was: a way out of the VPC that no security
 * group closes, and after a break-in the only record of it.
 */
export class DnsQueryLog extends Construct {
  /** Terraform expression: name of the log group; null where there is none. */
  readonly logGroupName: Value<string | null>;

  constructor(scope: Construct, id: string, props: DnsQueryLogProps) {
    super(scope, id);
    const { installation } = props;
    const on = new Toggle(this, "Default", props.enabled);
    const logGroup = new LogGroup(on, "log", {
      name: installation.names.path("dns-queries"),
      retentionDays: props.retentionDays,
      encryptionKey: props.logKey,
    });
    // Route 53 would add a policy of its own, for all groups, which stays behind when the installation goes.
    const writable = new CloudwatchLogResourcePolicy(on, "log_policy", {
      policyName: installation.names.of("dns-query-log"),
      policyDocument: policyDocument([
        {
          ...logGroup.grantWrite("DeliverQueryLog"),
          principals: { Service: "delivery.logs.amazonaws.com" },
          conditions: {
            ...installation.onBehalfOfThisAccount,
            ArnLike: { "aws:SourceArn": installation.arn("logs", "*") },
          },
        },
      ]),
    });
    const config = new Route53ResolverQueryLogConfig(on, "config", {
      name: installation.names.of("dns-query-log"),
      destinationArn: logGroup.arn,
      dependsOn: [writable],
    });
    new Route53ResolverQueryLogConfigAssociation(on, "vpc", {
      resolverQueryLogConfigId: config.id,
      resourceId: props.vpcId,
    });
    this.logGroupName = on.select(logGroup.name, null);
  }
}
