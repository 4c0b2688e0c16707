import { readFileSync } from "node:fs";
import {
  knownDigests,
  OPENEMR_VERSIONS,
  orderOfVersion,
  reportedVulnerabilities,
  type VersionTable,
  type Vulnerability,
  versionOfTag,
} from "../../src/images/openemr-versions";

const { versions, vulnerabilities } = OPENEMR_VERSIONS;
const DATED = /^\d+\.\d+\.\d+(\.\d+)?-\d{4}-\d{2}-\d{2}$/;

const ascending = (values: readonly number[]) => [...values].sort((a, b) => a - b);

it("orders versions by their numbers, patches of OpenEMR included", () => {
  const inOrder = ["7.0.3", "7.0.3.4", "7.0.10", "8.0.0", "8.0.0.3", "8.0.0.10", "8.1.0", "10.0.0"];
  const orders = inOrder.map(orderOfVersion);
  expect(orders).toEqual(ascending(orders));
  expect(new Set(orders).size).toBe(orders.length);
});

describe("the table", () => {
  it("has versions in ascending order, and their docker-versions as well", () => {
    const orders = versions.map(({ version }) => orderOfVersion(version));
    const numbers = versions.map(({ dockerVersion }) => dockerVersion);
    expect(orders).toEqual(ascending([...new Set(orders)]));
    expect(numbers).toEqual(ascending([...new Set(numbers)]));
  });

  it("has as default an image of its newest version whose tag nobody moves", () => {
    expect(OPENEMR_VERSIONS.default).toMatch(DATED);
    const newest = versions.at(-1)!;
    expect(versionOfTag(OPENEMR_VERSIONS.default)).toBe(newest.version);
    expect(newest.images.map(({ tag }) => tag)).toContain(OPENEMR_VERSIONS.default);
    expect(newest.tried).not.toBeNull();
  });

  it("has versions that are all tried as published: a weekly job names them, and the suite adds oldest and default", () => {
    const workflow = readFileSync(".github/workflows/image.yml", "utf8");
    const tags = /\|\| '(\[.*\])'/.exec(workflow)![1]!;
    expect(JSON.parse(tags)).toEqual(["latest", ...versions.slice(1, -1).map(({ version }) => version)]);
  });

  it("has images of the version that they stand at, with whole digests, each with who says so", () => {
    for (const { version, images } of versions) {
      for (const { tag, digest, platform, source } of images) {
        expect([version, versionOfTag(tag)]).toEqual([version, version]);
        expect(digest ?? `sha256:${"0".repeat(64)}`).toMatch(/^sha256:[0-9a-f]{64}$/);
        expect(platform).toMatch(/^(index|linux\/(arm64|amd64))$/);
        expect(source).toMatch(/\w.*\.$/);
      }
    }
  });

  it("has trials with a day, files and scenarios", () => {
    for (const { tried } of versions.filter((version) => version.tried)) {
      expect(tried!.on).toMatch(/^\d{4}-\d{2}-\d{2}$/);
      expect(tried!.files).not.toBe("");
      expect(tried!.passed.length).toBeGreaterThan(0);
    }
  });

  it("has each vulnerability once, with the version that mends it", () => {
    const ids = vulnerabilities.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { id, before, severity, about } of vulnerabilities) {
      expect(id).toMatch(/^CVE-\d{4}-\d{4,}$/);
      expect(before).toMatch(/^\d+(\.\d+){2,3}$/);
      expect(["critical", "high", "medium", "unrated"]).toContain(severity);
      expect(about).toMatch(/\w.*\.$/);
    }
  });
});

it("knows digests by dated tags and for all platforms together, and no others", () => {
  const digest = (letter: string) => `sha256:${letter.repeat(64)}`;
  const image = (tag: string, letter: string | null, platform = "index") => ({
    tag,
    digest: letter && digest(letter),
    platform,
    source: "A test.",
  });
  const images = [
    image("8.4.1-2026-10-01", "a"),
    image("8.4.1-2026-10-02", null),
    image("8.4.1-2026-10-03", "b", "linux/arm64"),
    image("8.4.1", "c"),
  ];
  const table = { ...OPENEMR_VERSIONS, versions: [{ ...versions.at(-1)!, images }] };
  expect(knownDigests(table)).toEqual({ "8.4.1-2026-10-01": digest("a") });
});

it("reports what a tried version mends, and what is grave in any case", () => {
  const of = (id: string, before: string, severity: Vulnerability["severity"]) => ({
    id,
    before,
    severity,
    about: "A test.",
  });
  const table: VersionTable = {
    ...OPENEMR_VERSIONS,
    default: "8.4.1-2026-10-01",
    vulnerabilities: [
      of("CVE-2026-0001", "8.4.1", "medium"),
      of("CVE-2026-0002", "8.5.0", "medium"),
      of("CVE-2026-0003", "8.5.0", "high"),
      of("CVE-2026-0004", "8.5.0", "unrated"),
      of("CVE-2026-0005", "8.5.0", "critical"),
    ],
  };
  expect(reportedVulnerabilities(table).map(({ id }) => id)).toEqual([
    "CVE-2026-0001",
    "CVE-2026-0003",
    "CVE-2026-0005",
  ]);
});
