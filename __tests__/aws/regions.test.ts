import { spawnSync } from "node:child_process";
import { REGION_GAPS } from "#offline-providers";
import { REGIONAL, REGIONS, type RegionalFeature, UNSUITABLE_ZONES, ZONES_READ } from "../../src/aws/regions";

/** The commercial partition as the botocore that is beside the emulator has it. */
const READ = `
import botocore, json, os
path = os.path.join(os.path.dirname(botocore.__file__), "data", "endpoints.json")
partition = json.load(open(path))["partitions"][0]
print(json.dumps({
  "regions": list(partition["regions"]),
  "services": {name: list(service["endpoints"]) for name, service in partition["services"].items()},
}))`;

interface Partition {
  readonly regions: readonly string[];
  readonly services: Readonly<Record<string, readonly string[]>>;
}

function readPartition(): Partition {
  const { status, stdout, stderr } = spawnSync("python3", ["-c", READ], { encoding: "utf8" });
  if (status !== 0) throw new Error(`botocore is missing. Install it with: pip install botocore. ${stderr}`);
  return JSON.parse(stdout) as Partition;
}

const partition = readPartition();
const FEATURES: ReadonlyArray<readonly [string, RegionalFeature]> = Object.entries(REGIONAL);
const YEAR_MILLISECONDS = 366 * 24 * 60 * 60 * 1000;

it("knows the regions that AWS has", () => {
  expect([...REGIONS]).toEqual([...partition.regions].sort());
});

it.each(FEATURES.filter(([, { endpoint }]) => endpoint))(
  "%s is where botocore has its endpoint",
  (_, feature) => {
    const endpoints = partition.services[feature.endpoint!]!;
    const missing = partition.regions.filter((region) => !endpoints.includes(region));
    expect([...feature.missingIn].sort()).toEqual(missing.sort());
  },
);

it.each(REGION_GAPS.flatMap(({ endpoint, missingIn }) => (endpoint ? [[endpoint, missingIn] as const] : [])))(
  "the account of the offline tests lacks %s where botocore has no endpoint of it",
  (endpoint, missingIn) => {
    const missing = partition.regions.filter((region) => !partition.services[endpoint]!.includes(region));
    expect([...missingIn].sort()).toEqual(missing.sort());
  },
);

it.each(FEATURES.filter(([, { endpoint }]) => !endpoint))(
  "%s names the page of AWS that says it, read within a year",
  (_, { page, read }) => {
    expect(page).toMatch(/^https:\/\/docs[.]aws[.]amazon[.]com\//);
    // When this fails: read the page again, correct the row, and set its date.
    expect(Date.now() - Date.parse(read!)).toBeLessThan(YEAR_MILLISECONDS);
  },
);

it("names zones by their ids, which are the same in every account, and from pages that were read within a year", () => {
  expect(Date.now() - Date.parse(ZONES_READ)).toBeLessThan(YEAR_MILLISECONDS);
  for (const zone of Object.values(UNSUITABLE_ZONES).flat()) expect(zone).toMatch(/^[a-z]+\d-az\d$/);
});
