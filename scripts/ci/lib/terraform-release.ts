/** The version that jobs run. `npm run` accepts any from 1.11 on. */
export const VERSION = "1.11.4";

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
};

export interface Release {
  readonly url: string;
  readonly sha256: string;
}

/** Where a machine of that kind gets the release, or nothing where jobs do not run on such machines. */
export function releaseFor(platform: string, architecture: string, host: string): Release | undefined {
  const known = SHA256[`${platform}-${architecture}`];
  return (
    known && {
      url: `${host}/terraform/${VERSION}/terraform_${VERSION}_${known.name}.zip`,
      sha256: known.sha256,
    }
  );
}

/** The kinds of machine that jobs can run on. */
export const PLATFORMS: readonly string[] = Object.keys(SHA256);
