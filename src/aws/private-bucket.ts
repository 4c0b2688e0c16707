import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketLifecycleConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import { S3BucketOwnershipControls } from "@cdktf/provider-aws/lib/s3-bucket-ownership-controls";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block";
import { S3BucketServerSideEncryptionConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { asNumber, tf, type Value } from "../terraform/expression";
import type { EncryptionKey } from "./encryption-key";
import type { Installation } from "./installation";
import { denyPlainHttp, type PolicyStatement, policyDocument } from "./policy-document";

/** The bucket's name, its key, and how long it keeps objects. */
export interface PrivateBucketProps {
  readonly installation: Installation;
  /** Part of the name, at most 10 characters; 15 for SageMaker. */
  readonly name: string;
  /** Whether SageMaker must recognize the bucket by its name. @default "bucket" */
  readonly kind?: "bucket" | "sagemaker-bucket";
  /** @default - S3's own key, for writers that cannot use another (the load balancer's access logs) */
  readonly encryptionKey?: EncryptionKey;
  /** Days until an object expires. @default - never */
  readonly expireAfterDays?: Value<number>;
  /** Beginning of the keys of the objects that expire. @default - all of them */
  readonly expiringPrefix?: string;
  /** Days until a version that was overwritten or deleted is removed. @default 30 */
  readonly keepOldVersionsForDays?: number;
  /**
   * Days until an object of 128 KB or more moves to Glacier Flexible Retrieval. S3 moves no smaller one by default, as that
   * would cost more than it saves. @default - never
   */
  readonly archiveAfterDays?: number;
  /** The bucket is deleted before these: where AWS refuses, as it holds objects, they stay. @default - the key */
  readonly deleteBefore?: readonly ITerraformDependable[];
  /** Rights of others. `bucket` and `objects` are the ARNs of the bucket and of its objects. */
  readonly statements?: (arns: { bucket: string; objects: string }) => readonly PolicyStatement[];
}

/** A versioned, encrypted bucket that is reached only over TLS and is never public. */
export class PrivateBucket extends Construct {
  readonly bucket: S3Bucket;
  readonly name: string;
  readonly arn: string;
  /** ARN of all objects. */
  readonly objects: string;
  /** A service that writes to the bucket from its first moment waits for this. */
  readonly policy: S3BucketPolicy;

  constructor(scope: Construct, id: string, props: PrivateBucketProps) {
    super(scope, id);
    const { installation, encryptionKey, deleteBefore = [], kind = "bucket" } = props;
    this.bucket = new S3Bucket(this, "Default", {
      bucket: installation.names.of(props.name, kind),
      forceDestroy: tf`!${installation.deletionProtection}`,
      // Without the key, the objects of a bucket that could not be deleted would be lost.
      dependsOn: [...deleteBefore, ...(encryptionKey ? [encryptionKey.key] : [])],
    });
    this.name = this.bucket.bucket;
    this.arn = this.bucket.arn;
    this.objects = `${this.arn}/*`;
    const bucket = this.bucket.id;
    const publicAccess = new S3BucketPublicAccessBlock(this, "public_access", {
      bucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    new S3BucketOwnershipControls(this, "ownership", {
      bucket,
      rule: { objectOwnership: "BucketOwnerEnforced" },
    });
    const versioning = new S3BucketVersioningA(this, "versioning", {
      bucket,
      versioningConfiguration: { status: "Enabled" },
    });
    new S3BucketServerSideEncryptionConfigurationA(this, "encryption", {
      bucket,
      rule: [
        encryptionKey
          ? {
              applyServerSideEncryptionByDefault: {
                sseAlgorithm: "aws:kms",
                kmsMasterKeyId: encryptionKey.arn,
              },
              bucketKeyEnabled: true,
            }
          : { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } },
      ],
    });
    const expiration = props.expireAfterDays !== undefined && {
      expiration: [{ days: asNumber(props.expireAfterDays) }],
    };
    const isPart = expiration && props.expiringPrefix !== undefined;
    new S3BucketLifecycleConfiguration(this, "lifecycle", {
      bucket,
      rule: [
        {
          id: "retention",
          status: "Enabled",
          filter: [{ prefix: "" }],
          ...(!isPart && expiration),
          noncurrentVersionExpiration: [{ noncurrentDays: props.keepOldVersionsForDays ?? 30 }],
          abortIncompleteMultipartUpload: [{ daysAfterInitiation: 7 }],
          ...(props.archiveAfterDays && {
            transition: [{ days: props.archiveAfterDays, storageClass: "GLACIER" }],
          }),
        },
        ...(isPart
          ? [
              {
                id: "expiration",
                status: "Enabled",
                filter: [{ prefix: props.expiringPrefix }],
                ...expiration,
              },
            ]
          : []),
      ],
      dependsOn: [versioning],
    });
    const arns = { bucket: this.arn, objects: this.objects };
    this.policy = new S3BucketPolicy(this, "policy", {
      bucket,
      policy: policyDocument([
        denyPlainHttp(["s3:*"], [arns.bucket, arns.objects]),
        ...(props.statements?.(arns) ?? []),
      ]),
      // AWS refuses two changes of a bucket's policy and public access block at once.
      dependsOn: [publicAccess],
    });
  }
}
