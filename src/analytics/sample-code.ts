import { readdirSync } from "node:fs";
import { extname, join } from "node:path";
import { S3Object } from "@cdktf/provider-aws/lib/s3-object";
import { AssetType, TerraformAsset } from "cdktf";
import { Construct } from "constructs";
import type { PhysicalNames } from "../aws/physical-names";
import { tf, tfString } from "../terraform/expression";
import { textOfFile } from "../terraform/text-file";
import { type ExportStore, FOLDERS } from "./export-store";

export interface SampleCodeProps {
  readonly store: ExportStore;
  /** Name of the parameter that says what the environment consists of. */
  readonly parameterName: string;
}

const SOURCE = join(__dirname, "../../analytics");
/** Endings of the files that go to the bucket. */
const ENDINGS = [".py", ".sql", ".ipynb"];

/** Name of the parameter that says what the analytics environment consists of. */
export function analyticsParameterName(names: Pick<PhysicalNames, "path">): string {
  return names.path("analytics");
}

/** Files below `analytics/`, such as `reports/age-pyramid.sql`. */
function sampleCodeFiles(): string[] {
  return readdirSync(SOURCE, { recursive: true, encoding: "utf8" })
    .filter((file) => ENDINGS.includes(extname(file)))
    .sort();
}

/** Stands for the parameter's name in a notebook. */
const PLACEHOLDER = "PARAMETER_NAME";

/** The job and the notebook that look at an export for the first time, in the bucket for Spark and Studio. */
export class SampleCode extends Construct {
  constructor(scope: Construct, id: string, { store, parameterName }: SampleCodeProps) {
    super(scope, id);
    for (const file of sampleCodeFiles()) {
      new S3Object(this, file, {
        bucket: store.database.bucket.id,
        key: `${FOLDERS.code}/${file}`,
        ...(extname(file) === ".ipynb" ? this.notebook(file, parameterName) : this.source(file)),
        serverSideEncryption: "aws:kms",
        kmsKeyId: store.key.arn,
        bucketKeyEnabled: true,
        // S3 takes ten tags of an object, and the installation may have more.
        overrideProvider: { defaultTags: { tags: {} } },
        dependsOn: [store.database.policy],
      });
    }
  }

  private source(file: string) {
    const asset = new TerraformAsset(this, `${file} asset`, {
      path: join(SOURCE, file),
      type: AssetType.FILE,
    });
    return { source: asset.path, sourceHash: tfString`filemd5(${asset.path})` };
  }

  private notebook(file: string, parameterName: string) {
    const text = textOfFile(this, `${file} asset`, join(SOURCE, file));
    return { content: tf`replace(${text}, ${PLACEHOLDER}, ${parameterName})`.asString };
  }
}
