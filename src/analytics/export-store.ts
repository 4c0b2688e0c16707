import { Construct } from "constructs";
import type { EncryptionKey } from "../aws/encryption-key";
import type { Installation } from "../aws/installation";
import type { PolicyStatement } from "../aws/policy-document";
import { PrivateBucket } from "../aws/private-bucket";
import type { Value } from "../terraform/expression";
import { type AnalyticsKeyProps, makeAnalyticsKey } from "./analytics-key";

export interface ExportStoreProps extends AnalyticsKeyProps {
  /** Days for which each export of the database is kept. */
  readonly databaseExportRetentionDays: Value<number>;
}

/**
 * Where in the bucket of the database things lie: exports in a folder each, what Spark runs, what it finds, and what
 * people in Studio keep.
 */
export const FOLDERS = { exports: "exports", code: "code", results: "results", work: "work" } as const;

/** Two buckets with copies of patients' data, one for the files and one for the database, and their key. */
export class ExportStore extends Construct {
  readonly key: EncryptionKey;
  readonly files: PrivateBucket;
  readonly database: PrivateBucket;
  private readonly installation: Installation;

  constructor(scope: Construct, id: string, props: ExportStoreProps) {
    super(scope, id);
    const { installation, databaseExportRetentionDays } = props;
    this.installation = installation;
    this.key = makeAnalyticsKey(this, "key", props);
    const common = { installation, kind: "sagemaker-bucket", encryptionKey: this.key } as const;
    this.files = new PrivateBucket(this, "files", { ...common, name: "files-export" });
    this.database = new PrivateBucket(this, "database", {
      ...common,
      name: "database-export",
      expireAfterDays: databaseExportRetentionDays,
      expiringPrefix: `${FOLDERS.exports}/`,
    });
  }

  /** ARN of everything in a folder of the database's bucket. */
  objects(folder: keyof typeof FOLDERS): string {
    return `${this.database.arn}/${FOLDERS[folder]}/*`;
  }

  /** Lets a role encrypt and decrypt what lies in the buckets, and nothing else. */
  get useOfKeyInS3(): PolicyStatement {
    return {
      sid: "UseKeyInS3",
      actions: ["kms:Decrypt", "kms:GenerateDataKey"],
      resources: [this.key.arn],
      conditions: this.installation.via("s3"),
    };
  }
}
