import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { FlowLog as AwsFlowLog } from "@cdktf/provider-aws/lib/flow-log";
import type { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { Construct } from "constructs";
import type { EncryptionKey } from "../aws/encryption-key";
import type { Installation } from "../aws/installation";
import { ServiceRole } from "../aws/service-role";
import { asNumber, type Value } from "../terraform/expression";

export interface FlowLogProps {
  readonly installation: Installation;
  readonly vpc: Vpc;
  /** Days for which records are kept. */
  readonly retentionDays: Value<number>;
  readonly logKey: EncryptionKey;
}

/** Records every connection of the VPC, accepted or rejected, in CloudWatch Logs. */
export class FlowLog extends Construct {
  readonly logGroup: CloudwatchLogGroup;

  constructor(scope: Construct, id: string, props: FlowLogProps) {
    super(scope, id);
    const { installation, vpc } = props;
    this.logGroup = new CloudwatchLogGroup(this, "Default", {
      name: installation.names.path("vpc-flow-log"),
      retentionInDays: asNumber(props.retentionDays),
      kmsKeyId: props.logKey.arn,
    });
    const role = new ServiceRole(this, "role", {
      installation,
      name: "flow-log",
      service: "vpc-flow-logs.amazonaws.com",
      trustConditions: {
        ...installation.onBehalfOfThisAccount,
        ArnLike: { "aws:SourceArn": installation.arn("ec2", "vpc-flow-log/*") },
      },
      statements: [
        {
          sid: "Write",
          actions: ["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams"],
          resources: [this.logGroup.arn, `${this.logGroup.arn}:*`],
        },
        {
          sid: "FindGroup",
          actions: ["logs:DescribeLogGroups"],
          // A listing knows no single group.
          resources: ["*"],
        },
      ],
    });
    new AwsFlowLog(this, "vpc", {
      vpcId: vpc.id,
      trafficType: "ALL",
      logDestinationType: "cloud-watch-logs",
      logDestination: this.logGroup.arn,
      iamRoleArn: role.arn,
      tags: { Name: installation.names.of("other", "vpc") },
      // Records of the time before the role may write would be lost.
      dependsOn: [...role.permissions],
    });
  }
}
