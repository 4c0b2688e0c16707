import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { removeSamples } from "../../../../scripts/commands/sample-patients/remove";
import { run as runScript } from "../../../../scripts/procedures/run/run";
import {
  DATABASE_PASSWORD,
  DatabaseServer,
  requirePrograms,
} from "../../../application/container/database-server";
import { PROJECT } from "../../../support/documents";
import { temporaryFolder } from "../../../support/stand-in";
import { carriedOut, NAMES } from "../../procedures/support/carried-out";
import { ParametersPart } from "../../procedures/support/parameters-part";
import { ServicePart } from "../../procedures/support/service-part";
import { TasksPart } from "../../procedures/support/tasks-part";
import { World } from "../../procedures/support/world";

/**
 * The columns of OpenEMR 8.2.0's sql/database.sql that this is about. The variable OPENEMR_SCHEMA names that file, for a run over
 * all of it: so run on 2026-11-30.
 */
const COLUMNS = `
  CREATE TABLE patient_data (id BIGINT AUTO_INCREMENT PRIMARY KEY, uuid BINARY(16), pid BIGINT UNIQUE, lname VARCHAR(255), pubpid VARCHAR(255), email VARCHAR(255));
  CREATE TABLE form_encounter (id BIGINT AUTO_INCREMENT PRIMARY KEY, uuid BINARY(16), pid BIGINT, encounter BIGINT);
  CREATE TABLE forms (id BIGINT AUTO_INCREMENT PRIMARY KEY, pid BIGINT, encounter BIGINT, form_id BIGINT, formdir VARCHAR(255));
  CREATE TABLE form_vitals (id BIGINT AUTO_INCREMENT PRIMARY KEY, uuid BINARY(16), pid BIGINT);
  CREATE TABLE form_vital_details (id BIGINT AUTO_INCREMENT PRIMARY KEY, form_id BIGINT);
  CREATE TABLE lists (id BIGINT AUTO_INCREMENT PRIMARY KEY, uuid BINARY(16), pid BIGINT, type VARCHAR(255));
  CREATE TABLE lists_medication (id INT AUTO_INCREMENT PRIMARY KEY, list_id BIGINT);
  CREATE TABLE openemr_postcalendar_events (pc_eid INT AUTO_INCREMENT PRIMARY KEY, uuid BINARY(16), pc_pid VARCHAR(11), pc_title VARCHAR(150));
  CREATE TABLE history_data (id BIGINT AUTO_INCREMENT PRIMARY KEY, uuid BINARY(16), pid BIGINT);
  CREATE TABLE uuid_registry (uuid BINARY(16) PRIMARY KEY, table_name VARCHAR(255));
  CREATE TABLE uuid_mapping (id BIGINT AUTO_INCREMENT PRIMARY KEY, uuid BINARY(16), target_uuid BINARY(16));
  CREATE TABLE prescriptions (id INT AUTO_INCREMENT PRIMARY KEY, patient_id BIGINT);
  CREATE TABLE documents (id INT PRIMARY KEY, foreign_id BIGINT);
  CREATE TABLE person_patient_link (id BIGINT AUTO_INCREMENT PRIMARY KEY, person_id BIGINT, patient_id BIGINT);
  CREATE TABLE log (id BIGINT AUTO_INCREMENT PRIMARY KEY, patient_id BIGINT);
`;

const database = new DatabaseServer();
const folder = temporaryFolder();

beforeAll(async () => {
  requirePrograms();
  await database.install();
  const schema = process.env.OPENEMR_SCHEMA;
  database.query(schema ? readFileSync(schema, "utf8") : COLUMNS);
  mkdirSync(path.join(folder, "tls"));
  copyFileSync(database.authority, path.join(folder, "tls/mysql-ca.pem"));
}, 120_000);
afterAll(() => database.remove());

function statement(table: string, values: Readonly<Record<string, string | number>>): string {
  const texts = Object.values(values).map((value) =>
    typeof value === "number" || value.startsWith("x'") ? value : `'${value}'`,
  );
  return `INSERT INTO ${table} (${Object.keys(values).join(", ")}) VALUES (${texts.join(", ")});`;
}

/** Upstream's columns have no defaults. */
const run = (statements: readonly string[]) => database.query(`SET sql_mode = ''; ${statements.join("\n")}`);

const insert = (table: string, values: Readonly<Record<string, string | number>>) =>
  run([statement(table, values)]);

const uuid = (pid: number, part: number) => `x'${String(pid * 100 + part).padStart(32, "0")}'`;

/** A patient with a visit, vital signs, a medication and an appointment, and what is unique to each. */
function addPatient(pid: number, person: Readonly<Record<string, string>>): void {
  run([
    statement("patient_data", { uuid: uuid(pid, 1), pid, ...person }),
    statement("form_encounter", { uuid: uuid(pid, 2), pid, encounter: pid * 10 }),
    statement("form_vitals", { id: pid, uuid: uuid(pid, 3), pid }),
    statement("form_vital_details", { form_id: pid }),
    statement("forms", { pid, encounter: pid * 10, form_id: pid, formdir: "vitals" }),
    statement("lists", { id: pid, uuid: uuid(pid, 4), pid, type: "medication" }),
    statement("lists_medication", { list_id: pid }),
    statement("openemr_postcalendar_events", { uuid: uuid(pid, 5), pc_pid: String(pid), pc_title: "Visit" }),
    statement("history_data", { uuid: uuid(pid, 6), pid }),
    ...[1, 2, 3, 4, 5, 6].map((part) =>
      statement("uuid_registry", { uuid: uuid(pid, part), table_name: "any" }),
    ),
    statement("uuid_mapping", { uuid: uuid(pid, 7), target_uuid: uuid(pid, 1) }),
    statement("log", { patient_id: pid }),
  ]);
}

const SAMPLE = { lname: "Doe-Sample", pubpid: "SAMPLE-1-1", email: "sample-1-1@sample-patients.invalid" };
const REAL = { lname: "Sample", pubpid: "4711", email: "jane@example.org" };

const TABLES = [
  "patient_data",
  "form_encounter",
  "form_vitals",
  "form_vital_details",
  "forms",
  "lists",
  "lists_medication",
  "openemr_postcalendar_events",
  "history_data",
  "uuid_mapping",
];

const count = (table: string) => Number(database.query(`SELECT COUNT(*) FROM ${table}`)[0]);
const counts = () => {
  const counted = TABLES.map((table) => `SELECT COUNT(*) FROM ${table};`).join("");
  return database.query(counted).map(Number);
};

beforeEach(() => {
  const others = ["uuid_registry", "prescriptions", "documents", "person_patient_link", "log"];
  database.query([...TABLES, ...others].map((table) => `DELETE FROM ${table};`).join(""));
});

const script = readFileSync(path.join(PROJECT, "scripts/commands/sample-patients/remove.sh"), "utf8");

function remove() {
  const { status, stdout, stderr } = spawnSync("busybox", ["sh", "-c", script, "remove.sh"], {
    encoding: "utf8",
    env: {
      PATH: process.env.PATH,
      MYSQL_HOST: "127.0.0.1",
      MYSQL_PORT: String(database.port),
      MYSQL_USER: "openemr",
      MYSQL_PASS: DATABASE_PASSWORD,
      TLS_DIRECTORY: path.join(folder, "tls"),
    },
  });
  return { status, said: `${stdout}${stderr}`.trim().split("\n") };
}

it("removes sample patients with all that was made for them, and nothing of others", () => {
  addPatient(1, SAMPLE);
  addPatient(2, REAL);
  addPatient(3, { ...SAMPLE, pubpid: "SAMPLE-1-2", email: "sample-1-2@sample-patients.invalid" });
  expect(remove()).toEqual({ status: 0, said: ["2 sample patients are removed"] });
  expect(counts()).toEqual(TABLES.map(() => 1));
  expect(count("uuid_registry")).toBe(6);
  expect(database.query("SELECT pid FROM patient_data")).toEqual(["2"]);
  expect(database.query("SELECT pid FROM form_encounter")).toEqual(["2"]);
  expect(database.query("SELECT list_id FROM lists_medication")).toEqual(["2"]);
  // Who did what stays on record.
  expect(count("log")).toBe(3);
  expect(remove()).toEqual({ status: 0, said: ["0 sample patients are removed"] });
});

it.each([
  ["a prescription", "prescriptions", { patient_id: 1 }],
  ["a document", "documents", { id: 1, foreign_id: 1 }],
])("leaves a sample patient with %s, which somebody has made", (_, table, values) => {
  addPatient(1, SAMPLE);
  insert(table, values);
  expect(remove()).toEqual({
    status: 0,
    said: [
      `Patient 1 is left: somebody has worked with it (${table})`,
      "0 sample patients are removed, 1 are left for OpenEMR's own deletion in the patient's record",
    ],
  });
  expect(counts()).toEqual(TABLES.map(() => 1));
});

it("leaves who has only some of the marks, and a link of another patient's row", () => {
  addPatient(1, { ...REAL, lname: "Wills-Sample" });
  addPatient(2, SAMPLE);
  insert("person_patient_link", { person_id: 1, patient_id: 2 });
  expect(remove()).toEqual({
    status: 0,
    said: [
      "1 sample patients are removed",
      "1 patients have a mark of sample patients, but not all of them, and are left",
    ],
  });
  expect(database.query("SELECT pid FROM patient_data")).toEqual(["1"]);
  expect(count("person_patient_link")).toBe(1);
});

it("fits in what ECS hands to a task", async () => {
  const printed: string[] = [];
  const parts = [new ServicePart(NAMES.cluster, NAMES.service), new TasksPart(), new ParametersPart()];
  await carriedOut(new World(parts), (installation) =>
    runScript(installation, {
      script,
      name: "remove-sample-patients",
      print: (line) => printed.push(line),
      ended: () => {},
    }),
  );
  expect(printed).toHaveLength(1);
});

it("is refused for an address, which says nothing of the task's account", async () => {
  const surroundings = { project: PROJECT, env: {} } as Parameters<typeof removeSamples>[2];
  await expect(removeSamples("https://emr.example.org", true, surroundings)).rejects.toThrow(
    '--remove works by AWS, but "https://emr.example.org" is an address.',
  );
});
