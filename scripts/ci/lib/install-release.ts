import { createHash } from "node:crypto";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { UserError } from "../../../src/user-error";
import { runProcess } from "../../system/run-process";
import type { Release } from "./terraform-release";

const TIMEOUT_MS = 120_000;

/** Puts Terraform into a folder, once its archive is the one that was released. */
export async function installRelease(release: Release, folder: string): Promise<void> {
  const content = await download(release);
  mkdirSync(folder, { recursive: true });
  const archive = path.join(folder, "terraform.zip");
  writeFileSync(archive, content);
  const { code, stderr } = await runProcess("unzip", ["-oq", archive, "terraform", "-d", folder]);
  rmSync(archive);
  if (code !== 0) throw new UserError(`${release.url} cannot be unpacked: ${stderr.trim()}`);
}

async function download({ url, sha256 }: Release): Promise<Buffer> {
  const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) }).catch((error: Error) => {
    throw new UserError(`${url} cannot be fetched: ${error.cause ?? error.message}. Re-run the job.`);
  });
  if (!response.ok) throw new UserError(`${url}: the server answered ${response.status}. Re-run the job.`);
  const content = Buffer.from(await response.arrayBuffer());
  const found = createHash("sha256").update(content).digest("hex");
  if (found === sha256) return content;
  throw new UserError(
    `${url} has the SHA-256 ${found}, but must have ${sha256}. It is not what was released: nothing was installed.`,
  );
}
