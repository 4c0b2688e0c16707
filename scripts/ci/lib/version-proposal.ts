import {
  type OpenEmrVersion,
  orderOfVersion,
  type Trial,
  type VersionTable,
  versionOfTag,
} from "../../../src/images/openemr-versions";
import type { Tag } from "./published-images";

/** A release with an image that nobody moves. */
export interface Release {
  readonly version: string;
  /** With a date, e.g. `8.4.1-2026-10-01`. */
  readonly tag: string;
  readonly digest: string;
}

const DATED = /^\d+\.\d+\.\d+(\.\d+)?-(\d{4}-\d{2}-\d{2})$/;

/** A rebuild of the same version is proposed when the image in use is older: it has what Alpine and PHP mended since. */
const DAYS_BETWEEN_REBUILDS = 30;

/**
 * The newest release among the tags. Tags of versions appear before these are released, and stay when they are
 * withdrawn: only what `latest` stands for as well is a release.
 */
export function newestRelease(tags: readonly Tag[]): Release | undefined {
  const latest = tags.find(({ name }) => name === "latest")?.digest;
  if (!latest || !/^sha256:[0-9a-f]{64}$/.test(latest)) return undefined;
  const dated = tags.filter(({ name, digest }) => digest === latest && DATED.test(name));
  const [tag] = dated.map(({ name }) => name).sort(newestFirst);
  return tag === undefined ? undefined : { version: versionOfTag(tag), tag, digest: latest };
}

/** Is the release something that the table should have instead of its default? */
export function isWorthProposing(release: Release, { default: current }: VersionTable): boolean {
  const [proposed, present] = [release.version, versionOfTag(current)].map(orderOfVersion);
  if (proposed !== present) return proposed! > present!;
  return daysBetween(dateOf(current), dateOf(release.tag)) >= DAYS_BETWEEN_REBUILDS;
}

/** The table with the release as default, after the trial that it passed. */
export function tableWith(
  table: VersionTable,
  { version, tag, digest }: Release,
  found: { readonly dockerVersion: number; readonly tried: Trial },
): VersionTable {
  const known = table.versions.find((each) => each.version === version);
  const image = { tag, digest, platform: "index", source: `Docker Hub, on ${found.tried.on}.` };
  const others = known?.images.filter((each) => each.tag !== tag) ?? [];
  const row: OpenEmrVersion = { version, ...found, images: [image, ...others] };
  const versions = [...table.versions.filter((each) => each !== known), row];
  return {
    ...table,
    default: tag,
    versions: versions.sort((a, b) => orderOfVersion(a.version) - orderOfVersion(b.version)),
  };
}

/** The formatter of this project puts lists of words into one line where that is no longer. */
const LINE_WIDTH = 110;

/** The file of the table, as the formatter of this project leaves it. */
export function fileOf(table: VersionTable): string {
  const lists = /^( *"\w+": )\[\n\s+("[^[\]{}]*")\n\s+\](,?)$/gm;
  const text = JSON.stringify(table, null, 2).replace(lists, (list, name, items, comma) => {
    const line = `${name}[${items.replace(/,\n\s+/g, ", ")}]${comma}`;
    return line.length <= LINE_WIDTH ? line : list;
  });
  return `${text}\n`;
}

function newestFirst(one: string, other: string): number {
  const byVersion = orderOfVersion(versionOfTag(other)) - orderOfVersion(versionOfTag(one));
  return byVersion || other.localeCompare(one, "en");
}

function dateOf(tag: string): string {
  return DATED.exec(tag)![2]!;
}

function daysBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / 86_400_000;
}
