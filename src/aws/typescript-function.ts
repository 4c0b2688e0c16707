import { basename, dirname, join } from "node:path";
import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { LambdaFunction, type LambdaFunctionConfig } from "@cdktf/provider-aws/lib/lambda-function";
import { App, AssetType, TerraformAsset } from "cdktf";
import { Construct } from "constructs";
import { asNumber, type Value } from "../terraform/expression";
import { type PolicyStatement, policyDocument, trustService } from "./policy-document";
import { bundleOnce, NODE_MAJOR } from "./typescript-bundle";
import { zipFile } from "./zip-file";

/** The function's code, its rights, and the limits that it runs within. */
export interface TypeScriptFunctionProps
  extends Pick<
    LambdaFunctionConfig,
    "description" | "memorySize" | "timeout" | "vpcConfig" | "deadLetterConfig"
  > {
  /** Path of the TypeScript file that exports `handler`. */
  readonly entry: string;
  /** Physical name of the function. */
  readonly name: string;
  /** Physical name of its role. */
  readonly roleName: string;
  /** What the function may do beside writing its own log. */
  readonly statements: readonly PolicyStatement[];
  /** Conditions of the trust in Lambda, e.g. that it acts for this account. */
  readonly trustConditions?: PolicyStatement["conditions"];
  /** @default - none */
  readonly environment?: Readonly<Record<string, string>>;
  /** ARN of the key that encrypts the log and the environment. */
  readonly encryptionKeyArn: string;
  /** Days for which the log is kept; one of the periods that CloudWatch Logs accepts. */
  readonly logRetentionDays: Value<number>;
}

/**
 * A Lambda function from TypeScript: bundled and minified into one file by esbuild, on ARM64. It is zipped at
 * synthesis, so that the archive is wherever the stack is applied: a plan may be made on one machine and carried
 * out on another. The AWS SDK is left out of the bundle, since the runtime brings it along. The function has a
 * role of its own and a log group that exists before it, so that the log never lacks retention and key.
 */
export class TypeScriptFunction extends Construct {
  readonly function: LambdaFunction;
  readonly logGroup: CloudwatchLogGroup;
  readonly role: IamRole;
  /** What the function may do. */
  readonly permissions: IamRolePolicy;

  constructor(scope: Construct, id: string, props: TypeScriptFunctionProps) {
    super(scope, id);
    const { entry, name, roleName, statements, trustConditions, environment, ...rest } = props;
    const { encryptionKeyArn, logRetentionDays, ...settings } = rest;
    this.logGroup = new CloudwatchLogGroup(this, "log", {
      name: `/aws/lambda/${name}`,
      retentionInDays: asNumber(logRetentionDays),
      kmsKeyId: encryptionKeyArn,
    });
    this.role = new IamRole(this, "role", {
      name: roleName,
      assumeRolePolicy: trustService("lambda.amazonaws.com", trustConditions),
    });
    this.permissions = new IamRolePolicy(this, "permissions", {
      name: "function",
      role: this.role.name,
      policy: policyDocument([
        {
          sid: "WriteOwnLog",
          actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
          resources: [`${this.logGroup.arn}:*`],
        },
        { sid: "ReadOwnEnvironment", actions: ["kms:Decrypt"], resources: [encryptionKeyArn] },
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
      kmsKeyArn: encryptionKeyArn,
      ...(environment && { environment: { variables: environment } }),
      dependsOn: [this.logGroup, this.permissions],
    });
  }
}
