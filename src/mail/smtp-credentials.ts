import { join } from "node:path";
import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { IamUser } from "@cdktf/provider-aws/lib/iam-user";
import { IamUserPolicy } from "@cdktf/provider-aws/lib/iam-user-policy";
import { LambdaInvocation } from "@cdktf/provider-aws/lib/lambda-invocation";
import { SecretsmanagerSecret } from "@cdktf/provider-aws/lib/secretsmanager-secret";
import type { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint";
import { Construct } from "constructs";
import type { EncryptionKey } from "../aws/encryption-key";
import type { Installation } from "../aws/installation";
import { policyDocument } from "../aws/policy-document";
import { TypeScriptFunction } from "../aws/typescript-function";
import type { ServiceNames } from "../openemr/service-names";
import { tfString, type Value } from "../terraform/expression";
import { Toggle } from "../terraform/instance-scope";
import type { SendingIdentity } from "./sending-identity";

export interface SmtpCredentialsProps {
  readonly installation: Installation;
  /** OpenEMR sends mail; known at plan time. */
  readonly enabled: Value<boolean>;
  readonly identity: SendingIdentity;
  /** Addresses that OpenEMR may send as. */
  readonly senders: string[];
  /** Endpoint in the VPC that the credentials are for. */
  readonly endpoint: VpcEndpoint;
  /** The credentials work through the endpoint only; known at plan time. */
  readonly onlyThroughEndpoint: Value<boolean>;
  /** The service whose tasks use the credentials. */
  readonly service: ServiceNames;
  /** Encrypts the secret. */
  readonly dataKey: EncryptionKey;
  /** Encrypts the function's log. */
  readonly logKey: EncryptionKey;
  readonly logRetentionDays: Value<number>;
}

/** Seconds that the function may take. It waits up to 135 for what it finds made in IAM a moment before. */
const LONGEST_RUN_SECONDS = 180;

const FUNCTION = "smtp-credentials";

/** Name of the function: others watch it before it is made. */
export function smtpFunctionName({ names }: Installation): string {
  return names.of(FUNCTION, "function");
}

/**
 * The credentials with which OpenEMR's tasks send mail: an access key of a user who can do nothing else, made and
 * rotated by a function, so that Terraform never sees it.
 *
 * The function runs before the service starts, whose tasks need a value in the secret, and on demand. ECS reports
 * to it each complete deployment, after which no task has the credentials of before.
 *
 * The secret is always there, empty until mail is first on: a task that starts while mail is turned off may be about to
 * apply what was declared before.
 */
export class SmtpCredentials extends Construct {
  /** Outlives the toggle; all else goes with it. */
  readonly secret: SecretsmanagerSecret;
  /** The secret holds credentials once this exists. */
  readonly made: LambdaInvocation;
  /** Rotates the credentials, says on standard error what it did, and fails when it did not. */
  readonly rotationCommand: string;
  /** Name of the function that makes and rotates the credentials. */
  readonly functionName: string;

  constructor(scope: Construct, id: string, props: SmtpCredentialsProps) {
    super(scope, id);
    const { installation, enabled, identity, senders, service, dataKey, logKey } = props;
    const toggle = new Toggle(this, "Default", enabled);
    const user = new IamUser(toggle, "user", {
      name: installation.names.of("smtp", "user"),
      // Its access keys are the function's, and go with it.
      forceDestroy: true,
    });
    new IamUserPolicy(toggle, "user_policy", {
      name: "send-mail",
      user: user.name,
      policy: policyDocument([
        identity.send(senders),
        {
          sid: "OnlyThroughEndpoint",
          effect: "Deny",
          actions: ["ses:SendRawEmail"],
          resources: ["*"],
          conditions: { StringNotEquals: { "aws:SourceVpce": props.endpoint.id } },
          when: props.onlyThroughEndpoint,
        },
      ]),
    });
    this.secret = new SecretsmanagerSecret(this, "secret", {
      name: installation.names.of("smtp"),
      description: "User name and password with which OpenEMR sends mail. A function writes them.",
      kmsKeyId: dataKey.arn,
      // The function can make others at any time, so nothing is lost with these.
      recoveryWindowInDays: 0,
    });
    const manager = new TypeScriptFunction(toggle, "function", {
      entry: join(__dirname, "..", "..", "lambda", "smtp-credentials", "handler.ts"),
      installation,
      name: FUNCTION,
      description: "Makes and rotates the credentials with which OpenEMR sends mail",
      memorySize: 256,
      timeout: LONGEST_RUN_SECONDS,
      environment: {
        USER_NAME: user.name,
        SECRET_ARN: this.secret.arn,
        CLUSTER_NAME: service.cluster,
        SERVICE_NAME: service.service,
        LONGEST_RUN_SECONDS: String(LONGEST_RUN_SECONDS),
      },
      encryptionKey: logKey,
      logRetentionDays: props.logRetentionDays,
      statements: [
        {
          sid: "ManageAccessKeys",
          actions: ["iam:CreateAccessKey", "iam:DeleteAccessKey", "iam:ListAccessKeys"],
          resources: [user.arn],
        },
        {
          sid: "KeepCredentials",
          actions: ["secretsmanager:GetSecretValue", "secretsmanager:PutSecretValue"],
          resources: [this.secret.arn],
        },
        {
          sid: "EncryptCredentials",
          actions: ["kms:Decrypt", "kms:GenerateDataKey"],
          resources: [dataKey.arn],
          conditions: installation.via("secretsmanager"),
        },
        {
          sid: "ReplaceTasks",
          actions: ["ecs:DescribeServices", "ecs:UpdateService"],
          resources: [service.serviceArn],
        },
      ],
    });
    this.made = new LambdaInvocation(toggle, "made", {
      functionName: manager.name,
      input: JSON.stringify({ action: "ensure" }),
      // Either is empty when it is made again.
      triggers: { user: user.uniqueId, secret: this.secret.arn },
    });
    this.functionName = manager.name;
    this.rotationCommand = [
      `aws lambda invoke --region ${installation.region} --function-name ${manager.name}`,
      `--cli-read-timeout ${LONGEST_RUN_SECONDS + 30} --cli-binary-format raw-in-base64-out`,
      // The CLI takes a function's failure for a success, and tells of it only in its own answer.
      `--payload '{"action":"rotate"}' --query FunctionError --output text /dev/stderr | grep -qx None`,
    ].join(" ");
    this.reportDeployments(toggle, props, manager);
  }

  private reportDeployments(
    scope: Construct,
    { installation, service }: SmtpCredentialsProps,
    to: TypeScriptFunction,
  ): void {
    const rule = new CloudwatchEventRule(scope, "deployed", {
      name: installation.names.of("smtp-credentials"),
      description: "Complete deployments of OpenEMR",
      eventPattern: tfString`jsonencode(${{
        source: ["aws.ecs"],
        "detail-type": ["ECS Deployment State Change"],
        resources: [service.serviceArn],
        detail: { eventName: ["SERVICE_DEPLOYMENT_COMPLETED"] },
      }})`,
    });
    to.runOn(rule, { scope, ids: "deployed_", statementId: "deployments" });
  }
}
