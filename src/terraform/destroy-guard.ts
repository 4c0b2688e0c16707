import { TerraformResource, TerraformStack } from "cdktf";
import { Construct, type IConstruct } from "constructs";
import { rawExpression, tfString, type Value } from "./expression";

/** When a destroy is refused, and with which words. */
export interface DestroyGuardProps {
  /** While the last apply left it true, a destroy is refused. */
  readonly refuses: Value<boolean>;
  /** Text that the person who destroys reads then; without quotes, which shells treat differently. */
  readonly message: string;
  /** Another value of this would make anew what is protected, and is refused as well. @default - nothing would */
  readonly unchanged?: Value<string>;
  /** Everything in it so far is protected. @default - the stack */
  readonly within?: IConstruct;
}

/**
 * Refuses to destroy a stack or a part of one, before anything of it is touched.
 *
 * Services protect some of their resources against deletion and others not, so that a destroy of a protected
 * stack would take away half of it before it fails. The guard depends on everything that was added
 * before it, is therefore destroyed first, and fails by itself. It asks the state, not the variables of
 * the run: protection has to be taken away by an apply.
 */
export class DestroyGuard extends Construct {
  /** Whatever depends on it is made later, and deleted before the guard is asked. */
  readonly resource: TerraformResource;

  constructor(scope: Construct, id: string, { refuses, message, unchanged, within }: DestroyGuardProps) {
    super(scope, id);
    const guarded = (within ?? TerraformStack.of(this)).node
      .findAll()
      .filter((element) => TerraformResource.isTerraformResource(element));
    // cdktf's own class for this type runs the Terraform binary in each synthesis, to check its version.
    this.resource = new TerraformResource(this, "Default", {
      terraformResourceType: "terraform_data",
      dependsOn: guarded,
      provisioners: [
        {
          type: "local-exec",
          when: "destroy",
          // Every shell, that of Windows too, knows these two commands.
          command: tfString`${rawExpression("self.input")} ? ${`echo ${message} && exit 1`} : "exit 0"`,
        },
      ],
    });
    this.resource.addOverride("input", refuses);
    // The guard is made anew then, and so destroyed before all that it depends on.
    if (unchanged !== undefined) this.resource.addOverride("triggers_replace", unchanged);
  }
}
