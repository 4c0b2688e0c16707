import { FlowLog as AwsFlowLog } from "@cdktf/provider-aws/lib/flow-log";
import type { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { Construct } from "constructs";
import type { EncryptionKey } from "../aws/encryption-key";
import type { Installation } from "../aws/installation";
import { LogGroup } from "../aws/log-group";
import { ServiceRole } from "../aws/service-role";
import type { Value } from "../terraform/expression";

export interface FlowLogProps {
  readonly installation: Installation;
  readonly vpc: Vpc;
  /** Days for which records are kept. */
  readonly retentionDays: Value<number>;
  readonly logKey: EncryptionKey;
}

/** Records every connection of the VPC, accepted or rejected, in CloudWatch Logs. */
export class FlowLog extends Construct {
  readonly logGroup: LogGroup;

  constructor(scope: Construct, id: string, props: FlowLogProps) {
    super(scope, id);
    const { installation, vpc } = props;
    this.logGroup = new LogGroup(this, "Default", {
      name: installation.names.path("vpc-flow-log"),
      retentionDays: props.retentionDays,
      encryptionKey: props.logKey,
    });
    const role = new ServiceRole(this, "role", {
      installation,
      name: "flow-log",
      service: "vpc-flow-logs.amazonaws.com",
      trustConditions: {
        ...installation.onBehalfOfThisAccount,
        ArnLike: { "aws:SourceArn": installation.arn("ec2", "vpc-flow-log/*") },
      },
      statements: this.logGroup.grantWriteAndFind(),
    });
    new AwsFlowLog(this, "vpc", {
      vpcId: vpc.id,
      trafficType: "ALL",
      logDestinationType: "cloud-watch-logs",
      logDestination: this.logGroup.arn,
      iamRoleArn: role.arn,
      tags: { Name: installation.names.of("vpc") },
      // Records of the time before the role may write would be lost.
      dependsOn: [...role.permissions],
    });
  }
}
