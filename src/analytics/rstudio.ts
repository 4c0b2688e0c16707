import type { SagemakerDomain } from "@cdktf/provider-aws/lib/sagemaker-domain";
import { Construct } from "constructs";
import type { Installation } from "../aws/installation";
import { ServiceRole } from "../aws/service-role";
import { addBlocksWhen, blocksWhen } from "../terraform/dynamic-block";
import type { Value } from "../terraform/expression";
import { select, Toggle } from "../terraform/instance-scope";

export interface RstudioProps {
  readonly installation: Installation;
  /** Known at plan time. */
  readonly enabled: Value<boolean>;
  /** The domain that offers RStudio. */
  readonly domain: SagemakerDomain;
}

/** RStudio in Studio: a role of its own, and what the domain has to know of it. */
export class Rstudio extends Construct {
  constructor(scope: Construct, id: string, { installation, enabled, domain }: RstudioProps) {
    super(scope, id);
    const toggle = new Toggle(this, "Default", enabled);
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
    domain.appSecurityGroupManagement = select(enabled, "Service", null).asString;
    domain.addOverride(
      "default_user_settings",
      blocksWhen(
        { r_studio_server_pro_app_settings: enabled },
        { r_studio_server_pro_app_settings: { access_status: "ENABLED", user_group: "R_STUDIO_ADMIN" } },
      ),
    );
    addBlocksWhen(enabled, domain, "domain_settings", [
      { r_studio_server_pro_domain_settings: [{ domain_execution_role_arn: toggle.select(role.arn, null) }] },
    ]);
  }
}
