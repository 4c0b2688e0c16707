import { Id } from "@cdktf/provider-random/lib/id";
import { RandomProvider } from "@cdktf/provider-random/lib/provider";
import { TerraformStack } from "cdktf";
import { Construct } from "constructs";

/** Four bytes are eight characters. */
const BYTES = 4;

/**
 * Eight characters that are made once and kept in the state, and that are others in each installation: for the name of
 * something that outlives its stack, which the next installation under the same name must not meet.
 */
export class KeptSuffix extends Construct {
  /** Digits and letters from a to f. */
  readonly value: string;

  /** @param keepers as long as these stay the same, the characters do */
  constructor(scope: Construct, id: string, keepers: Readonly<Record<string, string>>) {
    super(scope, id);
    const stack = TerraformStack.of(this);
    if (!stack.node.tryFindChild("random")) new RandomProvider(stack, "random");
    this.value = new Id(this, "Default", { byteLength: BYTES, keepers }).hex;
  }
}
