import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import {
  SagemakerDomain,
  type SagemakerDomainDefaultUserSettings,
} from "@cdktf/provider-aws/lib/sagemaker-domain";
import { SagemakerUserProfile } from "@cdktf/provider-aws/lib/sagemaker-user-profile";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { policyDocument } from "../aws/policy-document";
import { ServiceRole } from "../aws/service-role";
import { Connection } from "../network/connection";
import { InterfaceEndpoint } from "../network/interface-endpoint";
import { InternetEgress } from "../network/internet-egress";
import type { Network } from "../network/network";
import { SecurityGroup } from "../network/security-group";
import { addBlocksWhen, blocksWhen } from "../terraform/dynamic-block";
import { asNumber, tf, type Value } from "../terraform/expression";
import { Repeat, select, Toggle } from "../terraform/instance-scope";
import { Mlflow } from "./mlflow";
import type { PrivateServices } from "./private-services";
import { jobPermissions } from "./studio-job-permissions";
import {
  dataPermissions,
  exportPermissions,
  namePermissions,
  type StudioPermissionsProps,
  sparkPermissions,
  studioPermissions,
} from "./studio-permissions";
import { hiddenMlTools } from "./studio-tools";

export interface StudioProps extends StudioPermissionsProps {
  readonly network: Network;
  /** Minutes without use after which an application is shut down. */
  readonly idleMinutes: Value<number>;
  /** Endpoints in the VPC in place of the internet; there only where Studio may not reach that. */
  readonly privateServices: PrivateServices;
  /** Terraform expressions of type bool, known at plan time. */
  readonly internet: Value<boolean>;
  readonly endpoints: Value<boolean>;
  readonly canvas: Value<boolean>;
  readonly mlflow: Value<boolean>;
  readonly rstudio: Value<boolean>;
  /** ARNs of further policies of the role; how many is known at plan time. */
  readonly additionalPolicies: Value<readonly string[]>;
  /** Tools that the menu offers because of these policies. */
  readonly additionalTools: Value<readonly string[]>;
}

const USER = "ServerlessAnalyticsUser";

/** Default and maximum size of a space's volume, in GB. */
const VOLUMES = {
  defaultEbsStorageSettings: { defaultEbsVolumeSizeInGb: 20, maximumEbsVolumeSizeInGb: 100 },
};

/** Studio Classic, which AWS has retired, and what nothing here is set up for. */
const HIDDEN = ["JupyterServer", "KernelGateway", "TensorBoard"];

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
    const securityGroup = this.addSecurityGroup();
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
    this.domain = new SagemakerDomain(this, "domain", {
      domainName: installation.names.of("studio", "sagemaker-domain"),
      authMode: "IAM",
      appNetworkAccessType: "VpcOnly",
      vpcId: network.vpc.id,
      subnetIds: network.lastingPrivateSubnetIds,
      kmsKeyId: store.key.arn,
      defaultUserSettings: this.userSettings(securityGroup),
      defaultSpaceSettings: {
        executionRole: this.role.arn,
        securityGroups: [securityGroup.id],
        jupyterLabAppSettings: { appLifecycleManagement: { idleSettings: this.idleSettings() } },
        spaceStorageSettings: VOLUMES,
      },
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
    this.addRstudio();
    const mlflow = new Toggle(this, "mlflow", props.mlflow);
    const { use } = new Mlflow(mlflow, "Default", props);
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

  private addSecurityGroup(): SecurityGroup {
    const { installation, network, endpoints } = this.props;
    const securityGroup = new SecurityGroup(this, "security_group", {
      installation,
      network,
      name: "studio",
      description: "SageMaker Studio and its jobs",
    });
    const { internet, privateServices } = this.props;
    privateServices.grantAccess("from_studio", securityGroup, "SageMaker Studio to services of AWS");
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
    return securityGroup;
  }

  private idleSettings() {
    const idleMinutes = asNumber(this.props.idleMinutes);
    return {
      lifecycleManagement: "ENABLED",
      idleTimeoutInMinutes: idleMinutes,
      // Nobody sets another one for a space.
      minIdleTimeoutInMinutes: idleMinutes,
      maxIdleTimeoutInMinutes: idleMinutes,
    };
  }

  private userSettings(securityGroup: SecurityGroup): SagemakerDomainDefaultUserSettings {
    const { canvas, rstudio, spark, additionalTools } = this.props;
    const idle = { appLifecycleManagement: { idleSettings: this.idleSettings() } };
    return {
      executionRole: this.role.arn,
      securityGroups: [securityGroup.id],
      studioWebPortal: "ENABLED",
      defaultLandingUri: "studio::",
      autoMountHomeEfs: "Disabled",
      studioWebPortalSettings: {
        hiddenAppTypes:
          tf`concat(${HIDDEN}, ${canvas} ? [] : ["Canvas"], ${rstudio} ? [] : ["RStudioServerPro", "RSessionGateway"])`
            .asList,
        hiddenMlTools: hiddenMlTools(canvas, additionalTools).asList,
      },
      jupyterLabAppSettings: { ...idle, emrSettings: { executionRoleArns: [spark.jobRole.arn] } },
      codeEditorAppSettings: idle,
      spaceStorageSettings: VOLUMES,
    };
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

  private addRstudio(): void {
    const { installation, rstudio } = this.props;
    const toggle = new Toggle(this, "rstudio", rstudio);
    const role = new ServiceRole(toggle, "role", {
      installation,
      name: "AmazonSageMaker-rstudio",
      service: "sagemaker.amazonaws.com",
      statements: [
        {
          // RStudio Workbench needs these of a domain to check its licence ("RStudio on SageMaker AI license").
          sid: "UseLicence",
          actions: [
            "license-manager:CheckInLicense",
            "license-manager:CheckoutLicense",
            "license-manager:ExtendLicenseConsumption",
            "license-manager:ListReceivedLicenses",
          ],
          // These know no resources.
          resources: ["*"],
        },
        {
          sid: "SeeLicence",
          actions: ["license-manager:GetLicense"],
          // It comes from Posit's account.
          resources: [`arn:${installation.partition}:license-manager::*:license:*`],
        },
        {
          sid: "WriteLogs",
          actions: ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
          resources: [installation.arn("logs", "log-group:/aws/sagemaker/*")],
        },
      ],
    });
    this.domain.appSecurityGroupManagement = select(rstudio, "Service", null).asString;
    this.domain.addOverride(
      "default_user_settings",
      blocksWhen(
        { r_studio_server_pro_app_settings: rstudio },
        { r_studio_server_pro_app_settings: { access_status: "ENABLED", user_group: "R_STUDIO_ADMIN" } },
      ),
    );
    addBlocksWhen(rstudio, this.domain, "domain_settings", [
      { r_studio_server_pro_domain_settings: [{ domain_execution_role_arn: toggle.select(role.arn, null) }] },
    ]);
  }
}
