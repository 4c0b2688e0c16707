import type { EncryptionKeyProps } from "../aws/encryption-key";
import type { Installation } from "../aws/installation";
import type { PolicyStatement } from "../aws/policy-document";
import { isGiven, tfString, type Value } from "../terraform/expression";
import { select } from "../terraform/instance-scope";

/**
 * Names of the rule by which SES receives mail. Whatever lets SES in, such as a key or a bucket, is made before the
 * rule, for SES tries it out; so it knows the rule by its names.
 */
export interface ReceiptRuleNames {
  readonly rule: string;
  /** The rule set that the stack makes, where the operator names none. */
  readonly ownRuleSet: string;
  /** The rule set that the rule is in. */
  readonly ruleSet: Value<string>;
  readonly arn: string;
}

export function receiptRuleNames(
  installation: Installation,
  ruleSetName: Value<string | null>,
): ReceiptRuleNames {
  const rule = installation.names.of("mail");
  const ownRuleSet = installation.names.of("mail");
  const ruleSet = select(isGiven(ruleSetName), ruleSetName, ownRuleSet);
  const arn = installation.arn(
    "ses",
    tfString`join("", ["receipt-rule-set/", ${ruleSet}, ":receipt-rule/", ${rule}])`,
  );
  return { rule, ownRuleSet, ruleSet, arn };
}

/** Conditions for what SES may do: it acts only for this rule. */
export function onBehalfOfRule(
  { accountId }: Installation,
  { arn }: ReceiptRuleNames,
): PolicyStatement["conditions"] {
  return { StringEquals: { "aws:SourceAccount": accountId, "aws:SourceArn": arn } };
}

/**
 * Lets SES write to a bucket whose default encryption is by the key ("Giving permissions to Amazon SES for email
 * receiving" of the SES developer guide). SES acts in its own name, so the key's policy has to allow it.
 *
 * @param when known at plan time
 */
export function allowMailEncryption(
  installation: Installation,
  names: ReceiptRuleNames,
  when: Value<boolean>,
): NonNullable<EncryptionKeyProps["statements"]>[number] {
  return {
    sid: "EncryptReceivedMail",
    principals: { Service: "ses.amazonaws.com" },
    actions: ["kms:Decrypt", "kms:GenerateDataKey"],
    conditions: onBehalfOfRule(installation, names),
    when,
  };
}
