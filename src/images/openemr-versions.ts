import table from "./openemr-versions.json";

/** The repository that OpenEMR's makers publish, on Docker Hub. */
export const OPENEMR_REPOSITORY = "openemr/openemr";

/** One image of a version, as a public source or Docker Hub itself names it. */
export interface PublishedImage {
  readonly tag: string;
  /** `sha256:` and 64 hexadecimal digits; null where nobody looked it up. */
  readonly digest: string | null;
  /** `index` where the digest stands for all platforms, else a platform such as `linux/arm64`. */
  readonly platform: string;
  /** Who says so. */
  readonly source: string;
}

/** A run of the image suite (`npm run test:image`) that a version passed. */
export interface Trial {
  /** The day, e.g. `2026-11-29`. */
  readonly on: string;
  /** Upstream's files that it ran, and what stood in for those that nobody had. */
  readonly files: string;
  /** Names of the scenarios that passed. */
  readonly passed: readonly string[];
}

export interface OpenEmrVersion {
  /** e.g. `8.4.1` */
  readonly version: string;
  /** The number in the image's file `docker-version`, by which it decides what to upgrade. */
  readonly dockerVersion: number;
  readonly images: readonly PublishedImage[];
  /** The newest trial; null where none was recorded yet. */
  readonly tried: Trial | null;
}

/** A published vulnerability of OpenEMR, as its CVE record has it. */
export interface Vulnerability {
  readonly id: string;
  /** The first version without it. */
  readonly before: string;
  /** By the record's CVSS score; `unrated` where this project knows none. */
  readonly severity: "critical" | "high" | "medium" | "unrated";
  /** A sentence for whoever decides about an upgrade. */
  readonly about: string;
}

export interface VersionTable {
  /** The version that an installation gets where the operator names none: a dated tag. */
  readonly default: string;
  /** In ascending order. */
  readonly versions: readonly OpenEmrVersion[];
  readonly vulnerabilities: readonly Vulnerability[];
}

/**
 * Facts about OpenEMR's versions: which this project supports, the trials that they passed, and which have published
 * vulnerabilities.
 * The job "OpenEMR versions" proposes newer ones.
 */
export const OPENEMR_VERSIONS = table as VersionTable;

/** Numbers of a version, e.g. 4 of `8.0.0.3`. */
const PARTS = 4;
const DIGITS = 4;

/** A number that orders versions: `8.0.0.3` is above `8.0.0` and below `8.1.0`. */
export function orderOfVersion(version: string): number {
  const parts = version.split(".");
  const padded = Array.from({ length: PARTS }, (_, i) => (parts[i] ?? "0").padStart(DIGITS, "0"));
  return Number(padded.join(""));
}

/** The version in a tag: `8.4.1` of `8.4.1-2026-10-01`. */
export function versionOfTag(tag: string): string {
  return tag.split(/[-@]/)[0]!;
}

/**
 * Vulnerabilities that a plan warns of. The newest supported version may have some that only a later one
 * mends; as long as they are not known to be grave, nobody could act on a warning.
 */
export function reportedVulnerabilities({ default: newest, vulnerabilities }: VersionTable) {
  const isMended = ({ before }: Vulnerability) =>
    orderOfVersion(before) <= orderOfVersion(versionOfTag(newest));
  const isGrave = ({ severity }: Vulnerability) => severity === "critical" || severity === "high";
  return vulnerabilities.filter((each) => isMended(each) || isGrave(each));
}

/** Digests of images that are known by a tag that never moves, for all platforms together. */
export function knownDigests({ versions }: VersionTable): Readonly<Record<string, string>> {
  const images = versions.flatMap((each) => each.images);
  return Object.fromEntries(
    images.flatMap(({ tag, digest, platform }) =>
      digest && platform === "index" && /-\d{4}-\d{2}-\d{2}$/.test(tag) ? [[tag, digest]] : [],
    ),
  );
}
