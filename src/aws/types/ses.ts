import type { AwsTypes, DataSources } from "./aws-type";

const IDENTITY = "arn:{partition}:ses:{region}:{account}:identity/*";
const CONFIGURATION_SET = "arn:{partition}:ses:{region}:{account}:configuration-set/{prefix}-*";

/** Mail. For the rules of received mail, AWS compares no ARN. */
export const sesTypes: AwsTypes = {
  aws_sesv2_email_identity: {
    one: "SES identity",
    many: "SES identities",
    reads: ["ses:GetEmailIdentity", "ses:ListTagsForResource"],
    writes: {
      create: ["ses:CreateEmailIdentity", "ses:TagResource"],
      update: [
        "ses:PutEmailIdentityConfigurationSetAttributes",
        "ses:PutEmailIdentityDkimSigningAttributes",
        "ses:TagResource",
        "ses:UntagResource",
      ],
      delete: ["ses:DeleteEmailIdentity"],
    },
    // An identity that is given a configuration set names both.
    arn: [IDENTITY, CONFIGURATION_SET],
  },
  aws_sesv2_configuration_set: {
    one: "SES configuration set",
    free: true,
    reads: ["ses:GetConfigurationSet", "ses:ListTagsForResource"],
    writes: {
      create: ["ses:CreateConfigurationSet", "ses:TagResource"],
      update: [
        "ses:PutConfigurationSetDeliveryOptions",
        "ses:PutConfigurationSetReputationOptions",
        "ses:PutConfigurationSetSuppressionOptions",
        "ses:TagResource",
        "ses:UntagResource",
      ],
      delete: ["ses:DeleteConfigurationSet"],
    },
    arn: CONFIGURATION_SET,
  },
  aws_sesv2_configuration_set_event_destination: {
    one: "report of what became of mail",
    many: "reports of what became of mail",
    free: true,
    reads: ["ses:GetConfigurationSetEventDestinations"],
    writes: {
      create: ["ses:CreateConfigurationSetEventDestination"],
      update: ["ses:UpdateConfigurationSetEventDestination"],
      delete: ["ses:DeleteConfigurationSetEventDestination"],
    },
    arn: CONFIGURATION_SET,
  },
  aws_ses_receipt_rule: {
    one: "SES receipt rule",
    reads: ["ses:DescribeReceiptRule"],
    writes: {
      create: ["ses:CreateReceiptRule"],
      update: ["ses:UpdateReceiptRule"],
      delete: ["ses:DeleteReceiptRule"],
    },
  },
  aws_ses_receipt_rule_set: {
    one: "SES receipt rule set",
    free: true,
    reads: ["ses:DescribeReceiptRuleSet"],
    writes: { create: ["ses:CreateReceiptRuleSet"], delete: ["ses:DeleteReceiptRuleSet"] },
  },
  aws_sesv2_email_identity_mail_from_attributes: {
    one: "MAIL FROM domain",
    free: true,
    reads: ["ses:GetEmailIdentity"],
    writes: {
      create: ["ses:PutEmailIdentityMailFromAttributes"],
      update: ["ses:PutEmailIdentityMailFromAttributes"],
      delete: ["ses:PutEmailIdentityMailFromAttributes"],
    },
    arn: IDENTITY,
  },
};

/** Types that look something up in SES. */
export const sesDataSources: DataSources = {
  aws_ses_active_receipt_rule_set: { reads: ["ses:DescribeActiveReceiptRuleSet"] },
};
