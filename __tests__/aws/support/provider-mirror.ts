import { existsSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";

export interface ProviderMirror {
  /** Root of the filesystem mirror, for `provider_installation`. */
  readonly folder: string;
  /** The newest version of the provider in it. */
  readonly version: string;
}

const VARIABLE = "TF_PLUGIN_MIRROR";

/**
 * Finds a filesystem mirror with a provider: where the variable says, where Terraform itself looks, and in
 * each folder of /opt. It is an error, and never a reason to skip, that there is none.
 */
export function findProviderMirror(provider = "hashicorp/aws"): ProviderMirror {
  const given = process.env[VARIABLE];
  const folders = given ? [given] : usualFolders();
  for (const folder of folders) {
    const versions = versionsIn(path.join(folder, "registry.terraform.io", provider));
    if (versions.length > 0) return { folder, version: versions.at(-1)! };
  }
  throw new Error(
    [
      `The provider ${provider} is in no filesystem mirror. Looked in: ${folders.join(", ")}.`,
      "Make a mirror on a machine that reaches the registry, with a file that names the provider:",
      `  terraform { required_providers { aws = { source = "${provider}", version = "5.100.0" } } }`,
      "  terraform providers mirror ~/.terraform.d/plugins",
      `or set ${VARIABLE} to the folder of one.`,
    ].join("\n"),
  );
}

function usualFolders(): string[] {
  const implied = [
    path.join(homedir(), ".terraform.d/plugins"),
    path.join(process.env.XDG_DATA_HOME ?? path.join(homedir(), ".local/share"), "terraform/plugins"),
    "/usr/local/share/terraform/plugins",
    "/usr/share/terraform/plugins",
  ];
  const others = existsSync("/opt") ? readdirSync("/opt").map((name) => path.join("/opt", name)) : [];
  return [...implied, ...others];
}

/** A mirror holds a folder for each version, or a zip file for each. */
function versionsIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const versions = readdirSync(folder).flatMap(
    (name) => /(?:^|_)(\d+\.\d+\.\d+)(?:_|$)/.exec(name)?.[1] ?? [],
  );
  return [...new Set(versions)].sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
}
