import type { Installation } from "../aws/installation";
import type { PolicyStatement } from "../aws/policy-document";
import { environmentStateKey } from "../state/backend";
import type { StateSettings } from "../state/state-settings";

/**
 * Rights that Terraform's S3 backend needs over the bucket and the lock table; none where the state is elsewhere.
 *
 *     new StateAccess(installation, settings).keep("production")
 */
export class StateAccess {
  constructor(
    private readonly installation: Pick<Installation, "accountId" | "partition">,
    private readonly settings: StateSettings,
  ) {}

  /**
   * To read states without taking a lock: the states, and their checksums in the table.
   *
   * @param environment whose state, or `*` for those of all
   */
  read(environment = "*"): PolicyStatement[] {
    if (!this.bucket) return [];
    return [
      { sid: "FindStates", actions: ["s3:ListBucket"], resources: [this.bucket] },
      { sid: "ReadStates", actions: ["s3:GetObject"], resources: this.statesOf(environment) },
      ...this.ofEntries("ReadChecksums", ["dynamodb:GetItem"], environment),
      ...this.ofKey("DecryptStates", ["kms:Decrypt"]),
    ];
  }

  /** To keep the state of one environment, and to lock it. */
  keep(environment: string): PolicyStatement[] {
    if (!this.bucket) return [];
    const [state] = this.statesOf(environment);
    const lockFile: PolicyStatement = {
      sid: "LockByFile",
      actions: ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"],
      resources: this.lockFilesOf(environment),
    };
    return [
      { sid: "FindState", actions: ["s3:ListBucket"], resources: [this.bucket] },
      { sid: "KeepState", actions: ["s3:GetObject", "s3:PutObject"], resources: [state!] },
      ...(this.settings.useLockfile ? [lockFile] : []),
      ...this.ofEntries(
        "LockByTable",
        ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:DeleteItem"],
        environment,
      ),
      ...this.ofKey("EncryptState", ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey", "kms:DescribeKey"]),
    ];
  }

  /** The object that is the state of an environment, or with `*` those of all. */
  statesOf(environment: string): string[] {
    return this.bucket ? [`${this.bucket}/${environmentStateKey(environment)}`] : [];
  }

  /** The object that locks the state of an environment, where objects do. */
  lockFilesOf(environment: string): string[] {
    return this.settings.useLockfile ? this.statesOf(environment).map((state) => `${state}.tflock`) : [];
  }

  /** Bucket and objects. */
  get places(): string[] {
    return this.bucket ? [`${this.bucket}*`] : [];
  }

  private get bucket(): string | undefined {
    const { kind, bucket } = this.settings;
    return kind === "s3" && bucket ? `arn:${this.installation.partition}:s3:::${bucket}` : undefined;
  }

  private get table(): string | undefined {
    return this.settings.kind === "s3" && this.settings.lockTable
      ? this.arn("dynamodb", `table/${this.settings.lockTable}`)
      : undefined;
  }

  private arn(service: string, resource: string): string {
    const { partition, accountId } = this.installation;
    return `arn:${partition}:${service}:${this.settings.region}:${accountId}:${resource}`;
  }

  /** The entry of a lock is named after the state, that of the state's checksum has `-md5` behind. */
  private ofEntries(sid: string, actions: readonly string[], environment: string): PolicyStatement[] {
    if (!this.table) return [];
    const entry = `${this.settings.bucket}/${environmentStateKey(environment)}`;
    const conditions = { "ForAllValues:StringLike": { "dynamodb:LeadingKeys": [entry, `${entry}-md5`] } };
    return [{ sid, actions, resources: [this.table], conditions }];
  }

  /**
   * Whatever the key is, only for states and locks: the services that keep them say in the encryption context what
   * they encrypt. S3 names the object, or the bucket where that has a key of its own; DynamoDB names the table.
   */
  private ofKey(sid: string, actions: readonly string[]): PolicyStatement[] {
    const { kmsKey, lockTable } = this.settings;
    const resources = [kmsKey?.includes(":key/") ? kmsKey : this.arn("kms", "key/*")];
    const inBucket = {
      StringLike: { "kms:EncryptionContext:aws:s3:arn": [this.bucket!, `${this.bucket}/*`] },
    };
    return [
      { sid, actions, resources, conditions: inBucket },
      ...(lockTable
        ? [
            {
              sid: `${sid}Locks`,
              actions,
              resources: [this.arn("kms", "key/*")],
              conditions: { StringEquals: { "kms:EncryptionContext:aws:dynamodb:tableName": lockTable } },
            },
          ]
        : []),
    ];
  }
}
