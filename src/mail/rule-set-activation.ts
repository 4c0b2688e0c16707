import { join } from "node:path";
import { LambdaInvocation } from "@cdktf/provider-aws/lib/lambda-invocation";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { EncryptionKey } from "../aws/encryption-key";
import type { Installation } from "../aws/installation";
import { TypeScriptFunction } from "../aws/typescript-function";
import { tfString, type Value } from "../terraform/expression";

export interface RuleSetActivationProps {
  readonly installation: Installation;
  /** The stack's own rule set, and the name of the rule in it. */
  readonly ruleSet: string;
  readonly rule: string;
  /** It is taken into service. */
  readonly activate: Value<boolean>;
  /** The rule set needs these before it is taken into service. */
  readonly dependsOn: ITerraformDependable[];
  /** Encrypts the function's log. */
  readonly logKey: EncryptionKey;
  readonly logRetentionDays: Value<number>;
}

/**
 * Takes a receipt rule set into service, unless another one is, and lets it go only while no rule of others is in
 * it: SES deletes a rule set with all its rules. The resource that the provider has for it takes whatever is active
 * out of service, as its data source fails where nothing is; so a function looks first.
 */
export class RuleSetActivation extends Construct {
  constructor(scope: Construct, id: string, props: RuleSetActivationProps) {
    super(scope, id);
    const { installation, ruleSet, rule, activate } = props;
    const activator = new TypeScriptFunction(this, "function", {
      entry: join(__dirname, "..", "..", "lambda", "receipt-rule-set", "handler.ts"),
      installation,
      name: "receipt-rule-set",
      description: "Takes a receipt rule set into service, and looks after the rules of others",
      memorySize: 256,
      // Thirty seconds of waiting for its own permissions, and as much for slow answers.
      timeout: 60,
      encryptionKey: props.logKey,
      logRetentionDays: props.logRetentionDays,
      statements: [
        {
          sid: "Activate",
          actions: [
            "ses:DescribeActiveReceiptRuleSet",
            "ses:DescribeReceiptRuleSet",
            "ses:SetActiveReceiptRuleSet",
          ],
          // Which one is active is a setting of the account, and SES knows no ARNs of rule sets in policies.
          resources: ["*"],
        },
      ],
    });
    new LambdaInvocation(this, "Default", {
      functionName: activator.name,
      input: tfString`jsonencode(${{ ruleSet, rule, activate }})`,
      // It is called once more when it goes.
      lifecycleScope: "CRUD",
      dependsOn: props.dependsOn,
    });
  }
}
