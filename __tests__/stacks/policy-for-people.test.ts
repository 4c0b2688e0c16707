import { denialsForPeople } from "../../src/stacks/policy-for-people";
import { documentOf } from "../github/boundary-support";
import { Permissions } from "../support/iam-evaluation";

/**
 * Actions of AWS's managed policies ReadOnlyAccess, CloudWatchReadOnlyAccess and SecurityAudit by which they read what
 * patients said: AWS Managed Policy Reference Guide, read on 2026-11-29.
 */
const READS: ReadonlyArray<readonly [string, string]> = [
  [
    "logs:FilterLogEvents",
    "arn:aws:logs:us-east-1:1:log-group:/aws/rds/cluster/openemr-clinic-database/general",
  ],
  ["logs:GetLogEvents", "arn:aws:logs:us-east-1:1:log-group:aws-waf-logs-openemr-clinic"],
  ["logs:StartQuery", "arn:aws:logs:us-east-1:1:log-group:/openemr-clinic/application"],
  ["logs:GetQueryResults", "*"],
  ["logs:StartLiveTail", "*"],
  ["pi:DescribeDimensionKeys", "arn:aws:pi:us-east-1:1:metrics/rds/db-ABC"],
  ["pi:GetDimensionKeyDetails", "arn:aws:pi:us-east-1:1:metrics/rds/db-ABC"],
  ["pi:GetPerformanceAnalysisReport", "arn:aws:pi:us-east-1:1:perf-reports/rds/db-ABC/report-1"],
  ["pi:GetResourceMetrics", "arn:aws:pi:us-east-1:1:metrics/rds/db-ABC"],
  ["rds:DownloadDBLogFilePortion", "arn:aws:rds:us-east-1:1:db:openemr-clinic-database-writer"],
  ["rds:DownloadCompleteDBLogFile", "arn:aws:rds:us-east-1:1:db:openemr-clinic-database-writer"],
  ["s3:GetObject", "arn:aws:s3:::openemr-clinic-alb-logs-1/AWSLogs/1/x"],
  ["s3:GetObjectVersion", "arn:aws:s3:::openemr-clinic-mail-1/x"],
  ["s3:ListBucket", "arn:aws:s3:::openemr-clinic-exports-1"],
];
const READ_ONLY = {
  Effect: "Allow",
  Action: ["logs:*", "rds:*", "s3:*", "ecs:*", "pi:*"],
  Resource: ["*"],
} as const;

const denials = new Permissions([documentOf(denialsForPeople("arn:aws:s3:::openemr-clinic-*"))]);
const person = denials.with(READ_ONLY);

it.each(READS)("nobody with AWS's read-only policies does %s on %s beside it", (action, resource) => {
  expect(new Permissions([]).with(READ_ONLY).allows(action, resource)).toBe(true);
  expect(person.allows(action, resource)).toBe(false);
});

it.each([
  ["logs:DescribeLogGroups", "*"],
  ["rds:DescribeDBClusters", "*"],
  ["pi:ListAvailableResourceMetrics", "arn:aws:pi:us-east-1:1:metrics/rds/db-ABC"],
  ["ecs:DescribeServices", "*"],
  ["s3:GetObject", "arn:aws:s3:::another-project/x"],
])("leaves %s on %s, which they work with", (action, resource) => {
  expect(person.allows(action, resource)).toBe(true);
});
