/** The version that jobs run, and that a machine without Terraform gets. `npm run` accepts any from 1.11 on. */
export const VERSION = "1.11.4";

/** Where HashiCorp publishes. */
export const RELEASES = "https://releases.hashicorp.com";

/**
 * SHA-256 of the release's archives, by platform and architecture as Node.js names them. Source: the file
 * terraform_1.11.4_SHA256SUMS, which HashiCorp signs, beside the archives.
 */
const SHA256: Readonly<Record<string, { readonly name: string; readonly sha256: string }>> = {
  "linux-x64": {
    name: "linux_amd64",
    sha256: "1ce994251c00281d6845f0f268637ba50c0005657eb3cf096b92f753b42ef4dc",
  },
  "linux-arm64": {
    name: "linux_arm64",
    sha256: "a43d1d0da9b9bab214a8305a39db0e40869572594ccf50c416a7756499143633",
  },
  "darwin-x64": {
    name: "darwin_amd64",
    sha256: "a56d5002b9f7647291faccc3dd1a70350e60fb61e4c45037629508b8fdc2575b",
  },
  "darwin-arm64": {
    name: "darwin_arm64",
    sha256: "867e0808fa971217043e25b7a792b10720c79b1546f8a68479b74f138be73e18",
  },
};

export interface Release {
  readonly url: string;
  readonly sha256: string;
  /** The list of checksums of the release, whose signature is beside it with `.sig`. */
  readonly checksumsUrl: string;
}

/** Where a machine of that kind gets the release, or nothing where its checksum is not known. */
export function releaseFor(platform: string, architecture: string, host: string): Release | undefined {
  const known = SHA256[`${platform}-${architecture}`];
  const base = `${host.replace(/\/+$/, "")}/terraform/${VERSION}/terraform_${VERSION}`;
  return (
    known && { url: `${base}_${known.name}.zip`, sha256: known.sha256, checksumsUrl: `${base}_SHA256SUMS` }
  );
}

/** The kinds of machine that there is a checksum for. */
export const PLATFORMS: readonly string[] = Object.keys(SHA256);
