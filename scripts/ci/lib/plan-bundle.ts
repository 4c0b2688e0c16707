import { createHash } from "node:crypto";
import { mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { UserError } from "../../../src/user-error";
import { runProcess } from "../../system/run-process";

/**
 * A stack's folder with a plan in it, as one file: configuration, values, assets, the versions and checksums of the
 * providers, and the plan. What `terraform init` fetched stays behind.
 *
 * @returns its SHA-256
 */
export async function packBundle(folder: string, bundle: string): Promise<string> {
  mkdirSync(path.dirname(bundle), { recursive: true });
  await tar([
    "--create",
    "--gzip",
    "--exclude=./.terraform",
    `--file=${bundle}`,
    `--directory=${folder}`,
    ".",
  ]);
  return sha256(bundle);
}

/** Lays a bundle out again, if it is the one that was reviewed. */
export async function unpackBundle(bundle: string, expected: string, folder: string): Promise<void> {
  const found = sha256(bundle);
  if (found !== expected) {
    throw new UserError(
      `${bundle} has the SHA-256 ${found}, but the plan that was reviewed has ${JSON.stringify(expected)}. Nothing was changed. ` +
        "Re-run all jobs, which plans anew.",
    );
  }
  mkdirSync(folder, { recursive: true });
  await tar(["--extract", "--gzip", `--file=${bundle}`, `--directory=${folder}`]);
}

function sha256(file: string): string {
  try {
    return createHash("sha256").update(readFileSync(file)).digest("hex");
  } catch (error) {
    throw new UserError(`${file} cannot be read (${(error as NodeJS.ErrnoException).code}).`);
  }
}

async function tar(args: readonly string[]): Promise<void> {
  const { code, stderr } = await runProcess("tar", args);
  if (code !== 0) throw new UserError(`tar failed: ${stderr.trim()}`);
}
