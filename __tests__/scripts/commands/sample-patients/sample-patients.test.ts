import { KnownProblems, make, readClinic } from "../../../../scripts/commands/sample-patients/make";
import { samplePatient } from "../../../../scripts/commands/sample-patients/sample-patient";
import { RestApi } from "../../../../scripts/openemr/api/rest-api";
import { AuthorizedRuns } from "../../openemr/api/authorized-runs";

describe("a made-up patient", () => {
  const TODAY = new Date("2026-11-30T00:00:00Z");
  const patients = Array.from({ length: 300 }, (_, index) => samplePatient(1, index + 1, TODAY));

  test("is the same for the same seed, number and day, and another otherwise", () => {
    expect(samplePatient(1, 7, TODAY)).toEqual(patients[6]);
    expect(samplePatient(2, 7, TODAY).demographics.fname).not.toBe(undefined);
    expect(new Set(patients.map(({ demographics }) => JSON.stringify(demographics))).size).toBe(300);
    expect(samplePatient(2, 7, TODAY)).not.toEqual(patients[6]);
  });

  test("has dates, illnesses and vital signs that fit each other", () => {
    for (const { demographics, problems, medications, encounters, appointments } of patients) {
      const born = demographics.DOB!;
      expect(medications.length).toBe(problems.length);
      problems.forEach(({ begdate, diagnosis }, index) => {
        expect(begdate >= born && begdate < "2026-11-30").toBe(true);
        expect(medications[index]).toMatchObject({ begdate: `${begdate} 00:00:00`, diagnosis });
        // Somebody found it at a visit.
        expect(encounters.map(({ date }) => date)).toContain(begdate);
      });
      for (const { date, vitals } of encounters) {
        expect(date >= born && date < "2026-11-30").toBe(true);
        expect(Number(vitals.bps)).toBeGreaterThan(Number(vitals.bpd));
        expect(Number(vitals.height)).toBeLessThan(78);
        expect(Number(vitals.weight)).toBeLessThan(420);
        expect(Number(vitals.oxygen_saturation)).toBeLessThanOrEqual(100);
      }
      for (const { date } of appointments) {
        expect(date > "2026-11-30").toBe(true);
        expect([0, 6]).not.toContain(new Date(date).getUTCDay());
      }
    }
    expect(patients.some(({ problems }) => problems.length > 1)).toBe(true);
  });
});

describe("npm run sample-patients", () => {
  const runs = new AuthorizedRuns("sample-patients");
  beforeAll(() => runs.begin());
  beforeEach(() => runs.reset());
  afterAll(() => runs.end());
  const run = (...args: string[]) => runs.run(args);

  const counts = () =>
    ["patient", "encounter", "vital", "medical_problem", "medication", "appointment"].map(
      (resource) => runs.openemr.patients.all(resource).length,
    );

  test("makes patients that OpenEMR's validators take, and none twice", async () => {
    const first = await run("--count", "8");
    expect({ status: first.status, stderr: first.stderr }).toMatchObject({ status: 0 });
    expect(first.stdout).toMatch(
      /^Made: 8 patients, \d+ encounters, \d+ problems, \d+ medications, \d+ appointments\.$/m,
    );
    const made = counts();
    expect(made[1]).toBe(made[2]);
    for (const { email, lname, pubpid } of runs.openemr.patients.all("patient")) {
      expect(email).toMatch(/^sample-1-\d@sample-patients\.invalid$/);
      expect(lname).toMatch(/-Sample$/);
      expect(pubpid).toMatch(/^SAMPLE-1-\d$/);
    }
    expect((await run("--count", "8")).stdout).toContain(
      "Made: 0 patients, 0 encounters, 0 problems, 0 medications, 0 appointments.",
    );
    expect(counts()).toEqual(made);
  }, 120_000);

  test("goes on where it was stopped, at any thing that is made", async () => {
    const resources = ["patient", "encounter", "vital", "medical_problem", "medication", "appointment"];
    const scopes = ["facility", "practitioner", ...resources].flatMap((name) => [
      `user/${name}.read`,
      `user/${name}.write`,
    ]);
    const { http, ...rest } = runs.authorized(scopes);
    const patients = [1, 2, 3].map((number) => samplePatient(1, number, new Date("2026-11-30")));
    /** As one run of the command does. */
    const makeAll = async () => {
      runs.openemr.tokens.set("given", scopes);
      const api = new RestApi({ http, ...rest });
      const [clinic, problems] = [await readClinic(api), new KnownProblems(api)];
      for (const patient of patients) await make(api, clinic, problems, patient);
    };
    await makeAll();
    const whole = counts();
    const total = whole.reduce((sum, each) => sum + each, 0);
    expect(total).toBeGreaterThan(15);
    for (let at = 0; at < total; at++) {
      runs.reset();
      // OpenEMR 7.0.3 tells no problem of a patient.
      runs.openemr.patients.isOld = at % 2 === 1;
      runs.openemr.patients.failsAfter = at;
      await expect(makeAll()).rejects.toThrow("OpenEMR answered POST");
      runs.openemr.patients.failsAfter = Number.POSITIVE_INFINITY;
      await makeAll();
      expect({ at, counts: counts() }).toEqual({ at, counts: whole });
    }
    await http.close();
  });

  test("refuses where there are real patients, unless it is told", async () => {
    const jane = { fname: "Jane", lname: "Doe", sex: "Female", DOB: "1980-01-01", email: "jane@example.org" };
    runs.openemr.patients.create("patient", jane);
    const refused = await run("--count", "2");
    expect(refused.status).toBe(1);
    expect(refused.stderr).toContain("--beside-real-patients");
    expect(refused.stderr + refused.stdout).not.toContain("Jane");
    expect(counts()[0]).toBe(1);
    expect((await run("--count", "2", "--beside-real-patients")).status).toBe(0);
    expect(counts()[0]).toBe(3);
  }, 120_000);
});
