import { TerraformBackend, type TerraformRemoteState, type TerraformStack } from "cdktf";
import { UserError } from "../user-error";

/**
 * The place of a state that has none yet. A backend without its required arguments would make Terraform ask
 * for them at a terminal, and no backend at all would keep state on this machine. The name of one that does
 * not exist makes `terraform init`, `plan` and `apply` stop at once, without a question, credentials or
 * network, and Terraform's error quotes the name: `There is no backend type named "none (bucket is not set; ...)"`.
 */
export class UnsetBackend extends TerraformBackend {
  constructor(
    scope: TerraformStack,
    private readonly reason: string,
  ) {
    super(scope, "backend", `none (${reason})`);
  }

  override getRemoteStateDataSource(): TerraformRemoteState {
    throw new UserError(`Another stack's outputs cannot be read: its state has no place: ${this.reason}.`);
  }

  protected override synthesizeAttributes(): Record<string, never> {
    return {};
  }

  protected override synthesizeHclAttributes(): Record<string, never> {
    return {};
  }
}
