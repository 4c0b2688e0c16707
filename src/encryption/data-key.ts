import type { Construct } from "constructs";
import { EncryptionKey, type EncryptionKeyProps } from "../aws/encryption-key";
import type { Installation } from "../aws/installation";

export interface DataKeyProps {
  readonly installation: Installation;
  /** What those may do who store data in their own name. @default - nobody does */
  readonly statements?: EncryptionKeyProps["statements"];
}

/**
 * The key of what patients' data is stored in: database, insights into its queries, files, cache, secrets, mail.
 *
 * Its policy names none of their services: each works with grants that it gets from whoever creates the resource,
 * so the right to use the key is given by IAM policies of this account alone. Only what acts in its own name, as
 * SES does, has a statement. Few of these resources can change their key later without being replaced.
 */
export class DataKey extends EncryptionKey {
  constructor(scope: Construct, id: string, { installation, statements }: DataKeyProps) {
    super(scope, id, {
      installation,
      name: "data",
      description: "Database, files, cache and secrets of OpenEMR",
      statements,
    });
  }
}
