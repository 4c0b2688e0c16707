import type { Construct } from "constructs";
import { EncryptionKey } from "../aws/encryption-key";
import type { Installation } from "../aws/installation";
import { allowLogEncryption } from "../aws/log-group";

export interface AnalyticsKeyProps {
  readonly installation: Installation;
  /** ARN of the topic that tells how exports ended. */
  readonly topicArn: string;
}

/**
 * Makes the key of what leaves OpenEMR for analysis: exports, Studio's storage, Spark's logs, notices. It is another than
 * that of OpenEMR itself, so that whoever analyses can decrypt nothing there.
 *
 * Everything is named in patterns, so that the key can outlive the environment unchanged. Exports, Studio and EBS
 * use it by the IAM policies of whoever calls them.
 */
export function makeAnalyticsKey(
  scope: Construct,
  id: string,
  { installation, topicArn }: AnalyticsKeyProps,
): EncryptionKey {
  const { names } = installation;
  return new EncryptionKey(scope, id, {
    installation,
    name: "analytics",
    description: "Exports of OpenEMR's data and their analysis",
    statements: [
      allowLogEncryption(installation, [
        `/${names.prefix}/analytics/*`,
        `/aws/lambda/${names.prefix}-export-*`,
      ]),
      {
        sid: "PublishNotices",
        principals: { Service: "events.amazonaws.com" },
        actions: ["kms:GenerateDataKey", "kms:Decrypt"],
        // EventBridge gives KMS no source ("Key management" in the SNS developer guide); SNS names the topic.
        conditions: { StringEquals: { "kms:EncryptionContext:aws:sns:topicArn": topicArn } },
      },
      {
        sid: "StoreSparkLogs",
        principals: { Service: "emr-serverless.amazonaws.com" },
        actions: ["kms:GenerateDataKey", "kms:Decrypt"],
        conditions: {
          ...installation.onBehalfOfThisAccount,
          ArnLike: { "aws:SourceArn": installation.arn("emr-serverless", "/applications/*") },
        },
      },
    ],
  });
}
