import { join } from "node:path";
import { LambdaInvocation } from "@cdktf/provider-aws/lib/lambda-invocation";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { EncryptionKey } from "../aws/encryption-key";
import type { Installation } from "../installation";
import { tfString } from "../terraform/expression";
import { TypeScriptFunction } from "../terraform/typescript-function";

export interface RuleSetActivationProps {
  readonly installation: Installation;
  readonly ruleSet: string;
  /** What the rule set needs before it is taken into service. */
  readonly dependsOn: ITerraformDependable[];
  /** Encrypts the function's log. */
  readonly logKey: EncryptionKey;
  readonly logRetentionDays: number;
}

/**
 * Takes a receipt rule set into service, unless another one is. The resource that the provider has for it takes
 * whatever is active out of service, as its data source fails where nothing is; so a function looks first.
 */
export class RuleSetActivation extends Construct {
  constructor(scope: Construct, id: string, props: RuleSetActivationProps) {
    super(scope, id);
    const { installation, ruleSet } = props;
    const activator = new TypeScriptFunction(this, "function", {
      entry: join(__dirname, "..", "..", "lambda", "receipt-rule-set", "handler.ts"),
      name: installation.names.of("function", "receipt-rule-set"),
      roleName: installation.names.of("role", "receipt-rule-set"),
      trustConditions: installation.onBehalfOfThisAccount,
      description: "Takes a receipt rule set into service, unless another one is",
      memorySize: 256,
      timeout: 60,
      encryptionKeyArn: props.logKey.arn,
      logRetentionDays: props.logRetentionDays,
      statements: [
        {
          sid: "Activate",
          actions: ["ses:DescribeActiveReceiptRuleSet", "ses:SetActiveReceiptRuleSet"],
          // Which one is active is a setting of the account, and no resource.
          resources: ["*"],
        },
      ],
    });
    new LambdaInvocation(this, "Default", {
      functionName: activator.function.functionName,
      input: tfString`jsonencode(${{ ruleSet }})`,
      // It is called once more when it goes.
      lifecycleScope: "CRUD",
      dependsOn: props.dependsOn,
    });
  }
}
