import { LogGroup } from "../../src/aws/log-group";
import { ServiceRole } from "../../src/aws/service-role";
import { SynthesizedCapability } from "../support/capability";

const synthesized = new SynthesizedCapability(({ stack, installation, variables, logKey }) => {
  const group = new LogGroup(stack, "log", {
    name: "/some/log",
    retentionDays: variables.applicationLogRetentionDays.value,
    encryptionKey: logKey,
  });
  new ServiceRole(stack, "writer", {
    installation,
    name: "writer",
    service: "ecs-tasks.amazonaws.com",
    statements: [group.grantWrite()],
  });
  new ServiceRole(stack, "finder", {
    installation,
    name: "finder",
    service: "ecs-tasks.amazonaws.com",
    statements: group.grantWriteAndFind(),
  });
});

const OWN = '"Resource" = ["${aws_cloudwatch_log_group.log.arn}:*"]';

test("a log group is encrypted, and forgets after the days that the operator chose", () => {
  expect(synthesized.resource("aws_cloudwatch_log_group.log")).toMatchObject({
    name: "/some/log",
    retention_in_days: "${var.application_log_retention_days}",
    kms_key_id: "${aws_kms_key.log_key.arn}",
  });
});

test("the right to write to it is for this group, and for nothing else", () => {
  const statements = synthesized.statements("aws_iam_role_policy.writer_policy");
  expect(Object.keys(statements)).toEqual(["WriteLog"]);
  expect(statements.WriteLog).toContain(OWN);
  expect(statements.WriteLog).toContain('"Action" = ["logs:CreateLogStream", "logs:PutLogEvents"]');
});

test("the right to find it lists groups, and reads none", () => {
  const { WriteLog, FindLog } = synthesized.statements("aws_iam_role_policy.finder_policy");
  expect(WriteLog).toContain("logs:DescribeLogStreams");
  expect(FindLog).toContain('"Action" = ["logs:DescribeLogGroups"]');
  expect([WriteLog, FindLog].join()).not.toMatch(/logs:(Get|Filter|Start)/);
});
