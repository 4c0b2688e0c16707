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

const GROUP = "aws_cloudwatch_log_group.log.arn";

test("a log group is encrypted, and forgets after the days that the operator chose", () => {
  expect(synthesized.resource("aws_cloudwatch_log_group.log")).toMatchObject({
    name: "/some/log",
    retention_in_days: "${var.application_log_retention_days}",
    kms_key_id: "${aws_kms_key.log_key.arn}",
  });
});

test("the right to write to it is for this group, and for nothing else", () => {
  const { WriteLog, ...others } = synthesized.evaluatedStatements("aws_iam_role_policy.writer_policy");
  expect(WriteLog).toMatchObject({
    Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
    Resource: [`${GROUP}:*`],
  });
  expect(others).toEqual({});
});

test("the right to find it lists groups, and reads none", () => {
  const { WriteLog, FindLog, ...others } = synthesized.evaluatedStatements(
    "aws_iam_role_policy.finder_policy",
  );
  expect(WriteLog).toMatchObject({
    Action: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
    Resource: [GROUP, `${GROUP}:*`],
  });
  expect(FindLog).toMatchObject({ Action: ["logs:DescribeLogGroups"], Resource: ["*"] });
  expect(others).toEqual({});
});
