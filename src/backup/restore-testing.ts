import { join } from "node:path";
import { BackupRestoreTestingPlan } from "@cdktf/provider-aws/lib/backup-restore-testing-plan";
import { BackupRestoreTestingSelection } from "@cdktf/provider-aws/lib/backup-restore-testing-selection";
import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { LambdaFunctionEventInvokeConfig } from "@cdktf/provider-aws/lib/lambda-function-event-invoke-config";
import type { TerraformResource } from "cdktf";
import { Construct } from "constructs";
import type { EncryptionKey } from "../aws/encryption-key";
import type { Installation } from "../aws/installation";
import { TypeScriptFunction } from "../aws/typescript-function";
import type { Database } from "../database/database";
import type { Files } from "../files/files";
import { tf, tfString, type Value } from "../terraform/expression";
import { Toggle } from "../terraform/instance-scope";
import type { BackupPlan } from "./backup-plan";

export interface RestoreTestingProps {
  readonly installation: Installation;
  readonly enabled: Value<boolean>;
  /** When backups begin: a time of day in UTC, such as `05:00`. */
  readonly time: Value<string>;
  readonly backup: BackupPlan;
  readonly database: Database;
  readonly files: Files;
  /** Encrypts database and files, and so what is restored of them. */
  readonly dataKey: EncryptionKey;
  /** Encrypts the function's log. */
  readonly logKey: EncryptionKey;
  readonly logRetentionDays: Value<number>;
}

const FUNCTION = "judge-restore";

/** A test restores the newest backup of these days. The function says where that is older than it should be. */
const WINDOW_DAYS = 8;

/** For which AWS Backup keeps what was restored, where the function does not answer. It answers in a minute. */
const VALIDATION_HOURS = 2;

/**
 * AWS Backup restores the newest backup of database and files each Sunday, beside what is in use, and deletes it again
 * when a function has judged it. The database is a cluster without an instance: AWS Backup makes none, so nobody can
 * read in it. `npm run restore -- <environment> --rehearse` looks into the data.
 *
 * "Restore testing" and "Restore testing validation" in the developer guide of AWS Backup, read on 2026-11-30.
 */
export class RestoreTesting extends Construct {
  /** Known at plan time. */
  readonly enabled: Value<boolean>;
  readonly functionName: string;

  constructor(scope: Construct, id: string, props: RestoreTestingProps) {
    super(scope, id);
    const { installation, backup, database, files, dataKey } = props;
    this.enabled = props.enabled;
    this.functionName = installation.names.of(FUNCTION, "function");
    const on = new Toggle(this, "Default", props.enabled);
    const [hour, minute] = [0, 3].map((position) => tf`tonumber(substr(${props.time}, ${position}, 2))`);
    const plan = new BackupRestoreTestingPlan(on, "plan", {
      name: underscored(installation.names.of("restores")),
      scheduleExpression: `cron(${minute} ${hour} ? * SUN *)`,
      startWindowHours: 8,
      recoveryPointSelection: [
        {
          algorithm: "LATEST_WITHIN_WINDOW",
          includeVaults: [backup.vault.arn],
          recoveryPointTypes: ["SNAPSHOT"],
          selectionWindowDays: WINDOW_DAYS,
        },
      ],
    });
    const common = {
      restoreTestingPlanName: plan.name,
      iamRoleArn: backup.restoreRole.arn,
      validationWindowHours: VALIDATION_HOURS,
      // AWS Backup does not try again with a role that IAM does not know yet; instances take minutes.
      dependsOn: [...backup.restoreRole.permissions, ...database.instances],
    };
    const { cluster } = database;
    new BackupRestoreTestingSelection(on, "database", {
      ...common,
      name: underscored(installation.names.of("database")),
      protectedResourceType: "Aurora",
      lifecycle: madeAnewWith(cluster),
      protectedResourceArns: [cluster.arn],
      // Without these AWS Backup takes the account's default VPC, which is open or missing.
      restoreMetadataOverrides: {
        dbSubnetGroupName: cluster.dbSubnetGroupName,
        vpcSecurityGroupIds: tfString`jsonencode([${database.securityGroup.id}])`,
        kmsKeyId: dataKey.arn,
      },
    });
    new BackupRestoreTestingSelection(on, "files", {
      ...common,
      name: underscored(installation.names.of("files")),
      protectedResourceType: "EFS",
      lifecycle: madeAnewWith(files.fileSystem),
      protectedResourceArns: [files.fileSystem.arn],
      restoreMetadataOverrides: { kmsKeyId: dataKey.arn },
    });
    this.judge(on, plan, props);
  }

  private judge(on: Toggle, plan: BackupRestoreTestingPlan, props: RestoreTestingProps): void {
    const { installation, database, dataKey, logKey, logRetentionDays } = props;
    const judge = new TypeScriptFunction(on, "function", {
      entry: join(__dirname, "..", "..", "lambda", "judge-restore", "handler.ts"),
      installation,
      name: FUNCTION,
      description: "Judges what a restore test of AWS Backup made",
      memorySize: 256,
      timeout: 60,
      environment: { DATABASE_ARN: database.cluster.arn, KEY_ARN: dataKey.arn },
      encryptionKey: logKey,
      logRetentionDays,
      statements: [
        {
          // IAM compares no resource of a restore job.
          sid: "JudgeRestoreJobs",
          actions: ["backup:DescribeRestoreJob", "backup:PutRestoreValidationResult"],
          resources: ["*"],
          conditions: { StringEquals: { "aws:RequestedRegion": installation.region } },
        },
        {
          // AWS Backup makes up the names of what it restores.
          sid: "LookAtRestored",
          actions: ["elasticfilesystem:DescribeFileSystems", "rds:DescribeDBClusters"],
          resources: [
            installation.arn("elasticfilesystem", "file-system/*"),
            installation.arn("rds", "cluster:*"),
          ],
        },
      ],
    });
    new LambdaFunctionEventInvokeConfig(on, "retries", {
      functionName: judge.name,
      // AWS Backup takes one result of a test; the calls themselves are tried again.
      maximumRetryAttempts: 0,
      maximumEventAgeInSeconds: 3600,
    });
    const rule = new CloudwatchEventRule(on, "completed", {
      name: installation.names.of("restore-tested"),
      description: "Has a restore test judged",
      eventPattern: tfString`jsonencode(${{
        source: ["aws.backup"],
        "detail-type": ["Restore Job State Change"],
        detail: { status: ["COMPLETED"], restoreTestingPlanArn: [plan.arn] },
      }})`,
    });
    judge.runOn(rule, { scope: on, statementId: "completed", targetId: FUNCTION });
  }
}

/** AWS Backup takes letters, digits and underscores in these names. */
function underscored(name: string): string {
  return tfString`replace(${name}, "-", "_")`;
}

/** The provider's update of a selection leaves out the ARNs: one that is not made anew would go on with the old resource. */
function madeAnewWith({ terraformResourceType, friendlyUniqueId }: TerraformResource) {
  return { replaceTriggeredBy: [`${terraformResourceType}.${friendlyUniqueId}.arn`] };
}
