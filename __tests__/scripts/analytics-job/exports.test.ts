import { chooseExport } from "../../../scripts/analytics-job/exports";
import { type Export, RdsStandIn } from "../../lambda/export-database/rds-stand-in";
import { ENVIRONMENT } from "./fixture";

let rds: RdsStandIn;
beforeEach(async () => {
  rds = await RdsStandIn.start();
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
const choose = (wanted?: string) => chooseExport(rds.client, ENVIRONMENT, wanted);

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
