import { join } from "node:path";
import { LambdaEventSourceMapping } from "@cdktf/provider-aws/lib/lambda-event-source-mapping";
import { LambdaFunctionEventInvokeConfig } from "@cdktf/provider-aws/lib/lambda-function-event-invoke-config";
import { LambdaPermission } from "@cdktf/provider-aws/lib/lambda-permission";
import { SqsQueue, type SqsQueueConfig } from "@cdktf/provider-aws/lib/sqs-queue";
import { SqsQueuePolicy } from "@cdktf/provider-aws/lib/sqs-queue-policy";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { EncryptionKey } from "../aws/encryption-key";
import type { Installation } from "../aws/installation";
import { denyPlainHttp, policyDocument } from "../aws/policy-document";
import type { PrivateBucket } from "../aws/private-bucket";
import { TypeScriptFunction } from "../aws/typescript-function";
import { asString, tfString, type Value } from "../terraform/expression";
import type { MailNames } from "./mail-names";
import { deadLetterFault, type FaultMetric, forwardingFaults, sendingFaults } from "./metrics";
import type { ReceiptRuleNames } from "./receipt-rule";
import { ReportingConfigurationSet } from "./reporting-configuration-set";
import type { SendingIdentity } from "./sending-identity";

export interface MailForwarderProps {
  readonly installation: Installation;
  readonly names: MailNames;
  readonly identity: SendingIdentity;
  /** Where SES stores what it receives. */
  readonly bucket: PrivateBucket;
  /** Beginning of an object's key, which SES puts before a message's id. */
  readonly keyPrefix: string;
  readonly forwardTo: Value<string | null>;
  /** Most of the account's sending quota that may be used up while mail is forwarded, in percent. */
  readonly quotaPercent: Value<number>;
  /** The rule that invokes the function. */
  readonly receiptRule: ReceiptRuleNames;
  /** Encrypts the bucket and the queue. */
  readonly dataKey: EncryptionKey;
  /** Encrypts the function's log. */
  readonly logKey: EncryptionKey;
  readonly logRetentionDays: Value<number>;
}

const DAY_SECONDS = 24 * 60 * 60;
const FUNCTION_SECONDS = 120;

/** Lambda tries an event three times within minutes; then it is tried this often, at these intervals, from a queue. */
const RETRIES = { count: 24, seconds: 15 * 60 };

/**
 * Forwards received mail to one address by a function. An event that it fails to handle is tried for six hours, as
 * SES may be away for some, and then ends in a queue, while its message stays in the bucket. What is wrong is counted, by
 * {@link forwardingFaults} and by {@link sendingFaults} of a configuration set of its own.
 */
export class MailForwarder extends Construct {
  readonly function: TypeScriptFunction;
  readonly deadLetters: SqsQueue;
  /** Events that the function has failed to handle, until it succeeds. */
  private readonly retries: SqsQueue;
  readonly faultMetrics: readonly FaultMetric[];
  /** SES tries the function out when the rule is made. */
  readonly permission: ITerraformDependable;

  constructor(scope: Construct, id: string, props: MailForwarderProps) {
    super(scope, id);
    const { installation, names, identity, bucket, keyPrefix, receiptRule, dataKey, logKey } = props;
    this.deadLetters = this.queue("dead_letters", {
      name: installation.names.of("mail-dead-letters"),
      kmsMasterKeyId: dataKey.arn,
    });
    this.retries = this.queue("retry_queue", {
      name: installation.names.of("mail-retries"),
      kmsMasterKeyId: dataKey.arn,
      delaySeconds: RETRIES.seconds,
      // Also of an event that fails, so that it is the interval. It has to be longer than the function may take.
      visibilityTimeoutSeconds: RETRIES.seconds,
      redrivePolicy: tfString`jsonencode(${{ deadLetterTargetArn: this.deadLetters.arn, maxReceiveCount: RETRIES.count }})`,
    });
    // A mailbox that refuses one message, or a person who takes one for spam, would end all forwarding: SES would accept
    // and drop what follows.
    const { set } = new ReportingConfigurationSet(this, "configuration_set", {
      name: installation.names.of("mail-forwarding"),
      suppressionOptions: { suppressedReasons: [] },
    });
    this.function = new TypeScriptFunction(this, "function", {
      entry: join(__dirname, "..", "..", "lambda", "forward-mail", "handler.ts"),
      installation,
      name: "forward-mail",
      description: "Forwards mail that SES has received",
      // SES takes 40 MB, of which the function holds up to four times as much; its processor grows with the memory.
      memorySize: 1024,
      timeout: FUNCTION_SECONDS,
      environment: {
        BUCKET: bucket.name,
        KEY_PREFIX: keyPrefix,
        FORWARD_TO: asString(props.forwardTo),
        FROM_ADDRESS: asString(names.sender),
        RECIPIENT: asString(names.recipient),
        CONFIGURATION_SET: set.configurationSetName,
        QUOTA_PERCENT: asString(props.quotaPercent),
      },
      encryptionKey: logKey,
      logRetentionDays: props.logRetentionDays,
      statements: [
        {
          sid: "ReadMail",
          actions: ["s3:GetObject", "s3:GetObjectTagging", "s3:PutObjectTagging"],
          resources: [`${bucket.arn}/${keyPrefix}*`],
        },
        {
          sid: "DecryptMail",
          actions: ["kms:Decrypt"],
          resources: [dataKey.arn],
          conditions: installation.via("s3"),
        },
        identity.send([asString(names.sender)], set),
        // It knows no resource.
        { sid: "ReadQuota", actions: ["ses:GetAccount"], resources: ["*"] },
        {
          sid: "TryFailuresAgain",
          actions: ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage", "sqs:SendMessage"],
          resources: [this.retries.arn],
        },
        {
          sid: "EncryptFailures",
          actions: ["kms:Decrypt", "kms:GenerateDataKey"],
          resources: [dataKey.arn],
          conditions: installation.via("sqs"),
        },
      ],
    });
    const functionName = this.function.name;
    this.faultMetrics = [
      ...forwardingFaults(functionName),
      deadLetterFault(this.deadLetters.name),
      ...sendingFaults(set.configurationSetName),
    ];
    this.tryFailuresAgain();
    this.permission = new LambdaPermission(this, "permission", {
      statementId: "received-mail",
      action: "lambda:InvokeFunction",
      functionName,
      principal: "ses.amazonaws.com",
      sourceAccount: installation.accountId,
      sourceArn: receiptRule.arn,
    });
  }

  private tryFailuresAgain(): void {
    const functionName = this.function.name;
    new LambdaFunctionEventInvokeConfig(this, "retries", {
      functionName,
      maximumRetryAttempts: 2,
      maximumEventAgeInSeconds: DAY_SECONDS / 4,
      destinationConfig: { onFailure: { destination: this.retries.arn } },
    });
    new LambdaEventSourceMapping(this, "retry_source", {
      functionName,
      eventSourceArn: this.retries.arn,
      // An event that fails takes no other with it.
      batchSize: 1,
      // After an outage there may be many, and SES takes so many a second.
      scalingConfig: { maximumConcurrency: 2 },
    });
  }

  /** Keeps events as long as SQS does. */
  private queue(id: string, config: SqsQueueConfig): SqsQueue {
    const queue = new SqsQueue(this, id, { messageRetentionSeconds: 14 * DAY_SECONDS, ...config });
    new SqsQueuePolicy(this, `${id}_policy`, {
      queueUrl: queue.id,
      policy: policyDocument([denyPlainHttp(["sqs:*"], [queue.arn])]),
    });
    return queue;
  }
}
