import { join } from "node:path";
import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { LambdaFunctionEventInvokeConfig } from "@cdktf/provider-aws/lib/lambda-function-event-invoke-config";
import { Construct } from "constructs";
import type { EncryptionKey } from "../aws/encryption-key";
import type { Installation } from "../aws/installation";
import { TypeScriptFunction } from "../aws/typescript-function";
import { asString, type Value } from "../terraform/expression";
import { Toggle } from "../terraform/instance-scope";
import { logNamespace } from "./log-metrics";

export interface ProbeProps {
  readonly installation: Installation;
  readonly enabled: Value<boolean>;
  /** Where people open OpenEMR. */
  readonly address: Value<string>;
  /** Encrypts the function's log. */
  readonly logKey: EncryptionKey;
  readonly logRetentionDays: Value<number>;
}

const NAME = "probe";

/** Name of the function, and of its metrics' dimension. */
export function probeName({ names }: Installation): string {
  return names.of(NAME, "function");
}

/**
 * Looks at the public address once a minute as a browser would, from outside the VPC: a function that has no right but
 * to write its log, so that somebody who takes it over has gained nothing.
 */
export class Probe extends Construct {
  constructor(scope: Construct, id: string, props: ProbeProps) {
    super(scope, id);
    const { installation, logKey, logRetentionDays } = props;
    const on = new Toggle(this, "Default", props.enabled);
    const probe = new TypeScriptFunction(on, "function", {
      entry: join(__dirname, "..", "..", "lambda", "probe", "handler.ts"),
      installation,
      name: NAME,
      description: "Looks at OpenEMR's public address once a minute",
      // TLS is slow with the processor that less memory has.
      memorySize: 256,
      timeout: 30,
      environment: { ADDRESS: asString(props.address), NAMESPACE: logNamespace(installation) },
      encryptionKey: logKey,
      logRetentionDays,
      statements: [],
    });
    new LambdaFunctionEventInvokeConfig(on, "retries", {
      functionName: probe.name,
      // The next look is a minute away, and a second one for the same minute would count twice.
      maximumRetryAttempts: 0,
      maximumEventAgeInSeconds: 60,
    });
    const rule = new CloudwatchEventRule(on, "schedule", {
      name: probeName(installation),
      description: "Has the probe look at OpenEMR's public address",
      scheduleExpression: "rate(1 minute)",
    });
    probe.runOn(rule, { scope: on, statementId: "schedule", targetId: NAME });
  }
}
