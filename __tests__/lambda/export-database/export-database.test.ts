import { exportDatabase } from "../../../lambda/export-database/export-database";
import type { Settings } from "../../../lambda/export-database/settings";
import { type Export, RdsStandIn } from "./rds-stand-in";

const CLUSTER = "arn:aws:rds:us-east-1:123456789012:cluster:openemr-production-database";
const SETTINGS: Settings = {
  clusterArn: CLUSTER,
  exportPrefix: "openemr-production",
  bucket: "sagemaker-exports",
  folder: "exports",
  roleArn: "arn:aws:iam::123456789012:role/export",
  keyArn: "arn:aws:kms:us-east-1:123456789012:key/1",
  exportOnly: "[]",
};
const NOW = new Date("2026-03-01T10:20:30Z");

let rds: RdsStandIn;
beforeEach(async () => {
  rds = await RdsStandIn.start();
});
afterEach(() => rds.stop());

const start = (only: string[] = [], now = NOW) => exportDatabase(rds.client, SETTINGS, { only }, now);

function existing(task: Partial<Export>): Export {
  const all: Export = {
    ExportTaskIdentifier: "openemr-production-202602280000",
    SourceArn: CLUSTER,
    Status: "IN_PROGRESS",
    PercentProgress: 40,
    S3Bucket: "sagemaker-exports",
    S3Prefix: "exports",
    ExportOnly: [],
    ...task,
  };
  rds.exports.push(all);
  return all;
}

it("starts an export of the cluster, with an identifier of its own, and returns what RDS says", async () => {
  expect(await start()).toEqual(
    expect.objectContaining({
      ExportTaskIdentifier: "openemr-production-202603011020",
      Status: "STARTING",
      SourceArn: CLUSTER,
      IamRoleArn: SETTINGS.roleArn,
      KmsKeyId: SETTINGS.keyArn,
      started: true,
      destination: "s3://sagemaker-exports/exports/openemr-production-202603011020/",
    }),
  );
});

it("limits it to what was asked for", async () => {
  expect(await start(["openemr.form_encounter", "openemr.patient_data"])).toMatchObject({
    ExportOnly: ["openemr.form_encounter", "openemr.patient_data"],
  });
});

it("starts a second one once the first has ended, as often as somebody wants", async () => {
  const ids = [];
  for (const minute of [1, 2, 3]) {
    const { ExportTaskIdentifier } = await start([], new Date(Date.UTC(2026, 2, 1, 10, minute)));
    ids.push(ExportTaskIdentifier);
    for (const task of rds.exports) task.Status = "COMPLETE";
  }
  expect(new Set(ids).size).toBe(3);
});

it("starts another one even in the minute in which one failed", async () => {
  await start();
  rds.exports[0]!.Status = "FAILED";
  expect(await start()).toMatchObject({
    ExportTaskIdentifier: "openemr-production-20260301102030",
    started: true,
  });
  expect(rds.exports).toHaveLength(2);
});

it.each(["STARTING", "IN_PROGRESS"])(
  "returns the one that runs (%s), on whatever page it is",
  async (Status) => {
    for (let i = 0; i < 3; i++) existing({ ExportTaskIdentifier: `old-${i}`, Status: "COMPLETE" });
    existing({ ExportTaskIdentifier: "running", Status });
    rds.pageSize = 2;
    expect(await start()).toMatchObject({ ExportTaskIdentifier: "running", started: false });
    expect(rds.asked).toEqual([]);
  },
);

it("does not touch exports of other clusters", async () => {
  existing({ SourceArn: `${CLUSTER}-other` });
  expect(await start()).toMatchObject({ started: true });
});

it("starts one export for two calls at once", async () => {
  const found = await Promise.all([start(), start()]);
  expect(rds.exports).toHaveLength(1);
  expect(found.filter(({ started }) => started)).toHaveLength(1);
  expect(new Set(found.map((task) => task.ExportTaskIdentifier)).size).toBe(1);
});

it.each([
  ["exports something else", { ExportOnly: ["openemr.log"] }, "exports openemr.log, not everything"],
  ["goes elsewhere", { S3Bucket: "mine" }, "goes to the bucket mine, not sagemaker-exports"],
  ["is being stopped", { Status: "CANCELING" }, "is being stopped"],
])("refuses while one runs that %s", async (_, task, why) => {
  existing({ ExportTaskIdentifier: "running", ...task });
  await expect(start()).rejects.toThrow(why);
  await expect(start()).rejects.toThrow("aws rds cancel-export-task --export-task-identifier running");
  expect(rds.asked).toEqual([]);
});

it.each([
  ["IamRoleNotFound", "The IAM role requested wasn't found", "which makes the role"],
  ["IamRoleMissingPermissions", "The IAM role isn't allowed", "A new role takes a minute"],
  ["KMSKeyNotAccessibleFault", "The key is disabled", "has to be enabled"],
  ["InvalidS3BucketFault", "The bucket does not exist", "which makes the bucket"],
  ["InvalidExportOnly", "no such table", "tables that exist"],
  ["InvalidExportSourceState", "The source is creating", "until the cluster is available"],
  ["ExportTaskLimitReachedFault", "You can't run more than 5 exports", "Only five exports"],
  ["DBClusterNotFoundFault", "not found", "Deploy the stack again"],
  ["AccessDenied", "not authorized to perform: rds:StartExportTask", "lacks the permission"],
])("names the way out of %s", async (code, message, advice) => {
  rds.failure = { action: "StartExportTask", code, message, times: Number.POSITIVE_INFINITY };
  const refusal = start();
  await expect(refusal).rejects.toThrow(`Could not start the export: ${code}`.replace(/Fault$/, ""));
  await expect(refusal).rejects.toThrow(advice);
  expect(rds.exports).toEqual([]);
});

it("gets over a throttled call, and says so when it is throttled for good", async () => {
  const throttled = { code: "Throttling", message: "Rate exceeded", status: 400 };
  rds.failure = { action: "StartExportTask", ...throttled, times: 1 };
  expect(await start()).toMatchObject({ started: true });
  rds.failure = { action: "DescribeExportTasks", ...throttled, times: Number.POSITIVE_INFINITY };
  await expect(start()).rejects.toThrow("started none: Throttling: Rate exceeded. AWS is asked too often.");
  expect(rds.exports).toHaveLength(1);
});
