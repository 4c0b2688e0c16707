import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { runProcess } from "../lib/run-process";
import { anyOf, runCommand, UserError } from "../lib/user-error";
import { Runner } from "./lib/runner";
import { PLATFORMS, type Release, releaseFor, VERSION } from "./lib/terraform-release";

const TIMEOUT_MS = 120_000;

/**
 * Installs the Terraform that jobs run, once its checksum is right, and puts it on the path of later steps.
 *
 * TERRAFORM_RELEASES names a mirror, in the place of https://releases.hashicorp.com.
 */
runCommand(async () => {
  const runner = new Runner(process.env);
  const host = process.env.TERRAFORM_RELEASES || "https://releases.hashicorp.com";
  const release = releaseFor(process.platform, process.arch, host);
  if (!release) {
    throw new UserError(
      `This is ${process.platform}-${process.arch}, but the checksum of Terraform is known for ${anyOf(PLATFORMS)}. ` +
        "Run the job on one of these, or add it to scripts/ci/lib/terraform-release.ts.",
    );
  }
  const folder = path.join(runner.required("RUNNER_TEMP"), `terraform-${VERSION}`);
  mkdirSync(folder, { recursive: true });
  const archive = path.join(folder, "terraform.zip");
  writeFileSync(archive, await download(release));
  const { code, stderr } = await runProcess("unzip", ["-oq", archive, "terraform", "-d", folder]);
  if (code !== 0) throw new UserError(`${release.url} cannot be unpacked: ${stderr.trim()}`);
  runner.addPath(folder);
  console.log(`Terraform ${VERSION}, SHA-256 ${release.sha256}`);
});

async function download({ url, sha256 }: Release): Promise<Buffer> {
  const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) }).catch((error: Error) => {
    throw new UserError(`${url} cannot be fetched: ${error.cause ?? error.message}. Repeat the job.`);
  });
  if (!response.ok) throw new UserError(`${url} answered ${response.status}. Repeat the job.`);
  const content = Buffer.from(await response.arrayBuffer());
  const found = createHash("sha256").update(content).digest("hex");
  if (found === sha256) return content;
  throw new UserError(
    `${url} has the SHA-256 ${found}, but must have ${sha256}. It is not what HashiCorp released: nothing was installed.`,
  );
}
