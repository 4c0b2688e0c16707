import { GONE, isNew, type Kind, more, replaces } from "./kind";

const RULE = "aws_ses_receipt_rule.mail_incoming_rule[0]";
const FORWARDER = "aws_lambda_function.mail_incoming_forwarder_function[0]";
const SET = "aws_sesv2_configuration_set.mail_identity_configuration_set[0]";
const IDENTITY = "aws_sesv2_email_identity.mail_identity[0]";
const variable = (name: string) => `environment.0.variables.${name}`;

export const mail: readonly Kind[] = [
  [
    "received mail goes to another address",
    "danger",
    /another address/,
    FORWARDER,
    { [variable("FORWARD_TO")]: "me@evil.example" },
  ],
  [
    "received mail goes to one address more",
    "danger",
    /another address/,
    FORWARDER,
    { [variable("FORWARD_TO")]: "helpdesk@example.com,me@evil.example" },
  ],
  [
    "mail is looked for in another bucket",
    "warning",
    /environment|variable|setting|changes in a way/,
    FORWARDER,
    { [variable("BUCKET")]: "other" },
  ],
  [
    "mail is forwarded in another name",
    "warning",
    /in another name/,
    FORWARDER,
    { [variable("FROM_ADDRESS")]: "other@example.org" },
  ],
  [
    "received mail is put into another bucket",
    "danger",
    /another bucket/,
    RULE,
    { "s3_action.0.bucket_name": "other" },
  ],
  [
    "received mail is put under another name",
    "warning",
    /folder|prefix|changes in a way/,
    RULE,
    { "s3_action.0.object_key_prefix": "public/" },
  ],
  [
    "received mail goes to another function",
    "danger",
    /another function/,
    RULE,
    { "lambda_action.0.function_arn": "arn:aws:lambda:us-east-1:123456789012:function:other" },
  ],
  [
    "somebody is told of received mail with its text",
    "danger",
    /topic|hands|copies/,
    RULE,
    {
      sns_action: [{ topic_arn: "arn:aws:sns:us-east-1:123456789012:other", position: 1, encoding: "UTF-8" }],
    },
  ],
  [
    "received mail is stored by another service",
    "danger",
    /hands|copies|WorkMail/,
    RULE,
    {
      workmail_action: [
        { organization_arn: "arn:aws:workmail:us-east-1:123456789012:organization/m-1", position: 1 },
      ],
    },
  ],
  [
    "received mail is refused",
    "danger",
    /refuse|bounce/,
    RULE,
    { bounce_action: [{ message: "no", sender: "a@example.org", smtp_reply_code: "550", position: 1 }] },
  ],
  ["mail of everybody is received", "warning", /for all/, RULE, { recipients: [] }],
  ["received mail is no longer scanned", "warning", /viruses/, RULE, { scan_enabled: false }],
  ["mail is received without TLS", "danger", /without TLS/, RULE, { tls_policy: "Optional" }],
  ["mail is no longer received", "warning", /switched off/, RULE, { enabled: false }],
  ["the rule of received mail is deleted", "warning", /DELETED|deleted/, RULE, GONE],
  [
    "another set of rules for mail is made active",
    "warning",
    /changes in a way|call/,
    "aws_lambda_invocation.mail_incoming_rule_set_activation[0]",
    { "input.ruleSet": "other" },
  ],
  ["mail is sent without TLS", "danger", /without TLS/, SET, { "delivery_options.0.tls_policy": "OPTIONAL" }],
  ["no mail is sent any more", "warning", /send/, SET, { sending_options: [{ sending_enabled: false }] }],
  [
    "links in mail lead through another host",
    "danger",
    /links|host/,
    SET,
    { tracking_options: [{ custom_redirect_domain: "evil.example" }] },
  ],
  [
    "all mail is archived",
    "danger",
    /archiv|copies|changes in a way/,
    SET,
    { archiving_options: [{ archive_arn: "arn:aws:ses:us-east-1:123456789012:mailmanager-archive/a-1" }] },
  ],
  [
    "mail is sent from other addresses",
    "warning",
    /changes in a way|pool/,
    SET,
    { "delivery_options.0.sending_pool_name": "other" },
  ],
  [
    "somebody is told of each message",
    "warning",
    /tells somebody|event|changes in a way/,
    "aws_sesv2_configuration_set_event_destination.mail_identity_configuration_set_faults[0]",
    {
      event_destination: [
        {
          enabled: true,
          matching_event_types: ["SEND"],
          sns_destination: [{ topic_arn: "arn:aws:sns:us-east-1:123456789012:other" }],
        },
      ],
    },
  ],
  [
    "bounces are no longer counted",
    "warning",
    /DELETED|deleted/,
    "aws_sesv2_configuration_set_event_destination.mail_identity_configuration_set_faults[0]",
    GONE,
  ],
  [
    "mail is signed with a key of somebody else",
    "warning",
    /sign|changes in a way/,
    IDENTITY,
    { "dkim_signing_attributes.0.domain_signing_selector": "theirs" },
  ],
  [
    "mail is sent without its configuration",
    "warning",
    /configuration set/,
    IDENTITY,
    { configuration_set_name: null },
  ],
  [
    "the identity of mail is replaced",
    "warning",
    /REPLACED/,
    IDENTITY,
    replaces({ email_identity: "other.example" }),
  ],
  [
    "answers to bounces go to another domain",
    "warning",
    /changes in a way|domain/,
    "aws_sesv2_email_identity_mail_from_attributes.mail_identity_mail_from[0]",
    { mail_from_domain: "mail.other.example" },
  ],
  [
    "a user may sign in for mail by key",
    "danger",
    /new way to sign in/,
    "aws_iam_access_key.mail_key",
    isNew({ user: "openemr-production-smtp-us-east-1" }),
  ],
  [
    "a second rule puts received mail into a bucket of somebody",
    "danger",
    /also gets the mail that another rule handles/,
    "aws_ses_receipt_rule.mail_second[0]",
    isNew({
      enabled: true,
      rule_set_name: "openemr-production-mail",
      s3_action: [{ bucket_name: "mine", position: 1 }],
    }),
  ],
  [
    "everybody reads the queue, with a condition that says nothing",
    "danger",
    /allows sqs:ReceiveMessage/,
    "aws_sqs_queue_policy.mail_incoming_forwarder_retry_queue_policy[0]",
    {
      "policy.Statement": more({
        Effect: "Allow",
        Principal: "*",
        Action: "sqs:ReceiveMessage",
        Resource: "*",
        Condition: { StringLike: { "aws:PrincipalArn": "*" } },
      }),
    },
  ],
];
