import { TerraformResource } from "cdktf";
import { Construct } from "constructs";
import { rawExpression, tf, type Value } from "./expression";

/** Variables that a stack keeps, and why. */
export interface LastingValuesProps {
  /** Values of the variables, by their names. */
  readonly values: Readonly<Record<string, Value<string | null>>>;
  /** Those of stacks that were made before a variable was there, by its name. @default - any value is theirs */
  readonly before?: Readonly<Record<string, string | null>>;
  /** The harm of another value, and the way out; follows "Nothing was changed.". */
  readonly otherwise: string;
}

/**
 * Values with which a stack was made, and which it keeps: a plan with others is refused by name. Terraform would
 * replace what was made with them, with everything in it.
 *
 * The state remembers them, so nothing is asked of an account. A stack that did not have this before takes the values of
 * its next apply.
 */
export class LastingValues extends Construct {
  constructor(scope: Construct, id: string, { values, before = {}, otherwise }: LastingValuesProps) {
    super(scope, id);
    const made = (name: string) => rawExpression(`self.input.${name}`);
    // cdktf's own class for this type runs the Terraform binary in each synthesis, to check its version.
    const resource = new TerraformResource(this, "Default", {
      terraformResourceType: "terraform_data",
      lifecycle: {
        ignoreChanges: ["input"],
        postcondition: Object.entries(values).map(([name, value]) => ({
          // One that was added to the values later is not in the state yet.
          condition: tf`try(${made(name)}, ${name in before ? before[name] : value}) == ${value}`,
          errorMessage: `${name} is ${tf`jsonencode(${value})`}, but this installation was made with ${tf`jsonencode(try(${made(name)}, ${before[name] ?? null}))`}. Nothing was changed. ${otherwise}`,
        })),
      },
    });
    resource.addOverride("input", values);
  }
}
