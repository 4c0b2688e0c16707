import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Terraform } from "../../scripts/terraform/terraform";
import { OPENEMR_VERSIONS } from "../../src/images/openemr-versions";
import { isPublished } from "../../src/images/repository-variable";
import { VersionChecks } from "../../src/images/version-checks";
import { declareVariables } from "../../src/variables";
import { temporaryFolder } from "../support/stand-in";
import { synthesize } from "../terraform/synthesize";

const DIGEST = `sha256:${"0123456789abcdef".repeat(4)}`;

const folder = temporaryFolder();
let terraform: Terraform;

beforeAll(async () => {
  const { variable, check } = synthesize((stack) => {
    const { openemrVersion, openemrImageRepository } = declareVariables(stack);
    const repository = openemrImageRepository.value;
    new VersionChecks(stack, "images", { tag: openemrVersion.value, isPublished: isPublished(repository) });
  }) as unknown as { variable: Record<string, unknown>; check: unknown };
  const { openemr_version, openemr_image_repository } = variable;
  writeFileSync(
    join(folder, "main.tf.json"),
    JSON.stringify({ variable: { openemr_version, openemr_image_repository }, check }),
  );
  terraform = await Terraform.in(folder, { offline: true });
});

/** The warnings of a plan with these values. */
async function warnings(values: Record<string, string> = {}): Promise<string[]> {
  writeFileSync(join(folder, "terraform.tfvars.json"), JSON.stringify(values));
  return (await terraform.plan()).map(({ detail }) => detail ?? "");
}

const MOVES = expect.stringContaining("names an image that OpenEMR's makers rebuild daily");
const UNSUPPORTED = expect.stringContaining("is none of the versions that this project supports");

it("is content with the default", async () => {
  expect(await warnings()).toEqual([]);
});

it.each([["8.4.1-2026-10-05"], [`8.4.1@${DIGEST}`], [`8.4.1-2026-10-05@${DIGEST}`]])(
  "is content with %s, which nobody moves",
  async (version) => {
    expect(await warnings({ openemr_version: version })).toEqual([]);
  },
);

it("warns of a tag that moves, and says what to write", async () => {
  const [warning, ...others] = await warnings({ openemr_version: "8.4.1" });
  expect(warning).toEqual(MOVES);
  expect(warning).toContain('openemr_version = "8.4.1"');
  expect(warning).toContain(`such as ${OPENEMR_VERSIONS.default}, or add the digest: 8.4.1@sha256:`);
  expect(others).toEqual([]);
});

it("says nothing of tags in a repository of somebody else, who decides whether they move", async () => {
  const repository = "123456789012.dkr.ecr.us-east-1.amazonaws.com/openemr";
  expect(await warnings({ openemr_version: "8.4.1", openemr_image_repository: repository })).toEqual([]);
});

it.each([
  ["7.0.3-2026-10-01", "CVE-2026-25127 (before 8.0.0), CVE-2026-33302 (before 8.0.0.2)"],
  ["8.0.0.1-2026-10-01", "CVE-2026-33302 (before 8.0.0.2)"],
  ["8.2.0-2026-10-01", "CVE-2026-126473 (before 8.4.0)"],
  ["8.3.0-2026-10-01", "CVE-2026-126473 (before 8.4.0)"],
])("warns of vulnerabilities of %s, and names the way out", async (version, known) => {
  const found = (await warnings({ openemr_version: version })).filter((text) => /vulnerabilities/.test(text));
  expect(found).toEqual([expect.stringContaining(known)]);
  expect(found[0]).toContain(`openemr_version = "${OPENEMR_VERSIONS.default}"`);
  expect(found[0]).not.toContain("8.5.0");
});

it("does not count what a patch of OpenEMR has mended", async () => {
  const found = await warnings({ openemr_version: "8.0.0.3-2026-10-01" });
  expect(found.join()).toContain("vulnerabilities");
  expect(found.join()).not.toContain("CVE-2026-33302");
});

it.each(["8.4.0", "8.4.2", "8.5.0", "9.0.0", "8.0.0.3"])(
  "warns of %s, which nobody tried: its tag may be there before the version is released",
  async (version) => {
    expect(await warnings({ openemr_version: `${version}-2026-10-01` })).toContainEqual(UNSUPPORTED);
  },
);
