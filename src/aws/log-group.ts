import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { Construct } from "constructs";
import { asNumber, type Value } from "../terraform/expression";
import type { EncryptionKey, EncryptionKeyProps } from "./encryption-key";
import type { Installation } from "./installation";
import type { PolicyStatement } from "./policy-document";

/** The log group's name, its key, and how long it keeps what is written. */
export interface LogGroupProps {
  /** The whole name, which some services prescribe in part. */
  readonly name: string;
  /** One of the periods that CloudWatch Logs accepts; see {@link LOG_RETENTION_DAYS}. */
  readonly retentionDays: Value<number>;
  /** Its policy lets CloudWatch Logs encrypt this group. */
  readonly encryptionKey: EncryptionKey;
}

/** An encrypted log group of CloudWatch Logs that forgets: one that a service makes itself does neither. */
export class LogGroup extends Construct {
  readonly group: CloudwatchLogGroup;
  readonly name: string;
  readonly arn: string;
  /** ARN of its log streams, and of what is written into them. */
  readonly streams: string;

  constructor(scope: Construct, id: string, { name, retentionDays, encryptionKey }: LogGroupProps) {
    super(scope, id);
    this.group = new CloudwatchLogGroup(this, "Default", {
      name,
      retentionInDays: asNumber(retentionDays),
      kmsKeyId: encryptionKey.arn,
    });
    this.name = this.group.name;
    this.arn = this.group.arn;
    this.streams = `${this.arn}:*`;
  }

  /** Lets whoever has the statement write to this group, and read nothing. */
  grantWrite(sid = "WriteLog"): PolicyStatement {
    return { sid, actions: ["logs:CreateLogStream", "logs:PutLogEvents"], resources: [this.streams] };
  }

  /** Lets whoever has the statements write to this group, and look first whether the group and its streams exist. */
  grantWriteAndFind(): PolicyStatement[] {
    return [
      {
        sid: "WriteLog",
        actions: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
        resources: [this.arn, this.streams],
      },
      {
        sid: "FindLog",
        actions: ["logs:DescribeLogGroups"],
        // A listing knows no single group.
        resources: ["*"],
      },
    ];
  }
}

/**
 * Lets CloudWatch Logs use a key for some log groups of this account and region. Unlike other services it acts in
 * its own name, so the key's policy has to allow it.
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
