import type { RdsCluster } from "@cdktf/provider-aws/lib/rds-cluster";
import { RdsClusterRoleAssociation } from "@cdktf/provider-aws/lib/rds-cluster-role-association";
import { Construct } from "constructs";
import type { Installation } from "../aws/installation";
import { policyDocument } from "../aws/policy-document";
import { ServiceRole } from "../aws/service-role";
import { Connection } from "../network/connection";
import { InterfaceEndpoint } from "../network/interface-endpoint";
import type { Network } from "../network/network";
import type { SecurityGroup } from "../network/security-group";
import { tf, type Value } from "../terraform/expression";
import { Toggle } from "../terraform/instance-scope";

export interface BedrockIntegrationProps {
  readonly installation: Installation;
  readonly network: Network;
  /** Known at plan time. */
  readonly enabled: Value<boolean>;
  /** Identifiers of the foundation models that the database may call. */
  readonly modelIds: Value<readonly string[]>;
  /** Security group of the database's instances, which call Bedrock. */
  readonly databaseSecurityGroup: SecurityGroup;
}

const ACTIONS = ["bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream"];

/**
 * Lets SQL functions of the database call foundation models of Amazon Bedrock (Aurora machine learning). The
 * calls stay within the VPC: they go through an endpoint that lets in only the database, and only with its role.
 */
export class BedrockIntegration extends Construct {
  readonly enabled: Value<boolean>;
  /** Null while the integration is off. */
  readonly roleArn: Value<string | null>;
  private readonly toggle: Toggle;
  private readonly role: ServiceRole;

  constructor(scope: Construct, id: string, props: BedrockIntegrationProps) {
    super(scope, id);
    const { installation, network, enabled, databaseSecurityGroup } = props;
    this.enabled = enabled;
    this.toggle = new Toggle(this, "Default", enabled);
    // Models belong to AWS, not to an account.
    const anyModel = `arn:${installation.partition}:bedrock:${installation.region}::foundation-model/`;
    const models = tf`[for id in ${props.modelIds} : join("", [${anyModel}, id])]`.asList;
    this.role = new ServiceRole(this.toggle, "role", {
      installation,
      name: "database-bedrock",
      service: "rds.amazonaws.com",
      statements: [{ sid: "InvokeModels", actions: ACTIONS, resources: models }],
    });
    const endpoint = new InterfaceEndpoint(this.toggle, "endpoint", {
      installation,
      network,
      service: "bedrock-runtime",
      policy: policyDocument([
        {
          sid: "DatabaseInvokesModels",
          principals: "*",
          actions: ACTIONS,
          resources: models,
          conditions: { ArnEquals: { "aws:PrincipalArn": this.role.arn } },
        },
      ]),
    });
    new Connection(this.toggle, "to_endpoint", {
      from: databaseSecurityGroup,
      to: endpoint.securityGroup,
      port: 443,
      description: "Aurora MySQL to Bedrock",
    });
    this.roleArn = this.toggle.select(this.role.arn, null);
  }

  /** Gives the role to a cluster. Its parameter group names the role as well. */
  grantInvoke(cluster: RdsCluster): void {
    new RdsClusterRoleAssociation(this.toggle, "association", {
      dbClusterIdentifier: cluster.id,
      featureName: "Bedrock",
      roleArn: this.role.arn,
      dependsOn: this.role.permissions,
    });
  }
}
