import { isEndOfExport, lookAtEndedExport } from "../../../lambda/export-database/ended-export";
import type { Settings } from "../../../lambda/export-database/settings";
import { RdsStandIn } from "./rds-stand-in";

const CLUSTER = "arn:aws:rds:us-east-1:123456789012:cluster:openemr-production-database";
const SETTINGS = { clusterArn: CLUSTER, bucket: "sagemaker-exports" } as Settings;

let rds: RdsStandIn;
beforeEach(async () => {
  rds = await RdsStandIn.start();
});
afterEach(() => rds.stop());

const ended = (id: string, TaskEndTime: string, members: object = {}) =>
  rds.exports.push({
    ExportTaskIdentifier: id,
    SourceArn: CLUSTER,
    Status: "COMPLETE",
    S3Bucket: "sagemaker-exports",
    S3Prefix: "exports",
    ExportOnly: [],
    TaskEndTime,
    ...members,
  });

it("tells of the warning of an export that RDS calls complete", async () => {
  ended("old", "2026-03-01T10:00:00Z", { WarningMessage: "An older one" });
  ended("new", "2026-03-02T10:00:00Z", { WarningMessage: "Table openemr.x was skipped" });
  await expect(lookAtEndedExport(rds.client, SETTINGS)).rejects.toThrow(
    "The export new ended as COMPLETE, but RDS warns: Table openemr.x was skipped. What it names is not in the export.",
  );
});

it("is content with the newest one if that has no warning, whatever others had", async () => {
  ended("old", "2026-03-01T10:00:00Z", { WarningMessage: "An older one" });
  ended("new", "2026-03-02T10:00:00Z");
  ended("elsewhere", "2026-03-03T10:00:00Z", { S3Bucket: "of-others", WarningMessage: "Not ours" });
  expect(await lookAtEndedExport(rds.client, SETTINGS)).toBe(
    "The export new ended as COMPLETE, without a warning.",
  );
});

it("is asked to look by RDS's event, and by nothing that starts an export", () => {
  expect(isEndOfExport({ source: "aws.rds", "detail-type": "RDS DB Cluster Event" })).toBe(true);
  for (const event of [undefined, null, {}, { only: [] }, { "detail-type": "Scheduled Event" }]) {
    expect(isEndOfExport(event)).toBe(false);
  }
});
