import type { EcsCluster } from "@cdktf/provider-aws/lib/ecs-cluster";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { EncryptionKey } from "../aws/encryption-key";
import type { Installation } from "../aws/installation";
import { LogGroup } from "../aws/log-group";
import { policyDocument } from "../aws/policy-document";
import { PrivateBucket } from "../aws/private-bucket";
import type { ServiceRole } from "../aws/service-role";
import type { Value } from "../terraform/expression";
import { select, Toggle } from "../terraform/instance-scope";

export interface EcsExecProps {
  readonly installation: Installation;
  /** Known at plan time. */
  readonly enabled: Value<boolean>;
  /** Encrypts sessions and their records; its policy lets CloudWatch Logs use it. */
  readonly logKey: EncryptionKey;
  /** Days for which it is kept what was typed and shown. */
  readonly logRetentionDays: Value<number>;
}

/** Where in the bucket the records of sessions lie. */
const PREFIX = "exec-command-output";

/**
 * ECS Exec: shells in running tasks, and port forwarding through them. Whoever opens one can read what OpenEMR
 * can, so all that is typed and shown is recorded, in CloudWatch Logs and in a bucket.
 *
 * The records outlive the toggle, which is meant to be on for hours: log group and bucket are always there, and
 * cost nothing while they are empty. So is the cluster's configuration, which the provider cannot take away, and
 * which does nothing while the service's tasks accept no sessions.
 */
export class EcsExec extends Construct {
  readonly enabled: Value<boolean>;
  readonly logGroup: LogGroup;
  readonly bucket: PrivateBucket;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: EcsExecProps,
  ) {
    super(scope, id);
    const { installation, enabled, logKey, logRetentionDays } = props;
    this.enabled = enabled;
    this.logGroup = new LogGroup(this, "log", {
      name: installation.names.path("exec"),
      retentionDays: logRetentionDays,
      encryptionKey: logKey,
    });
    this.bucket = new PrivateBucket(this, "bucket", {
      installation,
      name: "exec",
      encryptionKey: logKey,
      expireAfterDays: logRetentionDays,
    });
  }

  /** Has the sessions in a cluster's tasks encrypted and recorded. */
  configure(cluster: EcsCluster): void {
    cluster.putConfiguration({
      executeCommandConfiguration: {
        kmsKeyId: this.props.logKey.arn,
        logging: "OVERRIDE",
        logConfiguration: {
          cloudWatchEncryptionEnabled: true,
          cloudWatchLogGroupName: this.logGroup.name,
          s3BucketEncryptionEnabled: true,
          s3BucketName: this.bucket.name,
          s3KeyPrefix: PREFIX,
        },
      },
    });
  }

  /**
   * Labels of a container. An agent is put beside the containers of tasks that start with the toggle on, and
   * changing only the service starts none: another label makes another revision, which is deployed.
   */
  get labels(): Readonly<Record<string, string>> {
    return { "openemr.ecs-exec": select(this.enabled, "on", "off").asString };
  }

  /**
   * Lets the agent beside a task's containers open sessions and write their records, by the task's role.
   *
   * @returns what a task waits for, whose agent asks only once
   */
  grantExec(task: ServiceRole): ITerraformDependable {
    const { installation, logKey } = this.props;
    return new IamRolePolicy(new Toggle(this, "Default", this.enabled), "task_policy", {
      name: "exec",
      role: task.name,
      policy: policyDocument([
        {
          sid: "OpenSessions",
          actions: [
            "ssmmessages:CreateControlChannel",
            "ssmmessages:CreateDataChannel",
            "ssmmessages:OpenControlChannel",
            "ssmmessages:OpenDataChannel",
          ],
          // These actions know no resources.
          resources: ["*"],
        },
        {
          sid: "DecryptSessions",
          actions: ["kms:Decrypt"],
          resources: [logKey.arn],
          // Only data that Session Manager has encrypted, and nothing else that the key encrypts.
          conditions: { Null: { "kms:EncryptionContext:aws:ssm:SessionId": "false" } },
        },
        ...this.logGroup.grantWriteAndFind(),
        {
          sid: "CheckBucket",
          actions: ["s3:GetEncryptionConfiguration"],
          resources: [this.bucket.arn],
        },
        {
          sid: "WriteBucket",
          actions: ["s3:PutObject"],
          resources: [`${this.bucket.arn}/${PREFIX}/*`],
        },
        {
          sid: "EncryptRecords",
          actions: ["kms:GenerateDataKey", "kms:Decrypt"],
          resources: [logKey.arn],
          conditions: installation.via("s3"),
        },
      ]),
    });
  }
}
