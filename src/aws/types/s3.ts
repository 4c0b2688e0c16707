import { type AwsTypes, asksForKey } from "./aws-type";

// SageMaker opens only buckets whose names say that they are for it.
const BUCKETS = ["arn:{partition}:s3:::{prefix}-*", "arn:{partition}:s3:::sagemaker-{prefix}-*"];
const OBJECTS = BUCKETS.map((bucket) => `${bucket}/*`);

/** Buckets, their settings, and the objects that the stack itself puts into them. */
export const s3Types: AwsTypes = {
  aws_s3_bucket: {
    one: "bucket",
    reads: [
      "s3:GetAccelerateConfiguration",
      "s3:GetBucketAcl",
      "s3:GetBucketCORS",
      "s3:GetBucketLogging",
      "s3:GetBucketObjectLockConfiguration",
      "s3:GetBucketPolicy",
      "s3:GetBucketRequestPayment",
      "s3:GetBucketTagging",
      "s3:GetBucketVersioning",
      "s3:GetBucketWebsite",
      "s3:GetEncryptionConfiguration",
      "s3:GetLifecycleConfiguration",
      "s3:GetReplicationConfiguration",
      // AWS asks for it where the provider asks whether the bucket exists; it also lists the names of objects.
      "s3:ListBucket",
      "s3:ListTagsForResource",
    ],
    writes: {
      create: ["s3:CreateBucket", "s3:PutBucketTagging", "s3:TagResource"],
      update: ["s3:PutBucketTagging", "s3:TagResource", "s3:UntagResource"],
      // With force_destroy it is emptied first.
      delete: ["s3:DeleteBucket", "s3:DeleteObject", "s3:DeleteObjectVersion", "s3:ListBucketVersions"],
    },
    arn: [...BUCKETS, ...OBJECTS],
  },
  aws_s3_bucket_lifecycle_configuration: {
    one: "bucket lifecycle",
    free: true,
    reads: ["s3:GetLifecycleConfiguration"],
    writes: {
      create: ["s3:PutLifecycleConfiguration"],
      update: ["s3:PutLifecycleConfiguration"],
      delete: ["s3:PutLifecycleConfiguration"],
    },
    arn: BUCKETS,
  },
  aws_s3_bucket_versioning: {
    one: "bucket versioning",
    free: true,
    reads: ["s3:GetBucketVersioning"],
    writes: {
      create: ["s3:PutBucketVersioning"],
      update: ["s3:PutBucketVersioning"],
      delete: ["s3:PutBucketVersioning"],
    },
    arn: BUCKETS,
  },
  aws_s3_bucket_server_side_encryption_configuration: {
    one: "bucket encryption",
    free: true,
    reads: ["s3:GetEncryptionConfiguration"],
    writes: {
      create: ["s3:PutEncryptionConfiguration"],
      update: ["s3:PutEncryptionConfiguration"],
      delete: ["s3:PutEncryptionConfiguration"],
    },
    arn: BUCKETS,
  },
  aws_s3_bucket_public_access_block: {
    one: "public access block",
    free: true,
    reads: ["s3:GetBucketPublicAccessBlock"],
    writes: {
      create: ["s3:PutBucketPublicAccessBlock"],
      update: ["s3:PutBucketPublicAccessBlock"],
      delete: ["s3:PutBucketPublicAccessBlock"],
    },
    arn: BUCKETS,
  },
  aws_s3_bucket_ownership_controls: {
    one: "bucket ownership setting",
    free: true,
    reads: ["s3:GetBucketOwnershipControls"],
    writes: {
      create: ["s3:PutBucketOwnershipControls"],
      update: ["s3:PutBucketOwnershipControls"],
      delete: ["s3:PutBucketOwnershipControls"],
    },
    arn: BUCKETS,
  },
  aws_s3_bucket_policy: {
    one: "bucket policy",
    many: "bucket policies",
    free: true,
    reads: ["s3:GetBucketPolicy"],
    writes: {
      create: ["s3:PutBucketPolicy"],
      update: ["s3:PutBucketPolicy"],
      delete: ["s3:DeleteBucketPolicy"],
    },
    arn: BUCKETS,
  },
  aws_s3_object: {
    one: "object",
    free: true,
    // Objects are read only in the folders of code: see PlanRole.
    reads: [],
    writes: {
      create: ["s3:GetObject", "s3:GetObjectTagging", "s3:PutObject", "s3:PutObjectTagging"],
      update: ["s3:GetObject", "s3:GetObjectTagging", "s3:PutObject", "s3:PutObjectTagging"],
      delete: ["s3:DeleteObject", "s3:DeleteObjectVersion", "s3:GetObjectVersion", "s3:ListBucketVersions"],
    },
    arn: [...BUCKETS, ...OBJECTS],
    asks: [asksForKey("PutObject into a bucket that encrypts with a key. User guide of S3, SSE-KMS")],
  },
};
