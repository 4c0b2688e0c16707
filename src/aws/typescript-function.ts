import { basename, dirname, join } from "node:path";
import type { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { LambdaFunction, type LambdaFunctionConfig } from "@cdktf/provider-aws/lib/lambda-function";
import { LambdaPermission } from "@cdktf/provider-aws/lib/lambda-permission";
import { App, AssetType, type ITerraformDependable, TerraformAsset } from "cdktf";
import { Construct } from "constructs";
import type { Value } from "../terraform/expression";
import type { EncryptionKey } from "./encryption-key";
import type { Installation } from "./installation";
import { LogGroup } from "./log-group";
import { type PolicyStatement, policyDocument, trustService } from "./policy-document";
import { bundleOnce, NODE_MAJOR } from "./typescript-bundle";
import { zipFile } from "./zip-file";

/** The function's code, its rights, and the limits that it runs within. */
export interface TypeScriptFunctionProps
  extends Pick<
    LambdaFunctionConfig,
    "description" | "memorySize" | "timeout" | "vpcConfig" | "fileSystemConfig" | "deadLetterConfig"
  > {
  /** Path of the TypeScript file that exports `handler`. */
  readonly entry: string;
  readonly installation: Installation;
  /** Last part of the physical names of the function and of its role, e.g. `forward-mail`. */
  readonly name: string;
  /** Rights of the function beside writing its own log. */
  readonly statements: readonly PolicyStatement[];
  /** @default - none */
  readonly environment?: Readonly<Record<string, string>>;
  /** Encrypts the log and the environment. */
  readonly encryptionKey: EncryptionKey;
  /** Things that the function reaches as soon as it exists, such as a file system. @default - nothing */
  readonly dependsOn?: readonly ITerraformDependable[];
  /** Days for which the log is kept; one of the periods that CloudWatch Logs accepts. */
  readonly logRetentionDays: Value<number>;
}

interface RunOnProps {
  readonly scope: Construct;
  /** First part of the ids of permission and target. @default - nothing */
  readonly ids?: string;
  readonly statementId: string;
  /** @default - Terraform makes one up */
  readonly targetId?: string;
}

/**
 * A Lambda function from TypeScript: bundled and minified into one file by esbuild, on ARM64. It is zipped at
 * synthesis, so that the archive is wherever the stack is applied: a plan may be made on one machine and carried
 * out on another. A data source of hashicorp/archive would be read in the plan where a function is made anew that was
 * lost, and leave the other machine without a zip: __tests__/terraform/function-archive.test.ts shows it. The AWS SDK is
 * left out of the bundle, since the runtime brings it along. The function has a role of its own and a log group that
 * exists before it, so that the log never lacks retention and key.
 */
export class TypeScriptFunction extends Construct {
  readonly function: LambdaFunction;
  readonly name: string;
  readonly arn: string;
  readonly logGroup: LogGroup;
  readonly role: IamRole;
  /** The policy of the role. A caller that needs the rights at once waits for it. */
  readonly permissions: IamRolePolicy;

  constructor(scope: Construct, id: string, props: TypeScriptFunctionProps) {
    super(scope, id);
    const { installation, entry, statements, environment, encryptionKey, logRetentionDays, ...rest } = props;
    const { dependsOn = [], ...settings } = rest;
    const name = installation.names.of(props.name, "function");
    this.logGroup = new LogGroup(this, "log", {
      name: `/aws/lambda/${name}`,
      retentionDays: logRetentionDays,
      encryptionKey,
    });
    this.role = new IamRole(this, "role", {
      name: installation.names.of(props.name, "role"),
      assumeRolePolicy: trustService("lambda.amazonaws.com", installation.onBehalfOfThisAccount),
    });
    this.permissions = new IamRolePolicy(this, "permissions", {
      name: "function",
      role: this.role.name,
      policy: policyDocument([
        this.logGroup.grantWrite("WriteOwnLog"),
        ...(environment
          ? [{ sid: "ReadOwnEnvironment", actions: ["kms:Decrypt"], resources: [encryptionKey.arn] }]
          : []),
        ...statements,
      ]),
    });
    const bundle = bundleOnce(App.of(this), entry);
    const archive = join(dirname(bundle), "function.zip");
    const digest = zipFile(bundle, archive);
    const code = new TerraformAsset(this, "code", { path: archive, type: AssetType.FILE });
    this.function = new LambdaFunction(this, "Default", {
      ...settings,
      functionName: name,
      role: this.role.arn,
      runtime: `nodejs${NODE_MAJOR}.x`,
      architectures: ["arm64"],
      handler: `${basename(bundle, ".js")}.handler`,
      filename: code.path,
      sourceCodeHash: digest,
      // Lambda forgets a key without an environment, and each plan would give it again (`aws_lambda_function` of the provider).
      ...(environment && { kmsKeyArn: encryptionKey.arn, environment: { variables: environment } }),
      dependsOn: [this.logGroup.group, this.permissions, ...dependsOn],
    });
    this.name = this.function.functionName;
    this.arn = this.function.arn;
  }

  /** Has the function run on each event that matches a rule. */
  runOn(rule: CloudwatchEventRule, { scope, ids = "", statementId, targetId }: RunOnProps): void {
    const permission = new LambdaPermission(scope, `${ids}permission`, {
      statementId,
      action: "lambda:InvokeFunction",
      functionName: this.name,
      principal: "events.amazonaws.com",
      sourceArn: rule.arn,
    });
    const { arn } = this;
    new CloudwatchEventTarget(scope, `${ids}target`, {
      rule: rule.name,
      targetId,
      arn,
      dependsOn: [permission],
    });
  }
}
