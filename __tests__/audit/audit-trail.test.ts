import { AuditTrail } from "../../src/audit/audit-trail";
import { ACCOUNT, arnOf, PARTITION, SynthesizedCapability } from "../support/capability";
import { evaluateExpressions } from "../support/evaluate";

const synthesized = new SynthesizedCapability(({ stack, variables, installation }) => {
  new AuditTrail(stack, "audit", {
    installation,
    enabled: variables.enableLongTermCloudtrailMonitoring.value,
    recordObjects: variables.enableS3DataEvents.value,
  });
});
const FOR_THIS_TRAIL = {
  Effect: "Allow",
  Principal: { Service: "cloudtrail.amazonaws.com" },
  Condition: {
    StringEquals: {
      "aws:SourceAccount": ACCOUNT,
      "aws:SourceArn": `${arnOf("cloudtrail")}:trail/openemr-test-audit`,
    },
  },
};

describe("the trail", () => {
  const trail = synthesized.resource("aws_cloudtrail.audit_trail");
  const selectors = trail.dynamic as {
    event_selector: Array<{ for_each: string; content: object }>;
    advanced_event_selector: Array<{ for_each: string; content: { field_selector: object[] } }>;
  };

  it("records every management event of all regions, provably unchanged", () => {
    expect(trail).toMatchObject({
      is_multi_region_trail: true,
      include_global_service_events: true,
      enable_log_file_validation: true,
      kms_key_id: "${aws_kms_key.audit_key[0].arn}",
    });
    expect(selectors.event_selector.map(({ content }) => content)).toEqual([
      { include_management_events: true, read_write_type: "All" },
    ]);
  });

  it("records reads and writes of the installation's objects on request, beside management events", () => {
    const { event_selector: usual, advanced_event_selector: advanced } = selectors;
    const times = (isOn: boolean) =>
      evaluateExpressions(
        synthesized.evaluable,
        { region: "us-east-1", enable_s3_data_events: isOn },
        [...usual, ...advanced].map(({ for_each }) => for_each),
      );
    expect([times(false), times(true)]).toEqual([
      [[1], [], [], []],
      [[], [1], [1], [1]],
    ]);
    expect(advanced.map(({ content }) => content.field_selector[0])).toEqual([
      { field: "eventCategory", equals: ["Management"] },
      { field: "eventCategory", equals: ["Data"] },
      { field: "eventCategory", equals: ["Data"] },
    ]);
    expect(advanced[1]!.content.field_selector[2]).toMatchObject({
      // Exports of patients' data have SageMaker's name first.
      starts_with: [
        expect.stringMatching(/:s3:::\$\{local\S+-$/),
        expect.stringMatching(/:s3:::sagemaker-\$\{local\S+-$/),
      ],
      not_starts_with: [expect.stringMatching(/-audit$/), expect.stringMatching(/-alb-logs$/)],
    });
  });

  it("records who reads or deletes the trail itself and access logs, in which patients are named", () => {
    const [, , { content }] = selectors.advanced_event_selector as [unknown, unknown, { content: object }];
    expect(content).toMatchObject({
      field_selector: [
        {},
        { field: "resources.type", equals: ["AWS::S3::Object"] },
        { field: "eventName", not_equals: ["PutObject"] },
        { starts_with: [expect.stringMatching(/-audit$/), expect.stringMatching(/-alb-logs$/)] },
      ],
    });
  });

  it("writes to CloudWatch Logs too, with a role for nothing else", () => {
    expect(trail.cloud_watch_logs_group_arn).toBe("${aws_cloudwatch_log_group.audit_log[0].arn}:*");
    const statements = synthesized.evaluatedStatements("aws_iam_role_policy.audit_role_policy");
    expect(Object.keys(statements)).toEqual(["WriteLog"]);
    expect(statements.WriteLog).toMatchObject({
      Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
      Resource: [`aws_cloudwatch_log_group.audit_log[0].arn:log-stream:${ACCOUNT}_CloudTrail_us-east-1*`],
    });
  });

  it("waits for the rights that it needs from its first moment", () => {
    expect(trail.depends_on).toEqual([
      "aws_s3_bucket_policy.audit_bucket_policy",
      "aws_iam_role_policy.audit_role_policy",
    ]);
  });

  it("exists with all its parts or not at all", () => {
    const audit = ["aws_cloudtrail", "aws_s3_bucket", "aws_s3_bucket_policy", "aws_kms_alias"].flatMap(
      (type) => Object.entries(synthesized.resources(type)).filter(([id]) => id.startsWith("audit")),
    );
    expect(audit).toHaveLength(4);
    const counts = (isOn: boolean) =>
      evaluateExpressions(
        synthesized.evaluable,
        { region: "us-east-1", enable_long_term_cloudtrail_monitoring: isOn },
        audit.map(([, { count }]) => count),
      );
    expect([counts(true), counts(false)]).toEqual([
      [1, 1, 1, 1],
      [0, 0, 0, 0],
    ]);
  });
});

describe("what it recorded", () => {
  it("stays seven years in S3, a year longer where it is deleted, and nine in CloudWatch Logs", () => {
    const { rule } = synthesized.resource("aws_s3_bucket_lifecycle_configuration.audit_bucket_lifecycle") as {
      rule: Array<Record<string, unknown>>;
    };
    expect(rule).toHaveLength(1);
    expect(rule[0]).toMatchObject({
      expiration: [{ days: 2555 }],
      noncurrent_version_expiration: [{ noncurrent_days: 365 }],
      transition: [{ days: 90, storage_class: "GLACIER" }],
    });
    expect(synthesized.resource("aws_cloudwatch_log_group.audit_log")).toMatchObject({
      retention_in_days: 3288,
      kms_key_id: "${aws_kms_key.audit_key[0].arn}",
    });
  });

  it("is not deleted with the stack where deletion is protected, nor the log and the key before it", () => {
    const bucket = synthesized.resource("aws_s3_bucket.audit_bucket");
    for (const deletion_protection of [true, false]) {
      expect(
        synthesized.evaluated("aws_s3_bucket.audit_bucket", ["force_destroy"], { deletion_protection }),
      ).toEqual({ force_destroy: !deletion_protection });
    }
    expect(bucket.depends_on).toEqual(["aws_cloudwatch_log_group.audit_log", "aws_kms_key.audit_key"]);
  });

  it("takes from CloudTrail this trail and no other", () => {
    const { CheckBucket, WriteTrail, DenyPlainHttp, ...others } = synthesized.evaluatedStatements(
      "aws_s3_bucket_policy.audit_bucket_policy",
    );
    const bucket = "aws_s3_bucket.audit_bucket[0].arn";
    expect(CheckBucket).toEqual({
      ...FOR_THIS_TRAIL,
      Sid: "CheckBucket",
      Action: ["s3:GetBucketAcl"],
      Resource: [bucket],
    });
    expect(WriteTrail).toMatchObject({
      Principal: FOR_THIS_TRAIL.Principal,
      Action: ["s3:PutObject"],
      Resource: [`${bucket}/AWSLogs/${ACCOUNT}/*`],
      Condition: FOR_THIS_TRAIL.Condition,
    });
    expect(DenyPlainHttp).toMatchObject({ Effect: "Deny", Principal: "*", Action: ["s3:*"] });
    expect(others).toEqual({});
  });

  it("is encrypted by CloudTrail only for this trail, and by CloudWatch Logs only for its own log group", () => {
    const { Account, EncryptLogs, EncryptTrail, ...others } =
      synthesized.evaluatedStatements("aws_kms_key.audit_key");
    expect(Account!.Principal).toEqual({ AWS: `arn:${PARTITION}:iam::${ACCOUNT}:root` });
    expect(EncryptTrail).toMatchObject(FOR_THIS_TRAIL);
    expect(EncryptLogs).toMatchObject({
      Principal: { Service: "logs.us-east-1.amazonaws.com" },
      Condition: {
        ArnLike: {
          "kms:EncryptionContext:aws:logs:arn": [`${arnOf("logs")}:log-group:/openemr-test/audit`],
        },
      },
    });
    expect(others).toEqual({});
  });
});

test("deletion protection keeps the trail, whole: the guard is asked before anything of it goes", () => {
  const guard = synthesized.resource("terraform_data.audit_guard");
  expect(guard.depends_on).toEqual(
    expect.arrayContaining([
      "aws_cloudtrail.audit_trail",
      "aws_s3_bucket.audit_bucket",
      "aws_kms_key.audit_key",
    ]),
  );
});
