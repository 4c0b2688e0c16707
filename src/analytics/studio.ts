import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { SagemakerDomain } from "@cdktf/provider-aws/lib/sagemaker-domain";
import { SagemakerUserProfile } from "@cdktf/provider-aws/lib/sagemaker-user-profile";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { policyDocument } from "../aws/policy-document";
import { ServiceRole } from "../aws/service-role";
import { tf, type Value } from "../terraform/expression";
import { Repeat, Toggle } from "../terraform/instance-scope";
import { Mlflow } from "./mlflow";
import { Rstudio } from "./rstudio";
import { StudioAccess, type StudioAccessProps } from "./studio-access";
import { jobPermissions } from "./studio-job-permissions";
import {
  dataPermissions,
  exportPermissions,
  namePermissions,
  type StudioPermissionsProps,
  sparkPermissions,
  studioPermissions,
} from "./studio-permissions";
import { type StudioSettingsProps, spaceSettings, userSettings } from "./studio-settings";

export interface StudioProps
  extends StudioPermissionsProps,
    StudioAccessProps,
    Omit<StudioSettingsProps, "roleArn" | "securityGroupId" | "sparkRoleArn"> {
  /** Studio has a server of MLflow; known at plan time. */
  readonly mlflow: Value<boolean>;
  /** ARNs of further policies of the role; how many is known at plan time. */
  readonly additionalPolicies: Value<readonly string[]>;
}

const USER = "ServerlessAnalyticsUser";

/**
 * SageMaker Studio in the private subnets. Notebooks lie on the volumes of spaces; the file system that AWS makes
 * for every domain stays unused, and goes with the domain.
 *
 * AWS keeps two security groups for that file system in the VPC after the domain is gone.
 */
export class Studio extends Construct {
  readonly domain: SagemakerDomain;
  readonly role: ServiceRole;
  readonly userName = USER;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: StudioProps,
  ) {
    super(scope, id);
    const { installation, network, store } = props;
    const { securityGroup } = new StudioAccess(this, "Default", props);
    this.role = new ServiceRole(this, "role", {
      installation,
      // AWS's own policies for SageMaker pass on only roles with this in their names.
      name: "AmazonSageMaker-studio",
      service: "sagemaker.amazonaws.com",
      statements: [
        ...dataPermissions(props),
        ...namePermissions(props),
        ...exportPermissions(props),
        ...sparkPermissions(props),
      ],
    });
    const settings = {
      ...props,
      roleArn: this.role.arn,
      securityGroupId: securityGroup.id,
      sparkRoleArn: props.spark.jobRole.arn,
    };
    this.domain = new SagemakerDomain(this, "domain", {
      domainName: installation.names.of("studio", "sagemaker-domain"),
      authMode: "IAM",
      appNetworkAccessType: "VpcOnly",
      vpcId: network.vpcId,
      subnetIds: network.lastingPrivateSubnetIds,
      kmsKeyId: store.key.arn,
      defaultUserSettings: userSettings(settings),
      defaultSpaceSettings: spaceSettings(settings),
      // Otherwise the file system stays, and holds on to the subnets.
      retentionPolicy: { homeEfsFileSystem: "Delete" },
      tagPropagation: "ENABLED",
      dependsOn: this.role.permissions,
    });
    const attach = (policy: string, statements: Parameters<typeof policyDocument>[0]) =>
      new IamRolePolicy(this, `${policy}_policy`, {
        name: policy,
        role: this.role.name,
        policy: policyDocument(statements),
      });
    attach("domain", studioPermissions(props, this.domain.id));
    attach("jobs", jobPermissions({ ...props, securityGroup }, this.role.arn));
    this.addCanvas();
    new Rstudio(this, "rstudio", { installation, enabled: props.rstudio, domain: this.domain });
    const mlflow = new Toggle(this, "mlflow", props.mlflow);
    const { use } = new Mlflow(mlflow, "Default", { ...props, madeAfter: this.domain });
    new IamRolePolicy(mlflow, "policy", {
      name: "mlflow",
      role: this.role.name,
      policy: policyDocument(use),
    });
    const { additionalPolicies } = props;
    const further = new Repeat(this, "additional", tf`length(${additionalPolicies})`);
    new IamRolePolicyAttachment(further, "policy", {
      role: this.role.name,
      policyArn: tf`${additionalPolicies}[${further.index}]`.asString,
    });
  }

  /**
   * The user whom people open Studio as. AWS refuses to delete one who has spaces left, so this is made last and
   * deleted first: then nothing else is gone yet.
   */
  addUser(after: ITerraformDependable[]): SagemakerUserProfile {
    return new SagemakerUserProfile(this, "user", {
      domainId: this.domain.id,
      userProfileName: USER,
      dependsOn: after,
    });
  }

  /** Without these policies Canvas can neither keep a workspace nor train a model, and Data Wrangler imports nothing. */
  private addCanvas(): void {
    const { installation, canvas } = this.props;
    const toggle = new Toggle(this, "canvas", canvas);
    for (const access of ["FullAccess", "DataPrepFullAccess"]) {
      new IamRolePolicyAttachment(toggle, access, {
        role: this.role.name,
        policyArn: installation.awsPolicyArn(`AmazonSageMakerCanvas${access}`),
      });
    }
  }
}
