import { TerraformElement } from "cdktf";
import type { Construct } from "constructs";
import { type Expression, rawExpression, tf } from "./expression";

/**
 * An ephemeral resource: its values exist during one run and never reach a plan file or the state, so they
 * may only go into write-only arguments and provider settings. cdktf 0.21 has no class for it.
 */
export class Ephemeral extends TerraformElement {
  /** @default a single instance */
  count?: number;

  /**
   * @param terraformResourceType e.g. `aws_secretsmanager_random_password`
   * @param config arguments in Terraform's spelling
   */
  constructor(
    scope: Construct,
    id: string,
    readonly terraformResourceType: string,
    private readonly config: Record<string, unknown>,
  ) {
    super(scope, id, `ephemeral.${terraformResourceType}`);
  }

  /** A reference to one of its values. */
  get(attribute: string): Expression<never> {
    return rawExpression(`ephemeral.${this.terraformResourceType}.${this.friendlyUniqueId}.${attribute}`);
  }

  override toTerraform(): unknown {
    const count = this.count === undefined ? {} : { count: this.count };
    return {
      ephemeral: { [this.terraformResourceType]: { [this.friendlyUniqueId]: { ...this.config, ...count } } },
    };
  }
}

/**
 * The value, but unknown until the run applies.
 *
 * An ephemeral resource with an unknown argument is opened only during the apply. That is how a plan, which
 * a reviewer makes with a role that may only read settings, gets along without the right to read a secret.
 * `timestamp()` is the function that Terraform leaves unknown in every plan.
 */
export function knownOnlyDuringApply(value: unknown): string {
  return tf`timestamp() == "" ? ${null} : ${value}`.asString;
}
