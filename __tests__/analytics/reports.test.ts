import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { ExportedDatabase, IDENTIFYING, type Row } from "./exported-database";

const REPORTS = path.join(__dirname, "../../analytics/reports");
const NAMES = readdirSync(REPORTS).map((file) => path.basename(file, ".sql"));
const report = (name: string) => readFileSync(path.join(REPORTS, `${name}.sql`), "utf8");

/** Tables and columns that the job opens, as its source has them. */
const TABLES: Record<string, string[]> = Object.fromEntries(
  [...readFileSync(path.join(REPORTS, "../reports.py"), "utf8").matchAll(/^ {4}"(\w+)": (\{.*\}),$/gm)].map(
    ([, table, columns]) => [table, Object.keys(JSON.parse(columns!))],
  ),
);

const AS_OF = "2026-03-01";
const range = (count: number, from = 1) => Array.from({ length: count }, (_, i) => from + i);

const patient = (pid: number, others: Row = {}): Row => ({
  pid,
  fname: "Ada",
  lname: `Somebody${pid}`,
  ss: "123-45-6789",
  DOB: "1980-06-15",
  sex: "Female",
  ...others,
});
const encounter = (pid: number, date: string, pc_catid = 5): Row => ({
  pid,
  date: `${date} 09:30:00`,
  pc_catid,
  reason: `Patient ${pid} fell`,
});

let database: ExportedDatabase | undefined;
afterEach(() => {
  database?.close();
  database = undefined;
});

/** Runs a report on an export with these rows, as of 1 March 2026. */
async function run(
  name: string,
  rows: { patients?: Row[]; encounters?: Row[]; categories?: Row[] },
  smallestGroup = 2,
  types: Readonly<Record<string, string>> = {},
): Promise<Record<string, unknown>[]> {
  database?.close();
  database = await ExportedDatabase.create(
    {
      patient_data: rows.patients ?? [],
      form_encounter: rows.encounters ?? [],
      openemr_postcalendar_categories: rows.categories ?? [],
    },
    types,
  );
  for (const [table, columns] of Object.entries(TABLES)) await database.open(table, columns);
  await database.setParameters(AS_OF, smallestGroup);
  return database.query(report(name));
}

it("reads what the job opens", () => {
  expect(Object.keys(TABLES)).toHaveLength(3);
  expect(NAMES).toHaveLength(3);
});

it("counts patients once a month, and each encounter", async () => {
  const encounters = [
    ...range(3).map((pid) => encounter(pid, "2026-01-31")),
    encounter(1, "2026-01-02"),
    ...range(2).map((pid) => encounter(pid, "2026-02-01")),
    ...range(2).map((pid) => encounter(pid, "2025-02-01")),
    // In the future, and without a date.
    ...range(2).map((pid) => encounter(pid, "2026-03-02")),
    { pid: 1, date: null },
    { pid: 2, date: null },
  ];
  expect(await run("patients-per-month", { encounters })).toEqual([
    { year: 2025, month: 2, patients: 2, encounters: 2 },
    { year: 2026, month: 1, patients: 3, encounters: 4 },
    { year: 2026, month: 2, patients: 2, encounters: 2 },
  ]);
});

it("counts encounters by the name of their category, and keeps those without one", async () => {
  const categories = [
    { pc_catid: 5, pc_catname: "Office Visit" },
    { pc_catid: 9, pc_catname: "Established Patient" },
    { pc_catid: 10, pc_catname: "  " },
  ];
  const encounters = [
    ...range(4).map((pid) => encounter(pid, "2026-01-01", 9)),
    ...range(2).map((pid) => encounter(pid, "2026-01-01", 5)),
    encounter(1, "2026-01-05", 5),
    encounter(1, "2026-01-01", 77),
    encounter(2, "2026-01-01", 10),
  ];
  expect(await run("encounters-by-type", { encounters, categories })).toEqual([
    { type: "Established Patient", encounters: 4, patients: 4 },
    { type: "Office Visit", encounters: 3, patients: 2 },
    { type: "Unknown", encounters: 2, patients: 2 },
  ]);
});

it("groups the living by age and sex, to the day of their birthday", async () => {
  const born = (DOB: string | null, others: Row = {}) =>
    range(2).map((pid) => patient(pid, { DOB, sex: "Male", ...others }));
  const patients = [
    ...born("2016-03-02"), // 9 until tomorrow
    ...born("2016-03-01", { sex: "Female" }), // 10 today
    ...born("1900-01-01"),
    ...born("1935-01-01"), // 91
    ...born("1990-07-07", { sex: "" }),
    ...born("1990-07-07", { deceased_date: "2020-01-01 00:00:00" }),
    ...born("2027-01-01"),
    ...born("0000-00-00"),
    ...born(null),
  ];
  expect(await run("age-pyramid", { patients })).toEqual([
    { age_from: 0, sex: "Male", patients: 2 },
    { age_from: 10, sex: "Female", patients: 2 },
    { age_from: 30, sex: "Unknown", patients: 2 },
    { age_from: 90, sex: "Male", patients: 4 },
  ]);
});

describe("who lives is told by any spelling of a date of death that OpenEMR and an export have for it", () => {
  // '' and a zero date, which OpenEMR itself has written (openemr 5320, 6608), and what Java makes of a zero date.
  const LIVING = [null, "", "0000-00-00", "0000-00-00 00:00:00"];
  const patients = [
    ...LIVING.map((deceased_date, pid) => patient(pid, { DOB: "1990-07-07", deceased_date })),
    ...["2020-01-01 00:00:00", "2020-00-00 00:00:00", "1897-05-05 00:00:00"].map((deceased_date, pid) =>
      patient(pid, { DOB: "1890-07-07", deceased_date }),
    ),
  ];
  const living = [{ age_from: 30, sex: "Female", patients: LIVING.length }];

  it("as text", async () => {
    expect(await run("age-pyramid", { patients }, 2, { deceased_date: "VARCHAR" })).toEqual(living);
  });

  it("as a time", async () => {
    const asTime = patients
      .filter(({ deceased_date: died }) => !/^$|-00/.test(String(died)))
      .concat(
        ["0001-01-01 00:00:00", "0002-11-30 (BC) 00:00:00", "-infinity"].map((died, pid) =>
          patient(pid, { DOB: "1990-07-07", deceased_date: died }),
        ),
      );
    expect(await run("age-pyramid", { patients: asTime })).toEqual(living);
  });
});

it("counts no encounter on a zero date", async () => {
  const encounters = range(3).map((pid) => ({ pid, pc_catid: 5, date: "0002-11-30 (BC) 00:00:00" }));
  for (const name of ["patients-per-month", "encounters-by-type"]) {
    expect(await run(name, { encounters })).toEqual([]);
  }
});

it.each(NAMES)("%s shows no group below the smallest, to the patient", async (name) => {
  const data = (count: number) => ({
    patients: range(count).map((pid) => patient(pid)),
    // One patient who comes often makes no group.
    encounters: [
      ...range(count).map((pid) => encounter(pid, "2026-01-01")),
      ...range(20).map(() => encounter(1, "2026-01-01")),
    ],
    categories: [{ pc_catid: 5, pc_catname: "Office Visit" }],
  });
  expect(await run(name, data(10), 11)).toEqual([]);
  expect(await run(name, data(11), 11)).toEqual([expect.objectContaining({ patients: 11 })]);
});

it.each(NAMES)("%s returns nothing that identifies somebody", async (name) => {
  const [row] = await run(name, {
    patients: range(3).map((pid) => patient(pid)),
    encounters: range(3).map((pid) => encounter(pid, "2026-01-01")),
    categories: [{ pc_catid: 5, pc_catname: "Office Visit" }],
  });
  const columns = Object.keys(row!);
  expect(columns).toContain("patients");
  expect(columns.filter((column) => IDENTIFYING.includes(column))).toEqual([]);
  expect(JSON.stringify(row)).not.toMatch(/Somebody|fell|123-45/);
});

it("the job opens no column that identifies somebody but the patient's number, which it only counts", () => {
  const opened = Object.values(TABLES).flat();
  expect(opened.filter((column) => IDENTIFYING.includes(column)).sort()).toEqual([
    "DOB",
    "deceased_date",
    "pid",
  ]);
});
