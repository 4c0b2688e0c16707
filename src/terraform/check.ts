import { TerraformElement } from "cdktf";
import type { Construct } from "constructs";
import type { Value } from "./expression";

/** A condition, and the warning that a plan gives where it does not hold. */
export interface CheckConfig {
  /** Holds while all is well. */
  readonly condition: Value<boolean>;
  /** Text that a person reads in the plan when it does not hold. */
  readonly warning: string;
}

/** A Terraform `check` block: it warns in every plan and apply and stops neither. cdktf 0.21 has no class for it. */
export class Check extends TerraformElement {
  constructor(
    scope: Construct,
    id: string,
    private readonly config: CheckConfig,
  ) {
    super(scope, id, "check");
  }

  override toTerraform(): unknown {
    const { condition, warning } = this.config;
    return {
      check: { [this.friendlyUniqueId]: { assert: [{ condition, error_message: warning }] } },
    };
  }
}
