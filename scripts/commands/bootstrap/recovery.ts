import { rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Terraform } from "../../terraform/terraform";
import { TerraformError } from "../../terraform/terraform-diagnostics";
import { isAbout, saysAbsent } from "../../terraform/terraform-words";

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

const ALIAS = "aws_kms_alias.key_alias";
const KEY = "aws_kms_key.key";

/** The data source by which the key is found that the alias stands for. */
const ALIAS_LOOKUP = "data.aws_kms_alias.existing";

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
    { to: ALIAS, id: keyAlias },
    { to: KEY, id: `\${${ALIAS_LOOKUP}.target_key_id}` },
  ];
}

function writeRecovery(folder: string, { keyAlias }: ExistingNames, imports: readonly Import[]): void {
  const needsKey = imports.some(({ to }) => to === KEY);
  const document = {
    import: imports,
    ...(needsKey && { data: { aws_kms_alias: { existing: { name: keyAlias } } } }),
  };
  writeFileSync(path.join(folder, FILE), JSON.stringify(document, null, 2));
}

/** The addresses that Terraform found nothing to import for. Without the alias nobody knows which key it was. */
function absentIn({ diagnostics }: TerraformError, imports: readonly Import[]): string[] {
  return diagnostics.filter(saysAbsent).flatMap((diagnostic) => {
    const isAboutAlias = [ALIAS_LOOKUP, ALIAS, KEY].some((address) => isAbout(diagnostic, address));
    if (isAboutAlias) return [ALIAS, KEY];
    return imports.filter(({ to }) => isAbout(diagnostic, to)).map(({ to }) => to);
  });
}
