import { readdirSync } from "node:fs";
import { extname, join } from "node:path";
import { S3Object } from "@cdktf/provider-aws/lib/s3-object";
import { AssetType, TerraformAsset } from "cdktf";
import { Construct } from "constructs";
import { tfString } from "../terraform/expression";
import { type ExportStore, FOLDERS } from "./export-store";

export interface FirstLookProps {
  readonly store: ExportStore;
}

const SOURCE = join(__dirname, "../../analytics");
/** What of the folder goes to the bucket. */
const ENDINGS = [".py", ".sql", ".ipynb"];

/** Files below `analytics/`, such as `reports/age-pyramid.sql`. */
export function firstLookFiles(): string[] {
  return readdirSync(SOURCE, { recursive: true, encoding: "utf8" })
    .filter((file) => ENDINGS.includes(extname(file)))
    .sort();
}

/** The job and the notebook that look at an export for the first time, in the bucket for Spark and Studio. */
export class FirstLook extends Construct {
  constructor(scope: Construct, id: string, { store }: FirstLookProps) {
    super(scope, id);
    for (const file of firstLookFiles()) {
      const asset = new TerraformAsset(this, `${file} asset`, {
        path: join(SOURCE, file),
        type: AssetType.FILE,
      });
      new S3Object(this, file, {
        bucket: store.database.bucket.id,
        key: `${FOLDERS.code}/${file}`,
        source: asset.path,
        sourceHash: tfString`filemd5(${asset.path})`,
        serverSideEncryption: "aws:kms",
        kmsKeyId: store.key.arn,
        bucketKeyEnabled: true,
        dependsOn: [store.database.policy],
      });
    }
  }
}
