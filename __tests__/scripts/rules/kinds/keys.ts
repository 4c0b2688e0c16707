import { GONE, isNew, type Kind, more, replaces, without } from "./kind";

const KEY = "aws_kms_key.data_key";
const to = (principal: string, ...Action: string[]) =>
  more({ Sid: "More", Effect: "Allow", Action, Principal: { AWS: principal }, Resource: ["*"] });

export const keys: readonly Kind[] = [
  [
    "everybody may use the key of the records",
    "danger",
    /allows kms:Decrypt/,
    KEY,
    { "policy.Statement": to("*", "kms:Decrypt") },
  ],
  [
    "another account may use the key of the records",
    "danger",
    /names an account|allows kms:Decrypt/,
    KEY,
    {
      "policy.Statement": to("arn:aws:iam::999999999999:root", "kms:Decrypt"),
    },
  ],
  [
    "a role may grant the key of the records to others",
    "danger",
    /allows kms:CreateGrant/,
    KEY,
    {
      "policy.Statement": to(
        "arn:aws:iam::123456789012:role/openemr-production-task-us-east-1",
        "kms:CreateGrant",
      ),
    },
  ],
  [
    "a role may delete the key of the records",
    "danger",
    /allows kms:ScheduleKeyDeletion/,
    KEY,
    {
      "policy.Statement": to("arn:aws:iam::123456789012:role/somebody", "kms:ScheduleKeyDeletion"),
    },
  ],
  [
    "mail of other accounts is encrypted with the key",
    "danger",
    /without the condition/,
    KEY,
    {
      "policy.Statement[EncryptReceivedMail].Condition": {},
    },
  ],
  [
    "received mail can no longer be encrypted",
    "notice",
    /allows less/,
    KEY,
    {
      "policy.Statement": without("EncryptReceivedMail"),
    },
  ],
  [
    "nobody administers the key of the records",
    "danger",
    /can no longer be administered/,
    KEY,
    {
      "policy.Statement": without("Account"),
    },
  ],
  ["the key of the records is disabled", "danger", /is disabled/, KEY, { is_enabled: false }],
  [
    "the key of the records is no longer rotated",
    "warning",
    /is not rotated/,
    KEY,
    { enable_key_rotation: false },
  ],
  [
    "the key of the records is rotated after years only",
    "warning",
    /rotated/,
    KEY,
    { rotation_period_in_days: 2560 },
  ],
  [
    "the key of the records can be deleted within a week",
    "warning",
    /can be deleted sooner/,
    KEY,
    { deletion_window_in_days: 7 },
  ],
  [
    "the lockout check of a key is passed over",
    "warning",
    /lock/,
    KEY,
    { bypass_policy_lockout_safety_check: true },
  ],
  [
    "the key of the records is made anew for several regions",
    "danger",
    /REPLACED/,
    KEY,
    replaces({ multi_region: true }),
  ],
  ["the key of the records is deleted", "danger", /DELETED/, KEY, GONE],
  [
    "an alias leads to another key",
    "warning",
    /another key|changes in a way/,
    "aws_kms_alias.data_key_alias",
    { target_key_id: "0000" },
  ],
  [
    "a copy of a key in another region",
    "warning",
    /is new/,
    "aws_kms_replica_key.elsewhere",
    isNew({ primary_key_arn: "arn:aws:kms:us-east-1:123456789012:key/1" }),
  ],
];
