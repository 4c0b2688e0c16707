import type { Construct } from "constructs";
import { EncryptionKey, type EncryptionKeyProps } from "../aws/encryption-key";
import { declareOutput } from "../terraform/output";

/**
 * Makes the key of what patients' data is stored in: database, insights into its queries, files, cache, secrets, mail.
 *
 * Its policy names none of their services: each works with grants that it gets from whoever creates the resource,
 * so IAM policies of this account are all that gives the right to use the key. Only what acts in its own name, as
 * SES does, has a statement. Few of these resources can change their key later without being replaced.
 */
export function makeDataKey(
  scope: Construct,
  id: string,
  { installation, statements }: Pick<EncryptionKeyProps, "installation" | "statements">,
): EncryptionKey {
  const key = new EncryptionKey(scope, id, {
    installation,
    name: "data",
    description: "Database, files, cache and secrets of OpenEMR",
    statements,
  });
  declareOutput(
    key,
    "data_key_arn",
    "Key of the database, its snapshots, the files, the cache and the secrets.",
    key.arn,
  );
  return key;
}
