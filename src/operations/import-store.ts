import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { Construct } from "constructs";
import type { EncryptionKey } from "../aws/encryption-key";
import type { Installation } from "../aws/installation";
import { policyDocument } from "../aws/policy-document";
import { PrivateBucket } from "../aws/private-bucket";
import type { ServiceRole } from "../aws/service-role";
import type { Value } from "../terraform/expression";
import { Toggle } from "../terraform/instance-scope";
import { declareOutput } from "../terraform/output";

export interface ImportStoreProps {
  readonly installation: Installation;
  readonly enabled: Value<boolean>;
  /** Encrypts what is carried: patients' data. */
  readonly dataKey: EncryptionKey;
  /** Role of the task that loads it. */
  readonly reader: ServiceRole;
}

/** Days after which something that was carried and left expires: a weekend, and some more. */
const DAYS = 7;

/** A bucket in which `npm run import` carries a backup to the task that loads it. */
export class ImportStore extends Construct {
  constructor(scope: Construct, id: string, { installation, enabled, dataKey, reader }: ImportStoreProps) {
    super(scope, id);
    const toggle = new Toggle(this, "Default", enabled);
    const bucket = new PrivateBucket(toggle, "bucket", {
      installation,
      name: "import",
      encryptionKey: dataKey,
      expireAfterDays: DAYS,
      keepOldVersionsForDays: 1,
    });
    new IamRolePolicy(toggle, "read", {
      name: "read-import",
      role: reader.name,
      policy: policyDocument([
        { sid: "ReadImport", actions: ["s3:GetObject"], resources: [bucket.objects] },
        {
          sid: "DecryptImport",
          actions: ["kms:Decrypt"],
          resources: [dataKey.arn],
          conditions: installation.via("s3"),
        },
      ]),
    });
    declareOutput(
      this,
      "import_bucket",
      "Bucket in which npm run import carries a backup; null while enable_import is false.",
      toggle.select(bucket.name, null),
    );
  }
}
