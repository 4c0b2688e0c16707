import { SecretsmanagerSecret } from "@cdktf/provider-aws/lib/secretsmanager-secret";
import { SecretsmanagerSecretVersion } from "@cdktf/provider-aws/lib/secretsmanager-secret-version";
import { Construct } from "constructs";
import { Ephemeral, knownOnlyDuringApply } from "../terraform/ephemeral";
import { tf, tfString } from "../terraform/expression";
import { select } from "../terraform/instance-scope";
import type { EncryptionKey } from "./encryption-key";
import type { Installation } from "./installation";

/** The secret's name, what it holds, and the key that encrypts it. */
export interface GeneratedSecretProps {
  readonly installation: Installation;
  /** Last part of the secret's name, e.g. `database`. */
  readonly name: string;
  readonly description: string;
  /** Encrypts the secret. */
  readonly encryptionKey: EncryptionKey;
  /** The user whom the password belongs to. */
  readonly username: string;
  /** Number of characters of the password. @default 32 */
  readonly length?: number;
}

/**
 * A user name with a password that AWS makes up, in Secrets Manager as `{"username": ..., "password": ...}`.
 *
 * Terraform sees the password only during an apply, and neither plan nor state ever holds it. It is written
 * once, together with the secret's first version. Whatever else needs it takes {@link storedPassword}, which
 * is read back from the secret, and never the value that was made up: an apply that fails half-way is
 * repeated with the same password, since every run makes up another one.
 */
export class GeneratedSecret extends Construct {
  readonly secret: SecretsmanagerSecret;
  /** A program that starts with the password waits for this. */
  readonly version: SecretsmanagerSecretVersion;
  readonly arn: string;
  readonly username: string;
  /** Encrypts the secret: whoever reads or writes it needs rights on it, too. */
  readonly encryptionKey: EncryptionKey;
  private stored?: Ephemeral;

  constructor(scope: Construct, id: string, props: GeneratedSecretProps) {
    super(scope, id);
    const { installation, name, description, encryptionKey, length = 32 } = props;
    this.username = props.username;
    this.encryptionKey = encryptionKey;
    this.secret = new SecretsmanagerSecret(this, "Default", {
      name: installation.names.of(name),
      description,
      kmsKeyId: encryptionKey.arn,
      // A secret in its recovery window blocks its name, so what may be deleted is deleted at once.
      recoveryWindowInDays: select(installation.deletionProtection, 30, 0).asNumber,
    });
    this.arn = this.secret.arn;
    const generated = new Ephemeral(this, "generated", "aws_secretsmanager_random_password", {
      password_length: knownOnlyDuringApply(length),
      // OpenEMR's installer cuts values at "=" and its shell expands others; letters and digits survive both.
      exclude_punctuation: true,
      include_space: false,
    });
    this.version = new SecretsmanagerSecretVersion(this, "version", {
      secretId: this.secret.id,
      secretStringWo: tfString`jsonencode(${{
        username: this.username,
        password: generated.get("random_password"),
      }})`,
      secretStringWoVersion: 1,
    });
  }

  /** The `valueFrom` of a container's secret in ECS. */
  valueFrom(key: "username" | "password"): string {
    return `${this.arn}:${key}::`;
  }

  /**
   * The password as Secrets Manager has it now, for a write-only argument. It is read during an apply, after
   * it was written; a plan does without.
   */
  get storedPassword(): string {
    this.stored ??= new Ephemeral(this, "stored", "aws_secretsmanager_secret_version", {
      secret_id: knownOnlyDuringApply(this.version.arn),
    });
    return tfString`jsondecode(${this.stored.get("secret_string")}).password`;
  }

  /**
   * The version of the write-only argument that takes {@link storedPassword}: it follows the secret, should
   * that ever be written again because somebody deleted it.
   *
   * The provider notes the new version even where AWS refused the new password. Then replace the secret's
   * version once more, and both get the next password.
   */
  get passwordVersion(): number {
    return tf`parseint(substr(sha256(${this.version.versionId}), 0, 7), 16)`.asNumber;
  }
}
