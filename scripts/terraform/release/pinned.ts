import { existsSync } from "node:fs";
import path from "node:path";
import { anyOf, UserError } from "../../../src/user-error";
import { installRelease } from "./install-release";
import { PLATFORMS, RELEASES, releaseFor, VERSION } from "./terraform-release";

export interface PinnedTerraform {
  readonly program: string;
  readonly version: string;
}

/** Names a mirror of HashiCorp's releases, or "none" where nothing may be fetched. */
export const RELEASES_VARIABLE = "TERRAFORM_RELEASES";

/** Where the cache of this project has the pinned release; the file need not be there. */
export function pinnedIn(cache: string): PinnedTerraform {
  return { program: path.join(cache, `terraform-${VERSION}`, "terraform"), version: VERSION };
}

export function isInstalled({ program }: PinnedTerraform): boolean {
  return existsSync(program);
}

/** Puts the pinned release into a folder with others. */
export async function installPinned(cache: string, env: NodeJS.ProcessEnv): Promise<PinnedTerraform> {
  const host = env[RELEASES_VARIABLE] || RELEASES;
  const release = releaseFor(process.platform, process.arch, host);
  if (!release) {
    throw new UserError(
      `This is ${process.platform}-${process.arch}, but the checksum of Terraform is known for ${anyOf(PLATFORMS)}. ` +
        "Use one of these, install Terraform by hand, or add its checksum to scripts/terraform/release/terraform-release.ts.",
    );
  }
  const pinned = pinnedIn(cache);
  await installRelease(release, path.dirname(pinned.program));
  return pinned;
}
