import { Cloudtrail } from "@cdktf/provider-aws/lib/cloudtrail";
import { Construct } from "constructs";
import { EncryptionKey } from "../aws/encryption-key";
import type { Installation } from "../aws/installation";
import { allowLogEncryption, LogGroup } from "../aws/log-group";
import type { PolicyStatement } from "../aws/policy-document";
import { PrivateBucket } from "../aws/private-bucket";
import { ServiceRole } from "../aws/service-role";
import { DestroyGuard } from "../terraform/destroy-guard";
import { addBlocksWhen } from "../terraform/dynamic-block";
import { tf, type Value } from "../terraform/expression";
import { Toggle } from "../terraform/instance-scope";

export interface AuditTrailProps {
  readonly installation: Installation;
  /** Known at plan time. */
  readonly enabled: Value<boolean>;
  /** Reads and writes of objects in the installation's buckets are recorded, too. */
  readonly recordObjects: Value<boolean>;
}

const YEAR = 365;
/** The nine years that CloudWatch Logs offers. */
const LOG_RETENTION_DAYS = 3288;

/**
 * CloudTrail's record of who changed what in the account, in all regions: seven years in S3, large files
 * from the 90th day in Glacier, and nine years in CloudWatch Logs. Validation files prove that nothing was changed.
 *
 * With deletion protection, a destroy or the toggle's way back is refused before anything of it is touched.
 */
export class AuditTrail extends Construct {
  /** Null where there is no trail. */
  readonly bucketName: Value<string | null>;
  /** Null where there is no trail. */
  readonly logGroupName: Value<string | null>;
  /** Known at plan time. */
  readonly enabled: Value<boolean>;

  constructor(scope: Construct, id: string, { installation, enabled, recordObjects }: AuditTrailProps) {
    super(scope, id);
    this.enabled = enabled;
    const recorded = new Toggle(this, "Default", enabled);
    const name = installation.names.of("audit");
    const logGroupName = installation.names.path("audit");
    // Written out, because the bucket's and the key's policies exist before the trail.
    const onBehalfOfTheTrail = {
      StringEquals: {
        "aws:SourceArn": installation.arn("cloudtrail", `trail/${name}`),
        "aws:SourceAccount": installation.accountId,
      },
    };
    const principals = { Service: "cloudtrail.amazonaws.com" };
    const key = new EncryptionKey(recorded, "key", {
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
        allowLogEncryption(installation, [logGroupName]),
      ],
    });
    const logGroup = new LogGroup(recorded, "log", {
      name: logGroupName,
      retentionDays: LOG_RETENTION_DAYS,
      encryptionKey: key,
    });
    const bucket = new PrivateBucket(recorded, "bucket", {
      installation,
      name: "audit",
      encryptionKey: key,
      expireAfterDays: 7 * YEAR,
      archiveAfterDays: 90,
      // A deleted record can be brought back for a year; an expired one goes after another year.
      keepOldVersionsForDays: YEAR,
      deleteBefore: [logGroup.group],
      statements: (arns): PolicyStatement[] => [
        {
          sid: "CheckBucket",
          principals,
          actions: ["s3:GetBucketAcl"],
          resources: [arns.bucket],
          conditions: onBehalfOfTheTrail,
        },
        {
          sid: "WriteTrail",
          principals,
          actions: ["s3:PutObject"],
          resources: [arns.objects.replace(/\*$/, `AWSLogs/${installation.accountId}/*`)],
          conditions: {
            StringEquals: {
              ...onBehalfOfTheTrail.StringEquals,
              "s3:x-amz-acl": "bucket-owner-full-control",
            },
          },
        },
      ],
    });
    const role = new ServiceRole(recorded, "role", {
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
            `${logGroup.arn}:log-stream:${installation.accountId}_CloudTrail_${installation.region}*`,
          ],
        },
      ],
    });
    const trail = new Cloudtrail(recorded, "trail", {
      name,
      isMultiRegionTrail: true,
      includeGlobalServiceEvents: true,
      enableLogFileValidation: true,
      kmsKeyId: key.arn,
      s3BucketName: bucket.bucket.id,
      cloudWatchLogsGroupArn: logGroup.streams,
      cloudWatchLogsRoleArn: role.arn,
      dependsOn: [bucket.policy, ...role.permissions],
    });
    // The trail would record that it writes, and the load balancer writes every five minutes.
    const busy = ["audit", "alb-logs"].map(
      (bucket) => `arn:${installation.partition}:s3:::${installation.names.prefix}-${bucket}`,
    );
    const objects = {
      eventCategory: { equals: ["Data"] },
      "resources.type": { equals: ["AWS::S3::Object"] },
    };
    // CloudTrail takes the one or the other, and only the other knows beginnings of names.
    addBlocksWhen(tf`!${recordObjects}`, trail, "event_selector", [
      { include_management_events: true, read_write_type: "All" },
    ]);
    addBlocksWhen(recordObjects, trail, "advanced_event_selector", [
      selector("Management events", { eventCategory: { equals: ["Management"] } }),
      selector("Objects of the installation", {
        ...objects,
        "resources.ARN": {
          // Exports for analytics have SageMaker's name before the installation's.
          starts_with: ["", "sagemaker-"].map(
            (kind) => `arn:${installation.partition}:s3:::${kind}${installation.names.prefix}-`,
          ),
          not_starts_with: busy,
        },
      }),
      // Access logs name patients, and nobody has to delete of either.
      selector("The trail and access logs, but for what is added", {
        ...objects,
        eventName: { not_equals: ["PutObject"] },
        "resources.ARN": { starts_with: busy },
      }),
    ]);
    // AWS would refuse to delete the bucket when the trail is gone already.
    new DestroyGuard(recorded, "guard", {
      refuses: installation.deletionProtection,
      message:
        "deletion_protection is true, so the audit trail stays. Set enable_long_term_cloudtrail_monitoring to true again, or switch the trail off as docs/deployments.md says.",
      within: recorded,
    });
    this.bucketName = recorded.select(bucket.name, null);
    this.logGroupName = recorded.select(logGroup.name, null);
  }
}

type Condition = Readonly<
  Partial<Record<"equals" | "not_equals" | "starts_with" | "not_starts_with", readonly string[]>>
>;

/** An advanced event selector in Terraform's spelling. */
function selector(name: string, fields: Readonly<Record<string, Condition>>) {
  return {
    name,
    field_selector: Object.entries(fields).map(([field, condition]) => ({ field, ...condition })),
  };
}
