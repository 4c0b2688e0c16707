import type { Construct } from "constructs";
import type { EncryptionKey } from "../aws/encryption-key";
import type { Installation } from "../aws/installation";
import { allowCopyToAccount } from "../backup/copies";
import { makeDataKey } from "../encryption/data-key";
import { makeLogKey } from "../encryption/log-key";
import { allowMailEncryption, type ReceiptRuleNames } from "../mail/receipt-rule";
import type { Variables } from "../variables";

/** Makes the keys of the data and of the logs, with what others than roles of this installation may do with the data. */
export function makeKeys(
  stack: Construct,
  parts: { readonly installation: Installation; readonly receiptRule: ReceiptRuleNames },
  variables: Variables,
): { readonly dataKey: EncryptionKey; readonly logKey: EncryptionKey } {
  const { installation, receiptRule } = parts;
  const dataKey = makeDataKey(stack, "data_key", {
    installation,
    statements: [
      allowMailEncryption(installation, receiptRule, variables.emailForwardingAddress.isGiven),
      ...allowCopyToAccount(installation, variables.backupCopyAccountVaultArn.value),
    ],
  });
  return { dataKey, logKey: makeLogKey(stack, "log_key", installation) };
}
