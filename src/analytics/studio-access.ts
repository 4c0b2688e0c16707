import { Construct } from "constructs";
import type { Installation } from "../aws/installation";
import { Connection } from "../network/connection";
import { InterfaceEndpoint } from "../network/interface-endpoint";
import { InternetEgress } from "../network/internet-egress";
import type { Network } from "../network/network";
import { SecurityGroup } from "../network/security-group";
import type { Value } from "../terraform/expression";
import { Toggle } from "../terraform/instance-scope";
import type { AccessToServices } from "./access-to-services";

export interface StudioAccessProps {
  readonly installation: Installation;
  readonly network: Network;
  /** Endpoints in the VPC in place of the internet; there only where Studio may not reach that. */
  readonly accessToServices: AccessToServices;
  /** Terraform expressions of type bool, known at plan time: the internet, and endpoints of SageMaker, are reached. */
  readonly internet: Value<boolean>;
  readonly endpoints: Value<boolean>;
}

/** Where Studio and its jobs can connect to. */
export class StudioAccess extends Construct {
  readonly securityGroup: SecurityGroup;

  constructor(scope: Construct, id: string, props: StudioAccessProps) {
    super(scope, id);
    const { installation, network, accessToServices, internet, endpoints } = props;
    const securityGroup = new SecurityGroup(this, "security_group", {
      installation,
      network,
      name: "studio",
      description: "SageMaker Studio and its jobs",
    });
    accessToServices.grantAccess("from_studio", securityGroup, "SageMaker Studio to services of AWS");
    new InternetEgress(new Toggle(this, "Default", internet), "to_https", {
      from: securityGroup,
      port: 443,
      description: "SageMaker, S3, EMR Serverless and packages",
    });
    const toggle = new Toggle(this, "endpoints", endpoints);
    for (const service of ["sagemaker.api", "sagemaker.runtime"]) {
      const endpoint = new InterfaceEndpoint(toggle, service, { installation, network, service });
      new Connection(toggle, `to_${service}`, {
        from: securityGroup,
        to: endpoint.securityGroup,
        port: 443,
        description: `SageMaker Studio to ${service}`,
      });
    }
    this.securityGroup = securityGroup;
  }
}
