import { isForNobodyInParticular, policyOf, refusesPlainCalls } from "../policies";
import { every, hasPart, isGiven, isOn, REF, type StateRule, value } from "../state-rule";

const BLOCK = "aws_s3_bucket_public_access_block";
const ALL = ["block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets"];
const OPEN = { parts: {}, values: { bucket: REF } };
const CLOSED = {
  values: { bucket: REF },
  parts: { [BLOCK]: { bucket: REF, ...Object.fromEntries(ALL.map((name) => [name, true])) } },
};
const policy = (statement: object) => ({ policy: JSON.stringify({ Statement: [statement] }) });
const TLS = {
  Effect: "Deny",
  Principal: "*",
  Action: "s3:*",
  Resource: "*",
  Condition: { Bool: { "aws:SecureTransport": "false" } },
};

export const buckets: readonly StateRule[] = [
  ...(
    [
      "S3BucketLevelPublicAccessProhibited",
      "S3BucketPublicReadProhibited",
      "S3BucketPublicWriteProhibited",
    ] as const
  ).map(
    (nag, i): StateRule => ({
      nag,
      controls: [["S3.8"], ["S3.2"], ["S3.3"]][i]!,
      types: ["aws_s3_bucket"],
      check: hasPart(BLOCK, "bucket", every(...ALL.map((name) => isOn(name)))),
      severity: "danger",
      says: "can be made public",
      why: "A wrong policy or access list then opens its objects to everyone.",
      bad: OPEN,
      good: CLOSED,
    }),
  ),
  {
    nag: "S3BucketSSLRequestsOnly",
    controls: ["S3.5"],
    types: ["aws_s3_bucket"],
    check: policyOf("aws_s3_bucket_policy", "bucket", refusesPlainCalls, "failed"),
    severity: "danger",
    says: "takes requests without TLS",
    why: "Objects then cross networks in plain text.",
    bad: OPEN,
    good: { values: { bucket: REF }, parts: { aws_s3_bucket_policy: { bucket: REF, ...policy(TLS) } } },
  },
  {
    controls: ["S3.6"],
    types: ["aws_s3_bucket"],
    check: policyOf("aws_s3_bucket_policy", "bucket", isForNobodyInParticular, "passed"),
    severity: "danger",
    says: "lets everybody in by its policy",
    why: "Whoever has an account of AWS can use it.",
    bad: {
      values: { bucket: REF },
      parts: {
        aws_s3_bucket_policy: {
          bucket: REF,
          ...policy({ Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: "*" }),
        },
      },
    },
    good: OPEN,
  },
  {
    nag: "S3BucketVersioningEnabled",
    types: ["aws_s3_bucket"],
    check: hasPart("aws_s3_bucket_versioning", "bucket", isOn("versioning_configuration.0.status")),
    severity: "warning",
    says: "keeps no versions",
    why: "What is deleted or written over is gone at once.",
    bad: OPEN,
    good: {
      values: { bucket: REF },
      parts: { aws_s3_bucket_versioning: { bucket: REF, versioning_configuration: [{ status: "Enabled" }] } },
    },
  },
  {
    nag: "S3BucketLoggingEnabled",
    controls: ["S3.9"],
    types: ["aws_s3_bucket"],
    check: hasPart("aws_s3_bucket_logging", "bucket"),
    severity: "notice",
    says: "keeps no log of its requests",
    why: "Who read an object cannot be found out, unless CloudTrail records data events.",
    bad: OPEN,
    good: { values: { bucket: REF }, parts: { aws_s3_bucket_logging: { bucket: REF } } },
  },
  {
    nag: "S3BucketReplicationEnabled",
    types: ["aws_s3_bucket"],
    check: hasPart("aws_s3_bucket_replication_configuration", "bucket"),
    severity: "notice",
    says: "is not copied to another region",
    why: "What is lost with the region is lost.",
    bad: OPEN,
    good: { values: { bucket: REF }, parts: { aws_s3_bucket_replication_configuration: { bucket: REF } } },
  },
  {
    nag: "S3DefaultEncryptionKMS",
    types: ["aws_s3_bucket"],
    check: hasPart(
      "aws_s3_bucket_server_side_encryption_configuration",
      "bucket",
      value("rule.0.apply_server_side_encryption_by_default.0.sse_algorithm", (found) =>
        /^aws:kms/.test(String(found)),
      ),
    ),
    severity: "warning",
    says: "is not encrypted by a KMS key",
    why: "Whoever may read the bucket reads its objects; no key policy says otherwise.",
    bad: OPEN,
    good: {
      values: { bucket: REF },
      parts: {
        aws_s3_bucket_server_side_encryption_configuration: {
          bucket: REF,
          rule: [{ apply_server_side_encryption_by_default: [{ sse_algorithm: "aws:kms" }] }],
        },
      },
    },
  },
  {
    controls: ["S3.12"],
    types: ["aws_s3_bucket"],
    check: hasPart(
      "aws_s3_bucket_ownership_controls",
      "bucket",
      value("rule.0.object_ownership", (found) => found === "BucketOwnerEnforced"),
    ),
    severity: "warning",
    says: "takes access lists of single objects",
    why: "Whoever writes an object can open it to others.",
    bad: OPEN,
    good: {
      values: { bucket: REF },
      parts: {
        aws_s3_bucket_ownership_controls: {
          bucket: REF,
          rule: [{ object_ownership: "BucketOwnerEnforced" }],
        },
      },
    },
  },
  {
    controls: ["S3.13"],
    types: ["aws_s3_bucket"],
    check: hasPart("aws_s3_bucket_lifecycle_configuration", "bucket", isGiven("rule")),
    severity: "notice",
    says: "has no rules for what is old",
    why: "Former versions and broken uploads are kept, and billed, for ever.",
    bad: OPEN,
    good: {
      values: { bucket: REF },
      parts: { aws_s3_bucket_lifecycle_configuration: { bucket: REF, rule: [{ id: "a" }] } },
    },
  },
];
