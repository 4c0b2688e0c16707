import { GONE, isNew, type Kind, replaces } from "./kind";

const SECRET = "aws_secretsmanager_secret.database_secret";
const SETTINGS = "aws_ssm_parameter.application_settings";
export const secrets: readonly Kind[] = [
  [
    "a secret can be lost at once",
    "warning",
    /restored for fewer days/,
    SECRET,
    { recovery_window_in_days: 0 },
  ],
  [
    "everybody may read a secret",
    "danger",
    /allows secretsmanager:GetSecretValue/,
    SECRET,
    {
      policy: JSON.stringify({
        Statement: [
          { Effect: "Allow", Action: "secretsmanager:GetSecretValue", Principal: "*", Resource: "*" },
        ],
      }),
    },
  ],
  [
    "everybody may read a secret by a policy of its own",
    "danger",
    /allows secretsmanager:GetSecretValue/,
    "aws_secretsmanager_secret_policy.open",
    isNew({
      policy: JSON.stringify({
        Statement: [
          {
            Effect: "Allow",
            Action: "secretsmanager:GetSecretValue",
            Principal: { AWS: "*" },
            Resource: "*",
          },
        ],
      }),
    }),
  ],
  ["a secret loses its key", "danger", /loses its own encryption key/, SECRET, { kms_key_id: null }],
  [
    "a secret is copied to another region",
    "danger",
    /cop(y|ied|ies)|replica/,
    SECRET,
    { replica: [{ region: "eu-west-1", kms_key_id: "" }] },
  ],
  ["a secret is replaced", "danger", /REPLACED/, SECRET, replaces({ name: "other" })],
  [
    "a password stands in the state",
    "danger",
    /in plain text|state/,
    "aws_secretsmanager_secret_version.database_secret_version",
    { secret_string: "hunter2-hunter2" },
  ],
  [
    "a secret gets another value",
    "warning",
    /another value/,
    "aws_secretsmanager_secret_version.database_user_version",
    { secret_string_wo_version: 2 },
  ],
  [
    "passwords are no longer rotated",
    "warning",
    /rotat/,
    "aws_secretsmanager_secret_rotation.password_rotation[0]",
    GONE,
  ],
  [
    "passwords are rotated once a year",
    "warning",
    /rotat/,
    "aws_secretsmanager_secret_rotation.password_rotation[0]",
    {
      "rotation_rules.0.automatically_after_days": 365,
    },
  ],
  [
    "another function rotates the password",
    "danger",
    /function/,
    "aws_secretsmanager_secret_rotation.password_rotation[0]",
    {
      rotation_lambda_arn: "arn:aws:lambda:us-east-1:123456789012:function:other",
    },
  ],
  [
    "the password is rotated at once",
    "notice",
    /rotat/,
    "aws_secretsmanager_secret_rotation.password_rotation[0]",
    { rotate_immediately: true },
  ],
  [
    "OpenEMR sends mail through another host",
    "danger",
    /SMTP_HOST/,
    SETTINGS,
    {
      "insecure_value[SMTP_HOST].value": "mail.evil.example",
    },
  ],
  [
    "OpenEMR sends mail without TLS",
    "danger",
    /SMTP_SECURE/,
    SETTINGS,
    { "insecure_value[SMTP_SECURE].value": "" },
  ],
  [
    "OpenEMR gives tokens for another address",
    "danger",
    /site_addr_oath/,
    SETTINGS,
    {
      "insecure_value[site_addr_oath].value": "https://evil.example",
    },
  ],
  [
    "another secret is OpenEMR's password for mail",
    "warning",
    /SMTP_PASS/,
    SETTINGS,
    { "insecure_value[SMTP_PASS].secret": "other" },
  ],
  [
    "OpenEMR's portal is switched off",
    "warning",
    /portal_onsite_two_enable/,
    SETTINGS,
    {
      "insecure_value[portal_onsite_two_enable].value": "0",
    },
  ],
  [
    "OpenEMR gets a setting more",
    "warning",
    /allow_debug_language|setting/,
    SETTINGS,
    {
      insecure_value: (text: unknown) =>
        JSON.stringify([...JSON.parse(String(text)), { name: "allow_debug_language", value: "1" }]),
    },
  ],
];
