import { EcsCluster } from "@cdktf/provider-aws/lib/ecs-cluster";
import { EcsExec } from "../../src/application/ecs-exec";
import { ServiceRole } from "../../src/aws/service-role";
import { SynthesizedCapability } from "../support/capability";

const synthesized = new SynthesizedCapability(({ stack, installation, variables, logKey }) => {
  const exec = new EcsExec(stack, "exec", {
    installation,
    enabled: variables.enableEcsExec.value,
    logKey,
    logRetentionDays: 400,
  });
  exec.configure(new EcsCluster(stack, "cluster", { name: "test" }));
  exec.grantExec(
    new ServiceRole(stack, "task", { installation, name: "task", service: "ecs-tasks.amazonaws.com" }),
  );
});

describe("ECS Exec", () => {
  it("has what is typed and shown encrypted and recorded twice, by a configuration that no toggle takes away", () => {
    expect(synthesized.resource("aws_ecs_cluster.cluster")).toMatchObject({
      configuration: {
        execute_command_configuration: {
          kms_key_id: "${aws_kms_key.log_key.arn}",
          logging: "OVERRIDE",
          log_configuration: {
            cloud_watch_encryption_enabled: true,
            cloud_watch_log_group_name: "${aws_cloudwatch_log_group.exec_log.name}",
            s3_bucket_encryption_enabled: true,
            s3_bucket_name: "${aws_s3_bucket.exec_bucket.bucket}",
            s3_key_prefix: "exec-command-output",
          },
        },
      },
    });
  });

  it("keeps the records when it is turned off, destroys no key, and takes the rights away", () => {
    const toggled = (address: string) => "count" in synthesized.resource(address);
    expect(toggled("aws_cloudwatch_log_group.exec_log")).toBe(false);
    expect(toggled("aws_s3_bucket.exec_bucket")).toBe(false);
    expect(toggled("aws_kms_key.log_key")).toBe(false);
    expect(Object.keys(synthesized.resources("aws_kms_key")).sort()).toEqual(["data_key", "log_key"]);
    expect(toggled("aws_iam_role_policy.exec_task_policy")).toBe(true);
  });

  it("lets a record expire after the time that the operator chose", () => {
    expect(synthesized.resource("aws_cloudwatch_log_group.exec_log")).toMatchObject({
      retention_in_days: 400,
    });
    const { rule } = synthesized.resource("aws_s3_bucket_lifecycle_configuration.exec_bucket_lifecycle") as {
      rule: [object];
    };
    expect(rule[0]).toMatchObject({ expiration: [{ days: 400 }] });
  });

  it("lets a task write records, but not read them", () => {
    const statements = synthesized.evaluatedStatements("aws_iam_role_policy.exec_task_policy");
    expect(statements.WriteBucket).toMatchObject({
      Action: ["s3:PutObject"],
      Resource: ["aws_s3_bucket.exec_bucket.arn/exec-command-output/*"],
    });
    const policy = JSON.stringify(statements);
    expect(policy).not.toMatch(/s3:GetObject|logs:GetLogEvents/);
    // Who writes over a record leaves the one before as a version, and the one in the log group as it is.
    expect(policy).not.toMatch(/s3:(Delete|PutBucket|PutLifecycle)|logs:(Delete|PutRetention)|"(s3|logs):\*/);
    expect(synthesized.resource("aws_s3_bucket_versioning.exec_bucket_versioning")).toMatchObject({
      versioning_configuration: { status: "Enabled" },
    });
    expect(statements.DecryptSessions!.Condition!.Null).toEqual({
      "kms:EncryptionContext:aws:ssm:SessionId": "false",
    });
    expect(statements.EncryptRecords!.Condition!.StringEquals).toMatchObject({
      "kms:ViaService": "s3.us-east-1.amazonaws.com",
    });
  });
});
