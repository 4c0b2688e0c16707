/**
 * `npm run sample-patients` and what it makes, at OpenEMR itself: a client is registered and authorized at its OAuth 2
 * server, patients are made and read by its REST API, and the script that removes them removes all.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type ApiPerson, apiPerson } from "./support/api-person";
import type { Container } from "./support/container";
import { type Image, images } from "./support/files";
import { Installation, OPENEMR_USER } from "./support/installation";

const REMOVE = readFileSync(join(__dirname, "../../scripts/commands/sample-patients/remove.sh"), "utf8");

const COUNTED = [
  ...["patient_data", "form_encounter", "form_vitals", "lists WHERE type = 'medical_problem'"],
  ...["lists WHERE type = 'medication'", "openemr_postcalendar_events WHERE pc_pid > 0"],
];

const installation = new Installation();
beforeAll(() => installation.open());
afterAll(() => installation.close());

const query = (sql: string) => installation.database.query(sql);
const counts = () => COUNTED.map((from) => Number(query(`SELECT COUNT(*) FROM ${from}`)[0]));

describe.each(images())("OpenEMR $version", (image: Image) => {
  let task: Container;
  let person: ApiPerson;
  beforeAll(async () => {
    await installation.beInstalled(image);
    task = await installation.start(image);
    await task.says("state: serving");
    person = await apiPerson(installation, task);
  });
  afterAll(() => person.leave());

  test("sample patients are made, none twice, read by a load test, told from others, and removed", async () => {
    const made = await person.run("sample-patients", ["--count", "6"]);
    expect(made).toEqual({ status: 0, stdout: expect.any(String), stderr: expect.any(String) });
    const [patients, encounters, vitals, problems, medications, appointments] = counts();
    expect(vitals).toBe(encounters);
    expect(made.stdout.trim()).toBe(
      `Made: ${patients} patients, ${encounters} encounters, ${problems} problems, ${medications} medications, ${appointments} appointments.`,
    );
    expect([patients, encounters! > 6, problems! > 3, medications, appointments! > 5]).toEqual([
      6,
      true,
      true,
      problems,
      true,
    ]);

    const all = counts();
    const again = await person.run("sample-patients", ["--count", "6"]);
    expect([again.status, again.stdout]).toEqual([
      0,
      expect.stringMatching(/^Made: 0 patients, 0 enc.* 0 appointments\.$/m),
    ]);
    expect(counts()).toEqual(all);

    const reading = ["--any-host", "--sample-patients", "--connections", "1", "--duration", "5s"];
    const load = await person.run("load-test", [
      ...reading,
      "--path",
      "/interface/login/login.php?site=default",
    ]);
    expect({ status: load.status, stderr: load.stderr }).toEqual({
      status: 0,
      stderr: expect.stringContaining("Reads 6 sample patients."),
    });
    expect(load.stdout).toMatch(/^Answers by status: \d+ x 200$/m);

    // Somebody who is really called so.
    query(
      "INSERT INTO patient_data (uuid, pid, pubpid, fname, lname, sex, DOB, email) SELECT UNHEX(REPLACE(UUID(), '-', '')), MAX(pid) + 1, " +
        "MAX(pid) + 1, 'Jane', 'Doe-Sample', 'Female', '1980-01-01', 'jane@example.org' FROM patient_data",
    );
    const refused = await person.run("sample-patients", ["--count", "7"]);
    expect([refused.status, refused.stderr]).toEqual([1, expect.stringContaining("--beside-real-patients")]);

    const { user, password } = OPENEMR_USER;
    const { code, output } = await task.run(REMOVE, { MYSQL_USER: user, MYSQL_PASS: password });
    expect({ code, output }).toEqual({
      code: 0,
      output: expect.stringMatching(/^6 sample patients are removed\n1 patients have a mark/m),
    });
    expect(counts()).toEqual([1, 0, 0, 0, 0, 0]);
  });
});
