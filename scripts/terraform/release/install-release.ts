import { createHash } from "node:crypto";
import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { unzipSync } from "fflate";
import { UserError } from "../../../src/user-error";
import { download } from "./download";
import { requireSignature } from "./signature";
import type { Release } from "./terraform-release";

/**
 * Puts Terraform into a folder, once its archive has the checksum that is written down here and that HashiCorp signed.
 *
 * @param publicKey of whoever signs the releases. @default - HashiCorp's
 * @returns the path of the program
 */
export async function installRelease(
  { url, sha256, checksumsUrl }: Release,
  folder: string,
  publicKey?: string,
): Promise<string> {
  const [archive, checksums, signature] = await Promise.all(
    [url, checksumsUrl, `${checksumsUrl}.sig`].map(download),
  );
  const found = createHash("sha256").update(archive!).digest("hex");
  if (found !== sha256) {
    throw new UserError(
      `${url} has the SHA-256 ${found}, but must have ${sha256}. It is not what was released: nothing was installed.`,
    );
  }
  await requireSignature(checksums!, signature!, checksumsUrl, publicKey);
  const signedLine = `${sha256}  ${path.posix.basename(url)}`;
  if (!new TextDecoder().decode(checksums).split("\n").includes(signedLine)) {
    throw new UserError(
      `${checksumsUrl} is signed, but has no line "${signedLine}". It is not of this release: nothing was installed.`,
    );
  }
  const { terraform } = unzipSync(archive!, { filter: ({ name }) => name === "terraform" });
  if (!terraform) throw new UserError(`${url} holds no file "terraform": nothing was installed.`);
  const program = path.join(folder, "terraform");
  // Another process may do the same at this moment, so what has the name is always whole.
  const unfinished = `${program}.${process.pid}`;
  mkdirSync(folder, { recursive: true });
  try {
    writeFileSync(unfinished, terraform, { mode: 0o755 });
    renameSync(unfinished, program);
  } finally {
    rmSync(unfinished, { force: true });
  }
  return program;
}
