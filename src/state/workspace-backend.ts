import { TerraformBackend, type TerraformRemoteState, type TerraformStack } from "cdktf";
import { UserError } from "../user-error";
import { TERRAFORM_CLOUD_HOST } from "./terraform-cloud-host";

export interface WorkspaceBackendProps {
  readonly organization: string;
  /** Name of the workspace. Terraform makes it where it does not exist. */
  readonly workspace: string;
  /** Project that a new workspace is put into. @default - the organization's own */
  readonly project?: string;
  /** Host name of Terraform Enterprise. @default "app.terraform.io" */
  readonly hostname?: string;
}

/**
 * A workspace of Terraform Cloud that keeps the state and, unless it is set to local execution, runs Terraform.
 * cdktf's own class for it runs the Terraform binary in each synthesis, to check its version: where there is no
 * binary, nothing could be synthesized.
 */
export class WorkspaceBackend extends TerraformBackend {
  constructor(
    scope: TerraformStack,
    private readonly props: WorkspaceBackendProps,
  ) {
    super(scope, "backend", "cloud");
  }

  override toTerraform(): object {
    return { terraform: { cloud: this.synthesizeAttributes() } };
  }

  override getRemoteStateDataSource(): TerraformRemoteState {
    throw new UserError(
      `Another stack's outputs cannot be read: the workspace ${this.props.workspace} shows its state to no other.`,
    );
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    // Given at any rate: without one, the environment variable TF_CLOUD_HOSTNAME would decide.
    const { organization, hostname = TERRAFORM_CLOUD_HOST, workspace, project } = this.props;
    return { organization, hostname, workspaces: { name: workspace, project } };
  }

  protected override synthesizeHclAttributes(): Record<string, unknown> {
    return this.synthesizeAttributes();
  }
}
