import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const SOURCE = path.join(__dirname, "../../analytics");

/** Spark as far as the job knows it: it writes down what it is asked for. */
const STAND_IN = `
import json, os

log = []


class Rows:
    def __init__(self, what):
        self.what = what
        self.write = self

    def select(self, *columns):
        return Rows([self.what, list(columns)])

    def createOrReplaceTempView(self, name):
        log.append(["view", name, self.what])

    def show(self, *_, **__):
        log.append(["show", self.what])

    def coalesce(self, count):
        return self

    mode = option = lambda self, *_: self

    def csv(self, path):
        log.append(["csv", path])


class Files:
    def collect(self):
        return [("s3://b/code/reports/second.sql", "SELECT 2"), ("s3://b/code/reports/first.sql", "SELECT 1")]


class Session:
    sparkContext = builder = property(lambda self: self)

    def appName(self, name):
        return self

    def getOrCreate(self):
        return self

    @property
    def read(self):
        return self

    def option(self, name, value):
        log.append(["option", name, value])
        return self

    def parquet(self, path):
        if os.environ.get("MISSING", "none") in path:
            raise Exception("Path does not exist")
        return Rows(path)

    def wholeTextFiles(self, pattern):
        log.append(["files", pattern])
        return Files()

    def sql(self, text):
        return Rows(text)

    def stop(self):
        print("LOG " + json.dumps(log))


SparkSession = Session()
`;

const folder = mkdtempSync(path.join(tmpdir(), "pyspark-"));
mkdirSync(path.join(folder, "pyspark"));
writeFileSync(path.join(folder, "pyspark/__init__.py"), "");
writeFileSync(path.join(folder, "pyspark/sql.py"), STAND_IN);
afterAll(() => rmSync(folder, { recursive: true }));

const PLACES = [
  "--export",
  "s3://b/exports/one",
  "--reports",
  "s3://b/code/reports",
  "--output",
  "s3://b/results/x",
];

function run(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const { status, stdout, stderr } = spawnSync("python3", ["-B", path.join(SOURCE, "reports.py"), ...args], {
    encoding: "utf8",
    env: { ...process.env, PYTHONPATH: folder, ...env },
  });
  const [, log = "[]"] = /^LOG (.*)$/m.exec(stdout) ?? [];
  return { status, stdout, stderr, log: JSON.parse(log) as unknown[][] };
}

it("opens the tables of the export where RDS puts them, and just the columns that reports need", () => {
  const { status, log } = run([...PLACES, "--as-of", "2026-03-01"]);
  expect(status).toBe(0);
  const views = Object.fromEntries(log.filter(([what]) => what === "view").map(([, name, of]) => [name, of]));
  expect(views.patient_data).toEqual([
    "s3://b/exports/one/openemr/openemr.patient_data",
    ["DOB", "sex", "deceased_date"],
  ]);
  expect(Object.keys(views).sort()).toEqual([
    "form_encounter",
    "openemr_postcalendar_categories",
    "parameters",
    "patient_data",
  ]);
  expect(views.parameters).toBe("SELECT DATE '2026-03-01' AS as_of, 11 AS smallest_group");
  expect(log).toContainEqual(["option", "recursiveFileLookup", "true"]);
});

it("runs every report and writes each result to a folder of its own", () => {
  const { log, stdout } = run(PLACES);
  expect(log).toContainEqual(["files", "s3://b/code/reports/*.sql"]);
  expect(log.filter(([what]) => what === "csv" || what === "show")).toEqual([
    ["show", "SELECT 1"],
    ["csv", "s3://b/results/x/first"],
    ["show", "SELECT 2"],
    ["csv", "s3://b/results/x/second"],
  ]);
  expect(stdout).toContain("Results: s3://b/results/x");
});

it.each([
  ["without a place", PLACES.slice(2), "--export"],
  ["with a day that is none", [...PLACES, "--as-of", "yesterday"], "--as-of"],
  ["for groups of one", [...PLACES, "--smallest-group", "1"], "1 would show single patients"],
])("is refused %s", (_, args, message) => {
  const { status, stderr } = run(args);
  expect(status).not.toBe(0);
  expect(stderr).toContain(message);
});

it("says which table is missing, and what may be the reason", () => {
  const { status, stderr } = run(PLACES, { MISSING: "form_encounter" });
  expect(status).not.toBe(0);
  expect(stderr).toContain("s3://b/exports/one/openemr/openemr.form_encounter could not be read");
  expect(stderr).toContain("analytics_export_only");
});

describe("the notebook", () => {
  const notebook = JSON.parse(readFileSync(path.join(SOURCE, "first-look.ipynb"), "utf8")) as {
    cells: Array<{ cell_type: string; source: string[]; outputs?: unknown[]; execution_count?: unknown }>;
  };
  const code = notebook.cells.filter(({ cell_type: type }) => type === "code");

  it("runs from top to bottom and does what the job does", () => {
    const script = [
      "from pyspark.sql import SparkSession as spark",
      ...code.map(({ source }) => source.join("")),
    ]
      .join("\n")
      .replaceAll('"patients-per-month"', '"first"')
      .replaceAll('"encounters-by-type"', '"first"')
      .replaceAll('"age-pyramid"', '"second"')
      .concat("\nspark.stop()\n");
    const { status, stdout, stderr } = spawnSync("python3", ["-B", "-c", script], {
      encoding: "utf8",
      env: { ...process.env, PYTHONPATH: folder },
    });
    expect([status, stderr]).toEqual([0, ""]);
    const log = JSON.parse(/^LOG (.*)$/m.exec(stdout)![1]!) as unknown[][];
    const opened = log
      .filter(([what, name]) => what === "view" && name !== "parameters")
      .map(([, , of]) => of);
    const columns = run(PLACES)
      .log.filter(([what, name]) => what === "view" && name !== "parameters")
      .map(([, , of]) => (of as unknown[])[1]);
    expect(opened.map((of) => (of as unknown[])[1])).toEqual(columns);
    expect(log.filter(([what]) => what === "show")).toHaveLength(3);
  });

  it("names reports that there are, and holds no results", () => {
    const text = code.flatMap(({ source }) => source).join("");
    for (const [, name] of text.matchAll(/reports\["([\w-]+)"\]/g)) {
      expect(readFileSync(path.join(SOURCE, `reports/${name}.sql`), "utf8")).toContain("SELECT");
    }
    expect(code.flatMap(({ outputs }) => outputs)).toEqual([]);
    expect(code.map((cell) => cell.execution_count).filter((count) => count !== null)).toEqual([]);
  });
});
