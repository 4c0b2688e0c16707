import type { BadValue, GoodValue } from "../../../support/value-examples";

const DOMAIN = { route53_domain: "example.org", configure_ses: true };

const FORWARDED = { ...DOMAIN, email_forwarding_address: "helpdesk@example.com" };

/** Each takes 24 characters in JSON, with its comma. */
const MANY = Array.from({ length: 59 }, (_, i) => `dr.roe.${i + 10}@example.org`);

export const BAD_VALUES: readonly BadValue[] = [
  ["configure_ses", true, "false without route53_domain"],
  ...["af-south-1", "me-south-1", "ap-east-1"].map(
    (region): BadValue => [
      "configure_ses",
      true,
      "false in this region, which has no SMTP endpoint of Amazon SES",
      { route53_domain: "example.org", region, certificate_arn: null },
    ],
  ),
  [
    "email_forwarding_address",
    "a@example.com",
    "null, as configure_ses is false",
    { route53_domain: "example.org" },
  ],
  ["email_forwarding_address", "helpdesk", "an e-mail address", DOMAIN],
  ["email_forwarding_address", "help desk@example.com", "an e-mail address", DOMAIN],
  ["email_forwarding_address", "helpdesk@example", "an e-mail address", DOMAIN],
  ["email_forwarding_address", ".helpdesk@example.com", "an e-mail address", DOMAIN],
  ["email_forwarding_address", "a@example.com, b@example.com", "an e-mail address", DOMAIN],
  [
    "email_forwarding_address",
    "helpdesk@example.com",
    "null in this region, which has no endpoint of Amazon SES that receives mail",
    { ...DOMAIN, region: "eu-central-2", certificate_arn: null },
  ],
  ...["help@example.org", "Help@Example.org", "help+x@example.org", "notifications@example.org"].map(
    (address): BadValue => [
      "email_forwarding_address",
      address,
      "another address than help@ and notifications@ of route53_domain",
      DOMAIN,
    ],
  ),
  ["manage_apex_mx_record", true, "false without email_forwarding_address", DOMAIN],
  [
    "manage_apex_mx_record",
    true,
    "false while email_forwarding_address is in route53_domain",
    { ...DOMAIN, email_forwarding_address: "Doctor@Example.org" },
  ],
  ["manage_dmarc_record", true, "false without configure_ses", { route53_domain: "example.org" }],
  ["activate_receipt_rule_set", true, "false without email_forwarding_address", DOMAIN],
  [
    "activate_receipt_rule_set",
    true,
    "false with receipt_rule_set_name",
    { ...FORWARDED, receipt_rule_set_name: "corporate" },
  ],
  ["receipt_rule_set_name", "corporate", "null without email_forwarding_address", DOMAIN],
  ["receipt_rule_set_name", "-corporate", "the name of a receipt rule set", FORWARDED],
  ["receipt_rule_set_name", "a".repeat(65), "the name of a receipt rule set", FORWARDED],
  ["mail_retention_days", 0, "a whole number from 1 to 3653"],
  ["mail_forwarding_quota_percent", 0, "a whole number from 1 to 100"],
  ["mail_sender_addresses", ["Dr.Roe@example.org"], "a list of e-mail addresses in lower case", DOMAIN],
  ["mail_sender_addresses", ["dr.roe@example.net"], "a list of addresses in route53_domain", DOMAIN],
  ["mail_sender_addresses", MANY, "at most 1400 characters long as JSON", DOMAIN],
  ["restrict_smtp_to_endpoint", true, "false without configure_ses"],
];

export const GOOD_VALUES: readonly GoodValue[] = [
  ["only mail", DOMAIN],
  ["forwarding, with all that is others' left as it is", FORWARDED],
  [
    "forwarding to an address with a plus sign",
    { ...DOMAIN, email_forwarding_address: "help+emr@example.com" },
  ],
  [
    "forwarding within the domain, whose mail others receive",
    { ...DOMAIN, email_forwarding_address: "it@example.org" },
  ],
  [
    "the records and the rule set made",
    { ...FORWARDED, manage_apex_mx_record: true, manage_dmarc_record: true, activate_receipt_rule_set: true },
  ],
  ["a rule set of somebody else", { ...FORWARDED, receipt_rule_set_name: "corporate.mail_1" }],
];
