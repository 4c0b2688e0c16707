import { neededIn, REGIONAL, regionsWith } from "../aws/regions";
import { tf } from "../terraform/expression";
import { atMostCharacters, falseUnless, matching, wholeNumber } from "../terraform/rules";
import type { Declare, Variable } from "../terraform/variable";
import { mailNames } from "./mail-names";

/** A run of characters that an address has before its @. In RE2 syntax, like all of these. */
const ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
const LABEL = "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?";

/** An address that SES accepts: ASCII, with a domain of at least two labels. */
const ADDRESS = `${ATOM}([.]${ATOM})*@(${LABEL}[.])+${LABEL}`;

/**
 * The policies of an IAM user have 2,048 characters ("IAM and AWS STS quotas"). With names, a region and a domain as long as
 * they may be, 617 of them are taken.
 */
const MOST_SENDER_CHARACTERS = 1400;

/** Mail by Amazon SES. */
export function mailVariables(
  declare: Declare,
  {
    region,
    route53Domain,
  }: { readonly region: Variable<string>; readonly route53Domain: Variable<string | null> },
) {
  const domain = route53Domain.value;
  const names = mailNames(domain);
  const configureSes = declare("configure_ses", {
    type: "bool",
    default: false,
    description:
      "Lets OpenEMR send mail as route53_domain with Amazon SES, through a VPC endpoint that costs about 7 USD a month in each zone. A new account is in the SES sandbox, where mail goes to verified addresses only, until you ask AWS to take it out.",
    rules: [
      neededIn(region.value, REGIONAL.sesSmtp),
      falseUnless(
        route53Domain.isGiven,
        "without route53_domain",
        "SES sends for a domain whose records it can have made.",
      ),
    ],
  });
  const emailForwardingAddress = declare("email_forwarding_address", {
    type: "string",
    default: null,
    description:
      "Address to which mail to help@<route53_domain> is forwarded; SES keeps the original in S3. Null receives no mail.",
    rules: [
      matching(ADDRESS, "an e-mail address, such as helpdesk@example.com"),
      {
        holds: () => configureSes.value,
        mustBe: "null, as configure_ses is false",
        hint: "What is forwarded is sent by SES.",
      },
      {
        // Where SES does not send, configure_ses says so.
        ...neededIn(region.value, REGIONAL.sesReceiving, "null"),
        hint: `These receive and send: ${regionsWith(REGIONAL.sesReceiving, REGIONAL.sesSmtp).join(", ")}.`,
      },
      {
        // SES takes what follows a plus sign in an address for no part of it.
        holds: (value) =>
          tf`${domain} == null ? true : !contains([${names.recipient}, ${names.sender}], replace(lower(${value}), "/[+][^@]*@/", "@"))`,
        mustBe: "another address than help@ and notifications@ of route53_domain",
        hint: "Mail would go in a circle.",
      },
    ],
  });
  const onlyWithForwarding = (hint: string) =>
    falseUnless(emailForwardingAddress.isGiven, "without email_forwarding_address", hint);
  const receiptRuleSetName = declare("receipt_rule_set_name", {
    type: "string",
    default: null,
    description:
      "Name of the SES receipt rule set that is active in this account and region; OpenEMR's rule becomes the first in it. Null makes a new rule set for OpenEMR.",
    rules: [
      matching(
        "[A-Za-z0-9]([A-Za-z0-9_.-]{0,62}[A-Za-z0-9])?",
        "the name of a receipt rule set, of up to 64 letters, digits, dots, hyphens and underscores",
        "Find it with: aws ses describe-active-receipt-rule-set.",
      ),
      {
        holds: () => emailForwardingAddress.isGiven,
        mustBe: "null without email_forwarding_address",
        hint: "There is no rule then.",
      },
    ],
  });
  return {
    configureSes,
    emailForwardingAddress,
    receiptRuleSetName,
    activateReceiptRuleSet: declare("activate_receipt_rule_set", {
      type: "bool",
      default: false,
      description:
        "Makes OpenEMR's own receipt rule set the active one of this account and region; no mail arrives before it is active. If another rule set is active, the deployment stops and changes nothing about it.",
      rules: [
        onlyWithForwarding("Without it there is no rule set."),
        falseUnless(
          tf`${receiptRuleSetName.value} == null`,
          "with receipt_rule_set_name",
          "That rule set is active already.",
        ),
      ],
    }),
    manageApexMxRecord: declare("manage_apex_mx_record", {
      type: "bool",
      default: false,
      description:
        "Makes the MX record of route53_domain: SES then receives all mail to the domain and rejects mail to any address but help@. If the domain has an MX record already, the plan fails and the record stays.",
      rules: [
        onlyWithForwarding("SES would refuse all mail to the domain."),
        {
          holds: (value) =>
            tf`!${value} || ${emailForwardingAddress.value} == null || ${domain} == null ? true : !endswith(lower(${emailForwardingAddress.value}), join("@", ["", ${domain}]))`,
          mustBe: "false while email_forwarding_address is in route53_domain",
          hint: "Mail for that address would go to SES as well, which knows only help@. Forward to another domain.",
        },
      ],
    }),
    manageDmarcRecord: declare("manage_dmarc_record", {
      type: "bool",
      default: false,
      description:
        "Makes the DMARC record of route53_domain: receivers then treat as spam all mail in the domain's name that it has not signed, whoever sends it. If the domain has a DMARC record already, the plan fails and the record stays.",
      rules: [
        falseUnless(configureSes.value, "without configure_ses", "Nothing would sign the domain's mail."),
      ],
    }),
    mailSenderAddresses: declare("mail_sender_addresses", {
      type: "list(string)",
      default: [],
      description:
        "Further addresses of route53_domain that OpenEMR may send as, such as those of its users, in lower case. It always may as notifications@, and as help@ while email_forwarding_address is given.",
      rules: [
        {
          holds: (value) =>
            tf`alltrue([for address in ${value} : can(regex(${`^${ADDRESS}$`}, address)) && address == lower(address)])`,
          mustBe: "a list of e-mail addresses in lower case",
          hint: "SES compares them letter by letter.",
        },
        {
          holds: (value) =>
            tf`length(${value}) == 0 ? true : ${domain} == null ? false : alltrue([for address in ${value} : endswith(address, join("@", ["", lower(${domain})]))])`,
          mustBe: "a list of addresses in route53_domain",
          hint: "SES sends for no other domain.",
        },
        atMostCharacters(
          MOST_SENDER_CHARACTERS,
          "A policy of an IAM user has room for no more. Let several people send as one address, such as that of their office.",
        ),
      ],
    }),
    restrictSmtpToEndpoint: declare("restrict_smtp_to_endpoint", {
      type: "bool",
      default: false,
      description:
        "Makes OpenEMR's SMTP credentials work only through the VPC endpoint, so that stolen ones are of no use elsewhere. Send one message to try it: AWS does not document whether this works for SMTP; if it does not, all mail is refused.",
      rules: [falseUnless(configureSes.value, "without configure_ses", "There are no credentials then.")],
    }),
    mailForwardingQuotaPercent: declare("mail_forwarding_quota_percent", {
      type: "number",
      default: 50,
      description:
        "Percent of the account's daily sending quota of SES at which the forwarding of mail stops, so that a flood of mail to help@ leaves the rest of the quota to OpenEMR. Mail that waits is forwarded later.",
      rules: [wholeNumber(1, 100)],
    }),
    mailRetentionDays: declare("mail_retention_days", {
      type: "number",
      default: 365,
      description: "Days for which the originals of received mail are kept in S3.",
      rules: [wholeNumber(1, 3653)],
    }),
  };
}

/** The choices as the props of `Mail`. */
export function mailOptions(variables: ReturnType<typeof mailVariables>) {
  return {
    enabled: variables.configureSes.value,
    senderAddresses: variables.mailSenderAddresses.value,
    restrictSmtpToEndpoint: variables.restrictSmtpToEndpoint.value,
    manageDmarcRecord: variables.manageDmarcRecord.value,
    forwardingAddress: variables.emailForwardingAddress.value,
    receiptRuleSetName: variables.receiptRuleSetName.value,
    activateReceiptRuleSet: variables.activateReceiptRuleSet.value,
    manageMxRecord: variables.manageApexMxRecord.value,
    forwardingQuotaPercent: variables.mailForwardingQuotaPercent.value,
    retentionDays: variables.mailRetentionDays.value,
  };
}
