import { stackName } from "../../../src/environments";
import { requireStateSettings, type StateSettings } from "../../../src/state/state-settings";
import { TERRAFORM_CLOUD_HOST } from "../../../src/state/terraform-cloud-host";
import { UserError } from "../../../src/user-error";
import { findToken, tokenVariable } from "../terraform-token";
import { type Resource, TerraformCloudApi } from "./api";

/** The project that every organization begins with. */
const DEFAULT_PROJECT = "Default Project";

/** The organization of Terraform Cloud that the settings name. */
export class CloudOrganization {
  private constructor(
    readonly api: TerraformCloudApi,
    readonly host: string,
    readonly name: string,
    /** Name of the project that new workspaces are made in. */
    readonly projectName: string,
  ) {}

  static async open(settings: StateSettings, env: NodeJS.ProcessEnv): Promise<CloudOrganization> {
    const { host, organization, project } = placeIn(settings);
    const token = await findToken(host, env);
    if (!token) {
      throw new UserError(
        `There is no token for ${host}. Sign in: terraform login ${host}; or set ${tokenVariable(host)}, as in a pipeline.`,
      );
    }
    const api = await TerraformCloudApi.of(host, token, env);
    if (!(await api.find(`organizations/${organization}/entitlement-set`))) {
      throw new UserError(
        `There is no organization "${organization}" at ${host}, or the token may not see it. Correct organization in context.state of ` +
          "cdktf.json, or OPENEMR_STATE_ORGANIZATION; or sign in as one of its members.",
      );
    }
    return new CloudOrganization(api, host, organization, project);
  }

  /** The workspace of an environment, if there is one that the token may see. */
  async findWorkspace(environment: string): Promise<Resource | undefined> {
    return this.api.find(`organizations/${this.name}/workspaces/${stackName(environment)}`);
  }

  async findProject(): Promise<Resource | undefined> {
    const name = encodeURIComponent(this.projectName);
    const found = await this.api.list(`organizations/${this.name}/projects?filter%5Bnames%5D=${name}`);
    return found?.find(({ attributes }) => attributes.name === this.projectName);
  }

  /** Where people look at a workspace. */
  pageOf(environment: string): string {
    return `https://${this.host}/app/${this.name}/workspaces/${stackName(environment)}`;
  }
}

/** Where the settings say that workspaces are. */
export function placeIn(settings: StateSettings): { host: string; organization: string; project: string } {
  if (settings.kind !== "cloud") {
    throw new UserError(
      `State is kept by "${settings.kind}", and not in Terraform Cloud. Set kind to "cloud" and organization in context.state of ` +
        "cdktf.json, or OPENEMR_STATE_KIND and OPENEMR_STATE_ORGANIZATION.",
    );
  }
  requireStateSettings(settings);
  const { hostname = TERRAFORM_CLOUD_HOST, organization, project = DEFAULT_PROJECT } = settings;
  return { host: hostname.toLowerCase(), organization: organization!, project };
}
