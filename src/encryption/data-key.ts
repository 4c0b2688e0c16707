import type { Construct } from "constructs";
import { EncryptionKey } from "../aws/encryption-key";
import type { Installation } from "../installation";

export interface DataKeyProps {
  readonly installation: Installation;
}

/**
 * The key of what patients' data is stored in: database, insights into its queries, files, cache, secrets.
 *
 * Its policy names no service: each of them works with grants that it gets from whoever creates the resource,
 * so the right to use the key is given by IAM policies of this account alone. None of these resources can
 * change its key later without being replaced.
 */
export class DataKey extends EncryptionKey {
  constructor(scope: Construct, id: string, { installation }: DataKeyProps) {
    super(scope, id, {
      installation,
      name: "data",
      description: "Database, files, cache and secrets of OpenEMR",
    });
  }
}
