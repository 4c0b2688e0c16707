import type { Installation } from "../aws/installation";
import type { PolicyStatement } from "../aws/policy-document";
import { tf, tfString, type Value } from "../terraform/expression";

/** Actions that AWS asks for where a snapshot is copied that is encrypted with a key of another account. */
const COPYING = [
  "kms:Decrypt",
  "kms:DescribeKey",
  "kms:Encrypt",
  "kms:GenerateDataKey",
  "kms:GenerateDataKeyWithoutPlaintext",
  "kms:ReEncryptFrom",
  "kms:ReEncryptTo",
];

/**
 * Statements of the data key's policy that let the account of a vault copy the database's recovery points into it: a
 * snapshot of Aurora keeps the cluster's key. Those of EFS have the vault's key, which AWS Backup uses by itself.
 * Sources: "Creating backup copies across AWS accounts" and "Encryption for backups in AWS Backup", read on 2026-11-30.
 *
 * @param vaultArn null where there is no such vault
 */
export function allowCopyToAccount(
  { partition }: Installation,
  vaultArn: Value<string | null>,
): Omit<PolicyStatement, "resources">[] {
  const account = tfString`try(split(":", ${vaultArn})[4], "")`;
  const common = {
    principals: { AWS: `arn:${partition}:iam::${account}:root` },
    when: tf`${vaultArn} != null`,
  };
  return [
    { ...common, sid: "CopyToAccount", actions: COPYING },
    {
      ...common,
      sid: "CopyToAccountByGrants",
      actions: ["kms:CreateGrant"],
      conditions: { Bool: { "kms:GrantIsForAWSResource": "true" } },
    },
  ];
}
