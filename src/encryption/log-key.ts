import type { Construct } from "constructs";
import { EncryptionKey, type EncryptionKeyProps } from "../aws/encryption-key";
import type { Installation } from "../installation";

export interface LogKeyProps {
  readonly installation: Installation;
}

/** The key of the log groups in CloudWatch Logs. They hold statements and addresses of patients and staff. */
export class LogKey extends EncryptionKey {
  constructor(scope: Construct, id: string, { installation }: LogKeyProps) {
    super(scope, id, {
      installation,
      name: "logs",
      description: "Logs of OpenEMR in CloudWatch Logs",
      statements: [encryptLogGroup(installation, "*")],
    });
  }
}

/**
 * Lets CloudWatch Logs use a key for log groups of this account and region. Unlike other services it acts in
 * its own name, so the key's policy has to admit it.
 *
 * @param logGroup name of the log group; `*` stands for any part of it
 */
export function encryptLogGroup(
  installation: Installation,
  logGroup: string,
): NonNullable<EncryptionKeyProps["statements"]>[number] {
  return {
    sid: "EncryptLogs",
    principals: { Service: `logs.${installation.region}.amazonaws.com` },
    actions: [
      "kms:Encrypt",
      "kms:Decrypt",
      "kms:ReEncryptFrom",
      "kms:ReEncryptTo",
      "kms:GenerateDataKey",
      "kms:GenerateDataKeyWithoutPlaintext",
      "kms:DescribeKey",
    ],
    conditions: {
      ArnLike: { "kms:EncryptionContext:aws:logs:arn": installation.arn("logs", `log-group:${logGroup}`) },
    },
  };
}
