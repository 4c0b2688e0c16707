import type {
  SagemakerDomainDefaultSpaceSettings,
  SagemakerDomainDefaultUserSettings,
} from "@cdktf/provider-aws/lib/sagemaker-domain";
import { asNumber, tf, type Value } from "../terraform/expression";
import { hiddenMlTools } from "./studio-tools";

/** Default and maximum size of a space's volume, in GB. */
const VOLUMES = {
  defaultEbsStorageSettings: { defaultEbsVolumeSizeInGb: 20, maximumEbsVolumeSizeInGb: 100 },
};

/**
 * Studio Classic, which AWS has retired, and what nothing here is set up for. SageMaker's API knows KernelGateway and
 * RSessionGateway too, which no menu shows, and refuses a domain that hides them (cloudformation-coverage-roadmap, issue 2129).
 */
const HIDDEN = ["JupyterServer", "TensorBoard"];

export interface StudioSettingsProps {
  readonly roleArn: string;
  readonly securityGroupId: string;
  /** Role as which notebooks run Spark's jobs. */
  readonly sparkRoleArn: string;
  /** Minutes without use after which an application is shut down. */
  readonly idleMinutes: Value<number>;
  /** Terraform expressions of type bool: parts of Studio that can be off. */
  readonly canvas: Value<boolean>;
  readonly rstudio: Value<boolean>;
  /** Tools that the menu offers because of further policies. */
  readonly additionalTools: Value<readonly string[]>;
}

/** The domain's defaults for people and their own spaces. */
export function userSettings(props: StudioSettingsProps): SagemakerDomainDefaultUserSettings {
  const { canvas, rstudio, additionalTools } = props;
  const idle = { appLifecycleManagement: { idleSettings: idleSettings(props) } };
  return {
    executionRole: props.roleArn,
    securityGroups: [props.securityGroupId],
    studioWebPortal: "ENABLED",
    defaultLandingUri: "studio::",
    autoMountHomeEfs: "Disabled",
    studioWebPortalSettings: {
      hiddenAppTypes:
        tf`concat(${HIDDEN}, ${canvas} ? [] : ["Canvas"], ${rstudio} ? [] : ["RStudioServerPro"])`.asList,
      hiddenMlTools: hiddenMlTools(canvas, additionalTools).asList,
    },
    jupyterLabAppSettings: { ...idle, emrSettings: { executionRoleArns: [props.sparkRoleArn] } },
    codeEditorAppSettings: idle,
    spaceStorageSettings: VOLUMES,
  };
}

/** The domain's defaults for spaces that people share. */
export function spaceSettings(props: StudioSettingsProps): SagemakerDomainDefaultSpaceSettings {
  return {
    executionRole: props.roleArn,
    securityGroups: [props.securityGroupId],
    jupyterLabAppSettings: { appLifecycleManagement: { idleSettings: idleSettings(props) } },
    spaceStorageSettings: VOLUMES,
  };
}

function idleSettings(props: StudioSettingsProps) {
  const idleMinutes = asNumber(props.idleMinutes);
  return {
    lifecycleManagement: "ENABLED",
    idleTimeoutInMinutes: idleMinutes,
    // Nobody sets another one for a space.
    minIdleTimeoutInMinutes: idleMinutes,
    maxIdleTimeoutInMinutes: idleMinutes,
  };
}
