import { Cloudtrail } from "@cdktf/provider-aws/lib/cloudtrail";
import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { Construct } from "constructs";
import { EncryptionKey } from "../aws/encryption-key";
import { PrivateBucket } from "../aws/private-bucket";
import { ServiceRole } from "../aws/service-role";
import { encryptLogGroup } from "../encryption/log-key";
import type { Installation } from "../installation";
import type { PolicyStatement } from "../terraform/policy-document";

export interface AuditTrailProps {
  readonly installation: Installation;
}

const YEAR = 365;
/** The nine years that CloudWatch Logs offers. */
const LOG_RETENTION_DAYS = 3288;

/**
 * CloudTrail's record of who changed what in the account, in all regions: seven years in S3, from the 90th
 * day in Glacier, and nine years in CloudWatch Logs. Validation files prove that nothing was changed.
 *
 * With deletion protection, a destroy or the toggle's way back ends with an error once anything is recorded:
 * the bucket is not emptied, and the log group and the key wait for the bucket.
 */
export class AuditTrail extends Construct {
  readonly trail: Cloudtrail;
  readonly bucket: PrivateBucket;
  readonly logGroup: CloudwatchLogGroup;

  constructor(scope: Construct, id: string, { installation }: AuditTrailProps) {
    super(scope, id);
    const name = installation.names.of("other", "audit");
    const logGroupName = installation.names.path("audit");
    // Written out, because the bucket's and the key's policies exist before the trail.
    const onBehalfOfTheTrail = {
      StringEquals: {
        "aws:SourceArn": installation.arn("cloudtrail", `trail/${name}`),
        "aws:SourceAccount": installation.accountId,
      },
    };
    const principals = { Service: "cloudtrail.amazonaws.com" };
    const key = new EncryptionKey(this, "key", {
      installation,
      name: "audit",
      description: "Audit trail of OpenEMR's account",
      statements: [
        {
          sid: "EncryptTrail",
          principals,
          // Decrypt is how S3 goes on with the key of a bucket.
          actions: ["kms:GenerateDataKey", "kms:Decrypt", "kms:DescribeKey"],
          conditions: onBehalfOfTheTrail,
        },
        encryptLogGroup(installation, [logGroupName]),
      ],
    });
    this.logGroup = new CloudwatchLogGroup(this, "log", {
      name: logGroupName,
      retentionInDays: LOG_RETENTION_DAYS,
      kmsKeyId: key.arn,
    });
    this.bucket = new PrivateBucket(this, "bucket", {
      installation,
      name: "audit",
      encryptionKey: key,
      expireAfterDays: 7 * YEAR,
      archiveAfterDays: 90,
      // What somebody deletes can be brought back for a year; what expired goes after another one.
      keepOldVersionsForDays: YEAR,
      guards: [this.logGroup],
      statements: ({ bucket, objects }): PolicyStatement[] => [
        {
          sid: "CheckBucket",
          principals,
          actions: ["s3:GetBucketAcl"],
          resources: [bucket],
          conditions: onBehalfOfTheTrail,
        },
        {
          sid: "WriteTrail",
          principals,
          actions: ["s3:PutObject"],
          resources: [objects.replace(/\*$/, `AWSLogs/${installation.accountId}/*`)],
          conditions: {
            StringEquals: {
              ...onBehalfOfTheTrail.StringEquals,
              "s3:x-amz-acl": "bucket-owner-full-control",
            },
          },
        },
      ],
    });
    const role = new ServiceRole(this, "role", {
      installation,
      name: "audit",
      service: "cloudtrail.amazonaws.com",
      // CloudTrail refuses this role when its trust names the account or the trail, unlike bucket and key.
      trustConditions: null,
      statements: [
        {
          sid: "WriteLog",
          actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
          resources: [
            `${this.logGroup.arn}:log-stream:${installation.accountId}_CloudTrail_${installation.region}*`,
          ],
        },
      ],
    });
    this.trail = new Cloudtrail(this, "trail", {
      name,
      isMultiRegionTrail: true,
      includeGlobalServiceEvents: true,
      enableLogFileValidation: true,
      kmsKeyId: key.arn,
      s3BucketName: this.bucket.bucket.id,
      cloudWatchLogsGroupArn: `${this.logGroup.arn}:*`,
      cloudWatchLogsRoleArn: role.arn,
      eventSelector: [{ includeManagementEvents: true, readWriteType: "All" }],
      dependsOn: [this.bucket.policy, ...role.permissions],
    });
  }
}
