import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import {
  fileOf,
  isWorthProposing,
  newestRelease,
  tableWith,
} from "../../../../scripts/ci/lib/version-proposal";
import { OPENEMR_VERSIONS } from "../../../../src/images/openemr-versions";

const ROOT = path.resolve(__dirname, "../../../..");
const digest = (letter: string) => `sha256:${letter.repeat(64)}`;
const tag = (name: string, letter: string) => ({ name, digest: digest(letter) });

/** As upstream publishes them: the version that is released, one that is made, and a former one, each built daily. */
const TAGS = [
  tag("8.6.0", "d"),
  tag("8.6.0-2026-11-28", "d"),
  tag("dev", "d"),
  tag("8.5.0", "a"),
  tag("8.5.0-2026-11-28", "a"),
  tag("latest", "a"),
  tag("8.5.0-2026-11-27", "b"),
  tag("8.4.1-2026-11-28", "c"),
];
const RELEASE = { version: "8.5.0", tag: "8.5.0-2026-11-28", digest: digest("a") };
const TRIAL = {
  dockerVersion: 16,
  tried: { on: "2026-11-29", files: "v8_5_0", passed: ["install", "restart"] },
};

describe("the newest release", () => {
  it("is what latest stands for, by the tag that nobody moves, and no version that is still being made", () => {
    expect(newestRelease(TAGS)).toEqual(RELEASE);
  });

  it("is the patch where several tags stand for the same image", () => {
    const tags = [tag("latest", "a"), tag("8.0.0-2026-11-28", "a"), tag("8.0.0.3-2026-11-28", "a")];
    expect(newestRelease(tags)?.tag).toBe("8.0.0.3-2026-11-28");
  });

  it.each([
    ["there is no latest", TAGS.filter(({ name }) => name !== "latest")],
    ["latest has no digest", [{ name: "latest" }, tag("8.5.0-2026-11-28", "a")]],
    ["no tag with a date stands for latest", [tag("latest", "a"), tag("8.5.0", "a")]],
  ])("is unknown where %s", (_, tags) => {
    expect(newestRelease(tags)).toBeUndefined();
  });
});

describe("is proposed", () => {
  const isProposed = (name: string, current: string) =>
    isWorthProposing(
      { version: name.split("-")[0]!, tag: name, digest: digest("a") },
      { ...OPENEMR_VERSIONS, default: current },
    );

  it.each([
    ["8.5.0-2026-11-28", "8.4.1-2026-10-01", true],
    ["8.4.1.1-2026-10-02", "8.4.1-2026-10-01", true],
    // A month of what Alpine and PHP mended.
    ["8.4.1-2026-10-31", "8.4.1-2026-10-01", true],
    ["8.4.1-2026-10-30", "8.4.1-2026-10-01", false],
    ["8.4.1-2026-10-01", "8.4.1-2026-10-01", false],
    // The current version was withdrawn, so that the newest one is older.
    ["8.4.0-2026-11-28", "8.4.1-2026-10-01", false],
  ])("%s instead of %s: %s", (release, current, expected) => {
    expect(isProposed(release, current)).toBe(expected);
  });
});

describe("the table", () => {
  it("gets the version as its default, with digest and trial, and loses nothing", () => {
    const table = tableWith(OPENEMR_VERSIONS, RELEASE, TRIAL);
    expect(table.default).toBe("8.5.0-2026-11-28");
    expect(table.vulnerabilities).toEqual(OPENEMR_VERSIONS.vulnerabilities);
    expect(table.versions.slice(0, -1)).toEqual(OPENEMR_VERSIONS.versions);
    expect(table.versions.at(-1)).toEqual({
      version: "8.5.0",
      ...TRIAL,
      images: [
        {
          tag: "8.5.0-2026-11-28",
          digest: digest("a"),
          platform: "index",
          source: "Docker Hub, on 2026-11-29.",
        },
      ],
    });
  });

  it("gets a rebuild in the line of its version", () => {
    const known = OPENEMR_VERSIONS.versions.at(-1)!;
    const rebuilt = { version: known.version, tag: `${known.version}-2027-01-01`, digest: digest("b") };
    const { versions } = tableWith(OPENEMR_VERSIONS, rebuilt, TRIAL);
    expect(versions).toHaveLength(OPENEMR_VERSIONS.versions.length);
    expect(versions.at(-1)!.images.map((image) => image.tag)).toEqual([
      rebuilt.tag,
      ...known.images.map((image) => image.tag),
    ]);
  });

  it("is written as it is formatted, and as it was read", () => {
    const file = "src/images/openemr-versions.json";
    expect(fileOf(OPENEMR_VERSIONS)).toBe(readFileSync(path.join(ROOT, file), "utf8"));
    const written = fileOf(tableWith(OPENEMR_VERSIONS, RELEASE, TRIAL));
    const biome = path.join(ROOT, "node_modules/.bin/biome");
    const { stdout } = spawnSync(biome, ["format", `--stdin-file-path=${file}`], {
      cwd: ROOT,
      input: written,
      encoding: "utf8",
    });
    expect(stdout).toBe(written);
  });
});
