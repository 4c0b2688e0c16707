import type { Construct } from "constructs";
import { EncryptionKey, type EncryptionKeyProps } from "../aws/encryption-key";
import type { Installation } from "../aws/installation";

export interface LogKeyProps {
  readonly installation: Installation;
}

/** The key of logs, most of them in CloudWatch Logs. They hold statements and addresses of patients and staff. */
export class LogKey extends EncryptionKey {
  constructor(scope: Construct, id: string, { installation }: LogKeyProps) {
    super(scope, id, {
      installation,
      name: "logs",
      description: "Logs of OpenEMR",
      statements: [
        allowLogEncryption(installation, [
          `/${installation.names.prefix}/*`,
          `/aws/lambda/${installation.names.prefix}-*`,
          `/aws/rds/cluster/${installation.names.prefix}-*`,
          `aws-waf-logs-${installation.names.prefix}`,
        ]),
      ],
    });
  }
}

/**
 * Lets CloudWatch Logs use a key for some log groups of this account and region. Unlike other services it acts in
 * its own name, so the key's policy has to admit it.
 *
 * @param logGroups names of the log groups; `*` stands for any part of one
 */
export function allowLogEncryption(
  installation: Installation,
  logGroups: readonly string[],
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
      ArnLike: {
        "kms:EncryptionContext:aws:logs:arn": logGroups.map((name) =>
          installation.arn("logs", `log-group:${name}`),
        ),
      },
    },
  };
}
