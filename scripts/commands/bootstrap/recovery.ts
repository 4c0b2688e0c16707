import { rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Terraform } from "../../terraform/terraform";
import { TerraformError } from "../../terraform/terraform-diagnostics";

export interface ExistingNames {
  readonly bucket: string;
  readonly lockTable: string;
  /** `alias/...` of the key. */
  readonly keyAlias: string;
}

interface Import {
  readonly to: string;
  readonly id: string;
}

const FILE = "recovery.tf.json";

/**
 * Plans a stack whose bucket exists although no state knows of it: what exists is taken over by `import`
 * blocks, which Terraform shows in the plan; what does not exist is created.
 */
export async function planTakingOver(
  terraform: Terraform,
  planFile: string,
  names: ExistingNames,
  known: readonly string[],
): Promise<void> {
  let imports = candidates(names).filter(({ to }) => !known.includes(to));
  while (imports.length > 0) {
    writeRecovery(terraform.folder, names, imports);
    try {
      await terraform.plan({ out: planFile });
      return;
    } catch (error) {
      const absent = error instanceof TerraformError ? absentIn(error, imports) : [];
      if (absent.length === 0) throw error;
      imports = imports.filter(({ to }) => !absent.includes(to));
    }
  }
  forgetRecovery(terraform.folder);
  await terraform.plan({ out: planFile });
}

/** After the apply, what was taken over is in the state like everything else. */
export function forgetRecovery(folder: string): void {
  rmSync(path.join(folder, FILE), { force: true });
}

function candidates({ bucket, lockTable, keyAlias }: ExistingNames): Import[] {
  const ofBucket = {
    aws_s3_bucket: "bucket",
    aws_s3_bucket_lifecycle_configuration: "bucket_lifecycle",
    aws_s3_bucket_ownership_controls: "bucket_ownership",
    aws_s3_bucket_policy: "bucket_policy",
    aws_s3_bucket_public_access_block: "bucket_public_access",
    aws_s3_bucket_server_side_encryption_configuration: "bucket_encryption",
    aws_s3_bucket_versioning: "bucket_versioning",
  };
  return [
    ...Object.entries(ofBucket).map(([type, name]) => ({ to: `${type}.${name}`, id: bucket })),
    { to: "aws_dynamodb_table.lock_table", id: lockTable },
    { to: "aws_kms_alias.key_alias", id: keyAlias },
    { to: "aws_kms_key.key", id: "${data.aws_kms_alias.existing.target_key_id}" },
  ];
}

function writeRecovery(folder: string, { keyAlias }: ExistingNames, imports: readonly Import[]): void {
  const needsKey = imports.some(({ to }) => to === "aws_kms_key.key");
  const document = {
    import: imports,
    ...(needsKey && { data: { aws_kms_alias: { existing: { name: keyAlias } } } }),
  };
  writeFileSync(path.join(folder, FILE), JSON.stringify(document, null, 2));
}

/** The addresses that Terraform found nothing to import for. */
function absentIn(error: TerraformError, imports: readonly Import[]): string[] {
  return error.diagnostics.flatMap(({ summary, detail = "", address }) => {
    const text = `${summary} ${detail}`;
    if (/aws_kms_alias\.existing/.test(`${address} ${text}`) || /KMS Alias/i.test(text)) {
      return ["aws_kms_alias.key_alias", "aws_kms_key.key"];
    }
    if (!/non-existent remote object|couldn't find resource|not found/i.test(text)) return [];
    return imports.filter(({ to }) => text.includes(`"${to}"`) || address === to).map(({ to }) => to);
  });
}
