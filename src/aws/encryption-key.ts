import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { Construct } from "constructs";
import { asString, type Value } from "../terraform/expression";
import type { Installation } from "./installation";
import { type PolicyStatement, policyDocument } from "./policy-document";

/** The key's name, and who may use it. */
export interface EncryptionKeyProps {
  readonly installation: Installation;
  /** Last part of the alias, e.g. `data`. */
  readonly name: string;
  readonly description: string;
  /** Where it is. @default - the installation's region */
  readonly region?: Value<string | null>;
  /** Rights of others than this account's own identities; the resource is always the key itself. */
  readonly statements?: readonly Omit<PolicyStatement, "resources">[];
}

/** A customer-managed key: symmetric, rotated every year, deleted 30 days after it is destroyed. */
export class EncryptionKey extends Construct {
  readonly key: KmsKey;
  readonly arn: string;

  constructor(scope: Construct, id: string, props: EncryptionKeyProps) {
    super(scope, id);
    const { installation, name, description, region, statements = [] } = props;
    const place = region === undefined ? {} : { region: asString(region) };
    this.key = new KmsKey(this, "Default", {
      ...place,
      description,
      enableKeyRotation: true,
      deletionWindowInDays: 30,
      policy: policyDocument([
        {
          // Hands the decision to IAM policies of this account; without it nobody could manage the key.
          sid: "Account",
          principals: { AWS: installation.iamArn("root") },
          actions: ["kms:*"],
          resources: ["*"],
        },
        // In a key's policy, "*" is the key that the policy belongs to.
        ...statements.map((statement) => ({ ...statement, resources: ["*"] })),
      ]),
    });
    this.arn = this.key.arn;
    new KmsAlias(this, "alias", {
      ...place,
      name: `alias/${installation.names.of(name)}`,
      targetKeyId: this.key.keyId,
    });
  }
}
