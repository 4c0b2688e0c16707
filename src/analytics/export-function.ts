import { LambdaFunctionEventInvokeConfig } from "@cdktf/provider-aws/lib/lambda-function-event-invoke-config";
import { SchedulerSchedule } from "@cdktf/provider-aws/lib/scheduler-schedule";
import { Construct } from "constructs";
import type { EncryptionKey } from "../aws/encryption-key";
import type { Installation } from "../aws/installation";
import type { PolicyStatement } from "../aws/policy-document";
import { ServiceRole } from "../aws/service-role";
import { TypeScriptFunction } from "../aws/typescript-function";
import { asString, isGiven, type Value } from "../terraform/expression";
import { Toggle } from "../terraform/instance-scope";
import { exportFunctionName, exportName } from "./export-names";
import type { ExportNotices } from "./export-notices";

export interface ExportFunctionProps {
  readonly installation: Installation;
  /** The exported data: the function is named `export-<what>`. */
  readonly what: "files" | "database";
  readonly description: string;
  /** Path of the TypeScript file that exports `handler`. */
  readonly entry: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Rights to start an export and to look after it. */
  readonly statements: readonly PolicyStatement[];
  readonly encryptionKey: EncryptionKey;
  readonly notices: ExportNotices;
  readonly logRetentionDays: Value<number>;
  /** A schedule of EventBridge Scheduler in UTC; null for none. */
  readonly schedule: Value<string | null>;
}

/**
 * The function that starts an export, on request or on a schedule. It answers at once; the export goes on without
 * it. Where EventBridge Scheduler cannot start one, the topic is told, after two more attempts.
 */
export class ExportFunction extends Construct {
  readonly function: TypeScriptFunction;

  constructor(scope: Construct, id: string, props: ExportFunctionProps) {
    super(scope, id);
    const { installation, what, encryptionKey, notices, statements, schedule } = props;
    const name = exportName(what);
    this.function = new TypeScriptFunction(this, "Default", {
      entry: props.entry,
      installation,
      name,
      description: props.description,
      memorySize: 256,
      timeout: 60,
      environment: props.environment,
      encryptionKey,
      logRetentionDays: props.logRetentionDays,
      statements: [
        ...statements,
        { sid: "TellFailures", actions: ["sns:Publish"], resources: [notices.topic.arn] },
        {
          sid: "EncryptNotices",
          actions: ["kms:GenerateDataKey", "kms:Decrypt"],
          resources: [encryptionKey.arn],
          conditions: {
            StringEquals: { "kms:EncryptionContext:aws:sns:topicArn": notices.topic.arn },
          },
        },
      ],
    });
    const { function: lambda } = this.function;
    new LambdaFunctionEventInvokeConfig(this, "failures", {
      functionName: lambda.functionName,
      maximumRetryAttempts: 2,
      maximumEventAgeInSeconds: 3600,
      destinationConfig: { onFailure: { destination: notices.topic.arn } },
      dependsOn: [this.function.permissions],
    });
    const scheduled = new Toggle(this, "schedule", isGiven(schedule));
    const role = new ServiceRole(scheduled, "role", {
      installation,
      name: `${name}-schedule`,
      service: "scheduler.amazonaws.com",
      statements: [{ sid: "Start", actions: ["lambda:InvokeFunction"], resources: [lambda.arn] }],
    });
    new SchedulerSchedule(scheduled, "Default", {
      name: exportFunctionName(installation, what),
      description: props.description,
      scheduleExpression: asString(schedule),
      flexibleTimeWindow: { mode: "OFF" },
      target: { arn: lambda.arn, roleArn: role.arn, retryPolicy: { maximumRetryAttempts: 3 } },
      dependsOn: role.permissions,
    });
  }
}
