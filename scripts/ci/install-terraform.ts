import path from "node:path";
import { anyOf, UserError } from "../../src/user-error";
import { runCommand } from "../terminal/run-command";
import { installRelease } from "./lib/install-release";
import { Runner } from "./lib/runner";
import { PLATFORMS, releaseFor, VERSION } from "./lib/terraform-release";

/**
 * Installs the Terraform that jobs run, and puts it on the path of later steps. TERRAFORM_RELEASES names a mirror, in
 * the place of https://releases.hashicorp.com.
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
  await installRelease(release, folder);
  runner.addPath(folder);
  console.log(`Terraform ${VERSION}, SHA-256 ${release.sha256}`);
});
