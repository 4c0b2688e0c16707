import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { temporaryFolder } from "../support/stand-in";

const SOURCE = path.join(__dirname, "../../analytics");

/**
 * Spark as far as the job knows it: it writes down what it is asked for. Its errors for what is not there are those of
 * Spark 3.5 (error conditions PATH_NOT_FOUND and UNABLE_TO_INFER_SCHEMA of its documentation, read on 2026-11-29).
 */
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

    # SparkMagic makes this of it in a notebook: a table of pandas, here without rows.
    def itertuples(self):
        return []

    def groupby(self, column):
        return []

    def __getitem__(self, column):
        return []

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

    def options(self, **options):
        log.append(["options", options])
        return self

    def parquet(self, path):
        for name, text in json.loads(os.environ.get("FAULTS", "{}")).items():
            if path.endswith(name):
                raise Exception(text)
        return Rows(path)

    def addPyFile(self, path):
        log.append(["module", path])

    def wholeTextFiles(self, pattern):
        log.append(["files", pattern])
        return Files()

    def sql(self, text):
        return Rows(text)

    def stop(self):
        print("LOG " + json.dumps(log))


SparkSession = Session()
`;

const folder = temporaryFolder();
mkdirSync(path.join(folder, "pyspark"));
writeFileSync(path.join(folder, "pyspark/__init__.py"), "");
writeFileSync(path.join(folder, "pyspark/sql.py"), STAND_IN);
mkdirSync(path.join(folder, "matplotlib"));
writeFileSync(path.join(folder, "matplotlib/__init__.py"), "");
/** Charts and AWS as far as the notebook knows them. */
writeFileSync(
  path.join(folder, "matplotlib/pyplot.py"),
  "figure = bar = barh = title = xticks = legend = lambda *_, **__: None\ndef show():\n    print('CHART')\n",
);
writeFileSync(
  path.join(folder, "boto3.py"),
  `import json, os


class client:
    def __init__(self, name):
        pass

    def get_parameter(self, Name):
        assert Name == "/openemr-production/analytics", Name
        return {"Parameter": {"Value": json.dumps({"database_bucket": "b", "database_cluster_arn": "c"})}}

    def describe_export_tasks(self, SourceArn):
        assert SourceArn == "c"
        return {"ExportTasks": json.loads(os.environ["EXPORTS"])}
`,
);

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
  // Otherwise Spark 3 refuses dates before 1900, such as a zero date.
  expect(log).toContainEqual([
    "options",
    { recursiveFileLookup: "true", datetimeRebaseMode: "CORRECTED", int96RebaseMode: "CORRECTED" },
  ]);
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

const NOT_FOUND = "[PATH_NOT_FOUND] Path does not exist: s3://b/exports/one/x.";
const NO_FILES =
  "[UNABLE_TO_INFER_SCHEMA] Unable to infer schema for Parquet. It must be specified manually.";

describe("a table without files in the export", () => {
  it.each([NOT_FOUND, NO_FILES])(
    "is empty, as on a fresh installation, and the job says so: %s",
    async (text) => {
      const faults = { "openemr.form_encounter": text, "openemr.openemr_postcalendar_categories": text };
      const { status, stdout, log } = run(PLACES, { FAULTS: JSON.stringify(faults) });
      expect(status).toBe(0);
      expect(stdout).toContain("form_encounter has no files in this export, so it counts as empty");
      const views = Object.fromEntries(
        log.filter(([what]) => what === "view").map(([, name, of]) => [name, of]),
      );
      const connection = await (await DuckDBInstance.create(":memory:")).connect();
      for (const table of ["form_encounter", "openemr_postcalendar_categories"]) {
        await connection.run(`CREATE VIEW ${table} AS ${views[table]}`);
      }
      await connection.run(`CREATE VIEW parameters AS ${views.parameters}`);
      for (const name of ["patients-per-month", "encounters-by-type"]) {
        const report = readFileSync(path.join(SOURCE, `reports/${name}.sql`), "utf8");
        expect((await connection.runAndReadAll(report)).getRowObjectsJson()).toEqual([]);
      }
      connection.closeSync();
    },
  );

  it("is a fault where there is no table at all, and the job says what may be the reason", () => {
    const { status, stderr } = run(PLACES, { FAULTS: JSON.stringify({ "": NOT_FOUND }) });
    expect(status).not.toBe(0);
    expect(stderr).toContain(
      "s3://b/exports/one/openemr holds none of the tables form_encounter, openemr_postcalendar_categories, patient_data",
    );
    expect(stderr).toContain("analytics_export_only");
    expect(stderr).not.toContain("Traceback");
  });

  it("is told from one that may not be read", () => {
    const faults = { "openemr.form_encounter": "com.amazonaws...AmazonS3Exception: Access Denied" };
    const { status, stderr } = run(PLACES, { FAULTS: JSON.stringify(faults) });
    expect(status).not.toBe(0);
    expect(stderr).toContain(
      "s3://b/exports/one/openemr/openemr.form_encounter could not be read: com.amazonaws",
    );
  });
});

describe("the notebook", () => {
  const notebook = JSON.parse(readFileSync(path.join(SOURCE, "first-look.ipynb"), "utf8")) as {
    cells: Array<{ cell_type: string; source: string[]; outputs?: unknown[]; execution_count?: unknown }>;
  };
  const code = notebook.cells.filter(({ cell_type: type }) => type === "code");

  const cell = (source: string[]) => source.join("");
  /** Runs the cells as one program, without the magics of SparkMagic that say where each runs. */
  function runNotebook(exports: readonly object[]) {
    const magics = /^%%(local|spark -o \w+|send_to_spark -i (\w+) -t str -n \2)(\n|$)/;
    const cells = code.map(({ source }) => cell(source).replace(magics, ""));
    const script = ["from pyspark.sql import SparkSession as spark", ...cells, "spark.stop()"]
      .join("\n")
      .replaceAll("PARAMETER_NAME", "/openemr-production/analytics")
      .replaceAll('"patients-per-month"', '"first"')
      .replaceAll('"encounters-by-type"', '"first"')
      .replaceAll('"age-pyramid"', '"second"');
    const { status, stdout, stderr } = spawnSync("python3", ["-B", "-c", script], {
      encoding: "utf8",
      env: { ...process.env, PYTHONPATH: `${folder}:${SOURCE}`, EXPORTS: JSON.stringify(exports) },
    });
    const [, log = "[]"] = /^LOG (.*)$/m.exec(stdout) ?? [];
    return { status, stdout, stderr, log: JSON.parse(log) as unknown[][] };
  }

  it("finds the newest complete export by itself, does what the job does, and draws charts", () => {
    const { status, stderr, stdout, log } = runNotebook([
      { ExportTaskIdentifier: "old", Status: "COMPLETE", S3Bucket: "b", TaskEndTime: 1 },
      { ExportTaskIdentifier: "new", Status: "COMPLETE", S3Bucket: "b", TaskEndTime: 2 },
      { ExportTaskIdentifier: "foreign", Status: "COMPLETE", S3Bucket: "c", TaskEndTime: 3 },
      { ExportTaskIdentifier: "running", Status: "IN_PROGRESS", S3Bucket: "b" },
    ]);
    expect([status, stderr]).toEqual([0, ""]);
    expect(stdout).toContain("The newest export is new.");
    const views = (all: unknown[][]) => all.filter(([what]) => what === "view").map(([, , of]) => of);
    const job = run([
      "--export=s3://b/exports/new",
      "--reports=s3://b/code/reports",
      "--output=s3://b/results/new",
    ]);
    expect(views(log)).toEqual(views(job.log));
    expect(log).toContainEqual(["module", "s3://b/code/reports.py"]);
    expect(stdout.match(/^CHART$/gm)).toHaveLength(2);
  });

  it("says what to do while there is no export", () => {
    expect(runNotebook([]).stderr).toContain("There is no complete export of the database yet. Start one");
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
