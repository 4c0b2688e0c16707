import { readFileSync } from "node:fs";
import path from "node:path";
import { S3Client } from "@aws-sdk/client-s3";
import { chooseExport, TABLES } from "../../../../scripts/commands/analytics-job/exports";
import { type Export, RdsStandIn } from "../../../lambda/export-database/rds-stand-in";
import { ENVIRONMENT } from "./fixture";

let rds: RdsStandIn;
/** Folders without an object. */
let empty: string[];
let said: string[];
beforeEach(async () => {
  rds = await RdsStandIn.start();
  empty = [];
  said = [];
});
afterEach(() => rds.stop());

const add = (id: string, others: Partial<Export> = {}) =>
  rds.exports.push({
    ExportTaskIdentifier: id,
    SourceArn: ENVIRONMENT.database_cluster_arn,
    Status: "COMPLETE",
    S3Bucket: ENVIRONMENT.database_bucket,
    S3Prefix: "exports",
    ExportOnly: [],
    TaskEndTime: "2026-03-01T10:00:00Z",
    ...others,
  });
function choose(wanted?: string, database = "openemr") {
  const s3 = new S3Client({ region: "us-east-1" });
  s3.send = (async ({ input }: { input: { Bucket: string; Prefix: string } }) => {
    expect(input.Bucket).toBe(ENVIRONMENT.database_bucket);
    return { KeyCount: empty.includes(input.Prefix) ? 0 : 1 };
  }) as never;
  return chooseExport({ rds: rds.client, s3 }, ENVIRONMENT, { export: wanted, database }, (line) =>
    said.push(line),
  );
}

it("knows what the reports read", () => {
  const job = readFileSync(path.join(__dirname, "../../../../analytics/reports.py"), "utf8");
  const tables = /^TABLES = \{$(.*?)^\}$/ms.exec(job)![1]!;
  expect([...tables.matchAll(/^ {4}"(\w+)": /gm)].map(([, name]) => name)).toEqual(TABLES);
});

it("passes over exports without what the reports read, and says why", async () => {
  add("whole", { TaskEndTime: "2026-03-01T10:00:00Z" });
  add("partial", { TaskEndTime: "2026-03-04T10:00:00Z", ExportOnly: ["openemr.patient_data"] });
  add("other", { TaskEndTime: "2026-03-03T10:00:00Z", ExportOnly: ["mysql"] });
  add("expired", { TaskEndTime: "2026-03-02T10:00:00Z" });
  empty = ["exports/expired/openemr/"];
  expect(await choose()).toBe("whole");
  expect(said).toEqual([
    "Passed over the export partial, which was made without openemr.form_encounter, openemr.openemr_postcalendar_categories.",
    expect.stringContaining("Passed over the export other, which was made without"),
    "Passed over the export expired, which has nothing in s3://sagemaker-exports/exports/expired/openemr/: it has expired, or was deleted.",
  ]);
  await expect(choose("partial")).rejects.toThrow('The export "partial" was made without');
  await expect(choose("expired")).rejects.toThrow('The export "expired" has nothing in');
});

it.each([[["openemr"]], [TABLES.map((table) => `openemr.${table}`)]])(
  "takes one that is limited to %j",
  async (only) => {
    add("limited", { ExportOnly: only });
    expect(await choose()).toBe("limited");
  },
);

it("says so when no export has what the reports read", async () => {
  add("partial", { ExportOnly: ["openemr.patient_data"] });
  await expect(choose()).rejects.toThrow("There is no export that has what the reports read. Start one:");
});

it("takes the newest complete export of this environment", async () => {
  add("old", { TaskEndTime: "2026-02-01T10:00:00Z" });
  add("new");
  add("older", { TaskEndTime: "2026-01-01T10:00:00Z" });
  add("failed", { Status: "FAILED", TaskEndTime: "2026-03-05T10:00:00Z" });
  add("elsewhere", { S3Bucket: "mine", TaskEndTime: "2026-03-06T10:00:00Z" });
  add("of another", {
    SourceArn: "arn:aws:rds:us-east-1:1:cluster:other",
    TaskEndTime: "2026-03-07T10:00:00Z",
  });
  expect(await choose()).toBe("new");
  expect(await choose("old")).toBe("old");
});

it("says what there is when it does not find the one that was asked for", async () => {
  add("old");
  await expect(choose("older")).rejects.toThrow(
    'There is no export "older" in sagemaker-exports. There is old.',
  );
  add("failed", { Status: "FAILED", FailureCause: "The bucket is gone" });
  await expect(choose("failed")).rejects.toThrow("not complete but FAILED: The bucket is gone");
});

it("says how to start one when there is none, and how far the one is that runs", async () => {
  await expect(choose()).rejects.toThrow("--function-name openemr-production-export-database");
  add("running", { Status: "IN_PROGRESS", PercentProgress: 40 });
  await expect(choose()).rejects.toThrow("running is IN_PROGRESS, 40 %");
});
