import { GONE, isNew, type Kind, more, replaces, without } from "./kind";

const MAIL = "aws_s3_bucket_policy.mail_incoming_bucket_policy";
const ACCESS = "aws_s3_bucket_public_access_block.mail_incoming_bucket_public_access";
const open = (Principal: unknown, Action: string) =>
  more({
    Sid: "More",
    Effect: "Allow",
    Action,
    Principal,
    Resource: "arn:aws:s3:::openemr-production-mail-123456789012-us-east-1/*",
  });

export const buckets: readonly Kind[] = [
  [
    "everybody may read received mail",
    "danger",
    /allows s3:GetObject/,
    MAIL,
    { "policy.Statement": open("*", "s3:GetObject") },
  ],
  [
    "another account may read received mail",
    "danger",
    /names an account|allows s3:GetObject/,
    MAIL,
    { "policy.Statement": open({ AWS: "arn:aws:iam::999999999999:root" }, "s3:GetObject") },
  ],
  [
    "the bucket takes plain HTTP",
    "danger",
    /no longer denies/,
    MAIL,
    { "policy.Statement": without("DenyPlainHttp") },
  ],
  ["the bucket's policy is deleted", "danger", /no longer denies/, MAIL, GONE],
  ["a bucket takes public policies", "danger", /can be made public/, ACCESS, { block_public_policy: false }],
  ["a bucket takes public lists", "danger", /can be made public/, ACCESS, { ignore_public_acls: false }],
  ["what keeps a bucket private is deleted", "danger", /is deleted/, ACCESS, GONE],
  [
    "objects belong to whoever writes them",
    "warning",
    /access lists|owner|lists/i,
    "aws_s3_bucket_ownership_controls.mail_incoming_bucket_ownership",
    { "rule.0.object_ownership": "ObjectWriter" },
  ],
  [
    "a bucket gets a public list",
    "danger",
    /is public/,
    "aws_s3_bucket_acl.mail_list",
    isNew({ bucket: "mail", acl: "public-read" }),
  ],
  [
    "versions are no longer kept",
    "danger",
    /keeps no versions/,
    "aws_s3_bucket_versioning.audit_bucket_versioning[0]",
    { "versioning_configuration.0.status": "Suspended" },
  ],
  [
    "received mail expires after a day",
    "danger",
    /expire sooner/,
    "aws_s3_bucket_lifecycle_configuration.mail_incoming_bucket_lifecycle",
    { "rule.0.expiration": [{ days: 1 }] },
  ],
  [
    "records of the trail expire after a day",
    "danger",
    /expire sooner|deletes/,
    "aws_s3_bucket_lifecycle_configuration.audit_bucket_lifecycle[0]",
    {
      rule: more({ id: "all", status: "Enabled", filter: [{ prefix: "" }], expiration: [{ days: 1 }] }),
    },
  ],
  [
    "a bucket's own key is given up",
    "danger",
    /loses its own encryption key/,
    "aws_s3_bucket_server_side_encryption_configuration.mail_incoming_bucket_encryption",
    {
      "rule.0.apply_server_side_encryption_by_default": [
        { sse_algorithm: "AES256", kms_master_key_id: null },
      ],
    },
  ],
  [
    "a bucket may be deleted with its objects",
    "danger",
    /destroyed together/,
    "aws_s3_bucket.mail_incoming_bucket",
    { force_destroy: true },
  ],
  [
    "a bucket is made anew",
    "danger",
    /REPLACED/,
    "aws_s3_bucket.audit_bucket[0]",
    replaces({ bucket: "other" }),
  ],
  [
    "a bucket tells somebody of each object",
    "danger",
    /sends what comes in to somebody more/,
    "aws_s3_bucket_notification.mail_notification",
    isNew({ bucket: "mail", topic: [{ topic_arn: "arn:aws:sns:us-east-1:123456789012:other" }] }),
  ],
  [
    "a bucket's contents are listed elsewhere",
    "warning",
    /is new|list/,
    "aws_s3_bucket_inventory.mail_inventory",
    isNew({ bucket: "mail" }),
  ],
  [
    "a bucket's requests are logged elsewhere",
    "warning",
    /is new|log/,
    "aws_s3_bucket_logging.mail_logging",
    isNew({ bucket: "mail", target_bucket: "other" }),
  ],
  [
    "other sites may read a bucket",
    "danger",
    /another way/,
    "aws_s3_bucket_cors_configuration.mail_cors",
    isNew({ bucket: "mail" }),
  ],
  [
    "a bucket is copied",
    "danger",
    /copies everything/,
    "aws_s3_bucket_replication_configuration.audit_copies",
    isNew({ bucket: "audit" }),
  ],
  [
    "a door of its own to a bucket",
    "danger",
    /another way/,
    "aws_s3_access_point.mail_door",
    isNew({ bucket: "mail" }),
  ],
];
