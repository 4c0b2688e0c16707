import { readFileSync } from "node:fs";
import path from "node:path";
import type { Report } from "../../../../scripts/commands/load-test/report";
import { samplePatient } from "../../../../scripts/commands/sample-patients/sample-patient";
import { AuthorizedRuns } from "../../openemr/api/authorized-runs";

const runs = new AuthorizedRuns("load-test");
const PAGE = "/oauth2/default/.well-known/openid-configuration";
const out = path.join(runs.project.folder, "out");
const asked: { path: string; authorization?: string; cookie?: string }[] = [];

beforeAll(() => runs.begin());
beforeEach(() => {
  runs.reset();
  asked.length = 0;
  runs.openemr.onRequest = ({ url = "", headers: { authorization, cookie } }) =>
    asked.push({ path: decodeURIComponent(url), authorization, cookie });
});
afterAll(() => runs.end());

const run = (...args: string[]) =>
  runs.run(["--any-host", "--sample-patients", "--path", PAGE, "--connections", "3", "--out", out, ...args]);

/** Somebody who is really called so. */
const JANE = {
  fname: "Jane",
  lname: "Doe-Sample",
  sex: "Female",
  DOB: "1980-01-01",
  email: "jane@example.org",
};

test("--sample-patients reads those, with a token that nothing shows, and no other patient", async () => {
  const { patients } = runs.openemr;
  const uuids = [1, 2].map((number) => {
    const { demographics, encounters } = samplePatient(1, number, new Date());
    patients.create("patient", demographics);
    const uuid = String(patients.all("patient").at(-1)!.uuid);
    patients.create(`patient/${uuid}/encounter`, { ...encounters[0], pc_catid: "5", class_code: "AMB" });
    return uuid;
  });
  patients.create("patient", JANE);
  const { status, stdout, stderr } = await run("--duration", "2s", "--rate", "60");
  expect({ status, stderr }).toEqual({
    status: 0,
    stderr: expect.stringContaining("Reads 2 sample patients."),
  });

  const reads = asked.filter((each) => each.path.startsWith("/apis/default/api/"));
  const search = "/apis/default/api/patient?lname=-Sample&_limit=200";
  const expected = [1, 2].flatMap((number) => [
    `patient?email=sample-1-${number}@sample-patients.invalid`,
    ...["", "/encounter", "/medical_problem"].map((part) => `patient/${uuids[number - 1]}${part}`),
  ]);
  expect(new Set(reads.map((each) => each.path))).toEqual(
    new Set([search, ...expected.map((each) => `/apis/default/api/${each}`)]),
  );
  const [token] = runs.openemr.tokens.keys();
  expect(new Set(reads.map(({ authorization }) => authorization))).toEqual(new Set([`Bearer ${token}`]));
  const pages = asked.filter((each) => each.path === PAGE);
  expect(pages.length).toBeGreaterThan(5);
  expect(pages.filter(({ authorization }) => authorization)).toEqual([]);

  const report = readFileSync(path.join(out, "report.json"), "utf8");
  const { samplePatients, paths, requests, statuses } = JSON.parse(report) as Report;
  expect({ samplePatients, failed: requests.failed }).toEqual({ samplePatients: 2, failed: 0 });
  expect(Object.keys(statuses)).toEqual(["200"]);
  expect(paths).toEqual([
    PAGE,
    ...["?email=<address>", "/<uuid>", "/<uuid>/encounter", "/<uuid>/medical_problem"].map(
      (read) => `/apis/default/api/patient${read}`,
    ),
  ]);
  const [client] = runs.openemr.clients.values();
  for (const secret of [token!, client!.secret!, ...uuids, "Jane"]) {
    expect(stdout + stderr + report + readFileSync(path.join(out, "plot.svg"), "utf8")).not.toContain(secret);
  }
});

test("without sample patients, or without the right to read them, nothing is loaded", async () => {
  runs.openemr.patients.create("patient", JANE);
  const nobody = await run();
  expect(nobody.status).toBe(1);
  expect(nobody.stderr).toMatch(
    /^OpenEMR has no sample patients, and no other patient is read\. .*--count 100$/m,
  );
  expect(asked.filter(({ authorization }) => authorization)).toHaveLength(1);

  runs.openemr.unticked = ["user/encounter.read"];
  const refused = await run();
  expect(refused.status).toBe(1);
  expect(refused.stderr).toMatch(/^Without user\/encounter\.read OpenEMR refuses the reads/m);
  expect(asked.filter(({ authorization }) => authorization)).toHaveLength(1);
});
