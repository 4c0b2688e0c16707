import { type AwsTypes, asksForKey } from "./aws-type";

const SECRET = "arn:{partition}:secretsmanager:{region}:{account}:secret:{prefix}-*";
const KEY = "arn:{partition}:kms:{region}:{account}:key/*";

/** Secrets, parameters and the keys that encrypt. */
export const secretsTypes: AwsTypes = {
  aws_secretsmanager_secret: {
    one: "secret",
    reads: ["secretsmanager:DescribeSecret", "secretsmanager:GetResourcePolicy"],
    writes: {
      create: ["secretsmanager:CreateSecret", "secretsmanager:TagResource"],
      update: ["secretsmanager:TagResource", "secretsmanager:UntagResource", "secretsmanager:UpdateSecret"],
      delete: ["secretsmanager:DeleteSecret"],
    },
    arn: SECRET,
    asks: [asksForKey("CreateSecret with a key. User guide of Secrets Manager, encryption")],
  },
  aws_secretsmanager_secret_version: {
    one: "secret value",
    free: true,
    reads: ["secretsmanager:DescribeSecret", "secretsmanager:ListSecretVersionIds"],
    writes: {
      // The value is made up by AWS, and read again where a run before has stored one.
      create: [
        "secretsmanager:GetRandomPassword",
        "secretsmanager:GetSecretValue",
        "secretsmanager:PutSecretValue",
      ],
      update: ["secretsmanager:UpdateSecretVersionStage"],
      delete: ["secretsmanager:UpdateSecretVersionStage"],
    },
    arn: SECRET,
    anywhere: ["secretsmanager:GetRandomPassword"],
    asks: [asksForKey("PutSecretValue, GetSecretValue. User guide of Secrets Manager, encryption")],
  },
  aws_secretsmanager_secret_rotation: {
    one: "password rotation",
    free: true,
    reads: ["secretsmanager:DescribeSecret"],
    writes: {
      create: ["secretsmanager:RotateSecret"],
      update: ["secretsmanager:RotateSecret"],
      delete: ["secretsmanager:CancelRotateSecret"],
    },
    arn: SECRET,
    asks: [
      {
        actions: ["lambda:InvokeFunction"],
        arn: "arn:{partition}:lambda:{region}:{account}:function:{prefix}-*",
        why: "RotateSecret. API reference of Secrets Manager",
      },
    ],
  },
  aws_ssm_parameter: {
    one: "parameter",
    free: true,
    // The value comes along, so it is read of one parameter only: see RefreshPolicy.
    reads: ["ssm:DescribeParameters", "ssm:GetParameter", "ssm:ListTagsForResource"],
    writes: {
      create: ["ssm:AddTagsToResource", "ssm:PutParameter"],
      update: ["ssm:AddTagsToResource", "ssm:PutParameter", "ssm:RemoveTagsFromResource"],
      delete: ["ssm:DeleteParameter"],
    },
    arn: "arn:{partition}:ssm:{region}:{account}:parameter/{prefix}/*",
  },
  aws_kms_key: {
    one: "encryption key",
    reads: ["kms:DescribeKey", "kms:GetKeyPolicy", "kms:GetKeyRotationStatus", "kms:ListResourceTags"],
    writes: {
      create: ["kms:CreateKey", "kms:EnableKeyRotation", "kms:PutKeyPolicy", "kms:TagResource"],
      update: [
        "kms:DisableKeyRotation",
        "kms:EnableKeyRotation",
        "kms:PutKeyPolicy",
        "kms:TagResource",
        "kms:UntagResource",
        "kms:UpdateKeyDescription",
      ],
      delete: ["kms:ScheduleKeyDeletion"],
    },
    arn: KEY,
    // To give a key its tags while it is made, the right must be for more than particular keys.
    anywhere: ["kms:CreateKey", "kms:TagResource"],
  },
  aws_kms_alias: {
    one: "key alias",
    many: "key aliases",
    free: true,
    reads: ["kms:ListAliases"],
    writes: {
      create: ["kms:CreateAlias"],
      update: ["kms:UpdateAlias"],
      delete: ["kms:DeleteAlias"],
    },
    arn: ["arn:{partition}:kms:{region}:{account}:alias/{prefix}-*", KEY],
  },
};
