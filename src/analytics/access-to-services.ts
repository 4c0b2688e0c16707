import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { Construct } from "constructs";
import { Connection } from "../network/connection";
import type { Network } from "../network/network";
import type { PrivateServices } from "../network/private-services";
import type { SecurityGroup } from "../network/security-group";

export interface AccessToServicesProps {
  readonly network: Network;
  readonly privateServices: PrivateServices;
}

/**
 * The services of AWS that Studio, its jobs and Spark call, but for SageMaker, which has endpoints of its own, and S3:
 * "Connect Studio in a VPC to external resources" in the developer guide of SageMaker, and what the notebook and the
 * commands of docs/analytics.md call.
 */
export const SERVICES_OF_ANALYTICS = [
  "ecr.api",
  "ecr.dkr",
  "ecs",
  "emr-serverless",
  "emr-serverless-services.livy",
  "glue",
  "kms",
  "lambda",
  "logs",
  "rds",
  "ssm",
  "sts",
];

/** The way to services of AWS inside the VPC, for what must not reach the internet. */
export class AccessToServices extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: AccessToServicesProps,
  ) {
    super(scope, id);
  }

  /** Lets the members of a security group reach these services and S3. */
  grantAccess(id: string, from: SecurityGroup, description: string): void {
    const { network, privateServices } = this.props;
    new Connection(this, id, { from, to: privateServices.securityGroup, port: 443, description });
    new VpcSecurityGroupEgressRule(this, `${id}_s3`, {
      securityGroupId: from.id,
      prefixListId: network.s3PrefixListId,
      ipProtocol: "tcp",
      fromPort: 443,
      toPort: 443,
      description: `${description}: S3`,
    });
  }
}
