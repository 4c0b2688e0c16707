import { findingOf } from "../finding";
import { tableArea } from "../rule";
import { changes, gainsItems, goesOff, isAnother, isNoLonger, isTakenAway, losesItems } from "../weaker";

const TITLE = "Mail";
const RULE = "aws_ses_receipt_rule";

/** Finds mail that goes to somebody else, or that is less protected. */
export const mail = tableArea(TITLE, {
  attributeRules: [
    {
      types: ["aws_lambda_function"],
      path: "environment.*.variables.FORWARD_TO",
      weakens: changes,
      severity: "danger",
      says: "sends received mail to another address",
      why: "Whoever reads that mailbox gets what patients and colleagues write.",
    },
    {
      types: ["aws_lambda_function"],
      path: "environment.*.variables.RECIPIENT",
      weakens: changes,
      severity: "warning",
      says: "forwards the mail of another recipient",
      why: "Mail to the former address is no longer forwarded.",
    },
    {
      types: ["aws_lambda_function"],
      path: "environment.*.variables.FROM_ADDRESS",
      weakens: changes,
      severity: "warning",
      says: "sends in another name",
      why: "Filters that trust the former name refuse it, and whoever has the new one is answered.",
    },
    {
      types: ["aws_ses_receipt_rule"],
      path: "recipients",
      weakens: gainsItems,
      severity: "warning",
      says: "takes mail for more addresses",
      why: "Whatever had that mail before no longer gets it.",
    },
    {
      types: ["aws_ses_receipt_rule"],
      path: "recipients",
      weakens: losesItems,
      severity: "warning",
      says: "takes mail for fewer addresses, or for all",
      why: "Mail to the others is refused; a rule that names nobody takes the mail of every verified domain.",
    },
    {
      types: ["aws_ses_receipt_rule"],
      path: "scan_enabled",
      weakens: goesOff,
      severity: "warning",
      says: "does not look for viruses",
      why: "What is in received mail is forwarded unseen.",
    },
    {
      types: ["aws_ses_receipt_rule"],
      path: "tls_policy",
      weakens: isNoLonger(/^Require$/),
      severity: "danger",
      says: "takes mail without TLS",
      why: "What patients write crosses the internet in plain text.",
    },
    {
      types: ["aws_ses_receipt_rule"],
      path: "enabled",
      weakens: goesOff,
      severity: "warning",
      says: "is switched off",
      why: "Received mail is refused, or another rule gets it.",
    },
    {
      types: ["aws_ses_receipt_rule"],
      path: "s3_action.*.bucket_name",
      weakens: isAnother,
      severity: "danger",
      says: "puts received mail into another bucket",
      why: "The policy of that bucket decides who reads what patients write.",
    },
    {
      types: ["aws_ses_receipt_rule"],
      path: "lambda_action.*.function_arn",
      weakens: isAnother,
      severity: "danger",
      says: "hands received mail to another function",
      why: "Whoever has that function gets what patients write.",
    },
    {
      types: ["aws_sesv2_configuration_set"],
      path: "delivery_options.*.tls_policy",
      weakens: isNoLonger(/^REQUIRE$/),
      severity: "danger",
      says: "sends mail without TLS",
      why: "What OpenEMR writes to patients crosses the internet in plain text where the other side takes no TLS.",
    },
    {
      types: ["aws_sesv2_email_identity"],
      path: "configuration_set_name",
      weakens: isTakenAway,
      severity: "warning",
      says: "sends without its configuration set",
      why: "TLS is no longer required of what it sends.",
    },
    {
      types: ["aws_sns_topic_subscription"],
      path: "endpoint",
      weakens: changes,
      severity: "danger",
      says: "calls somebody else",
      why: "Messages go there from now on, and whoever was called learns of nothing.",
    },
    {
      types: ["aws_lambda_function_event_invoke_config"],
      path: "destination_config.*.on_failure.*.destination",
      weakens: changes,
      severity: "warning",
      says: "tells somebody else of failures",
      why: "Whoever was told before no longer learns that something went wrong.",
    },
  ],
  arrivalRules: [
    {
      types: ["aws_ses_receipt_rule", "aws_ses_active_receipt_rule_set", "aws_ses_receipt_filter"],
      severity: "warning",
      says: "is new, and gets received mail",
      why: "Whatever handled mail of the domain in this region before no longer does.",
    },
    {
      types: ["aws_sesv2_email_identity_policy", "aws_ses_identity_policy"],
      severity: "danger",
      says: "lets others send in this name",
      why: "Whoever it names writes to patients in the name of the clinic.",
    },
    {
      types: [
        "aws_ses_identity_notification_topic",
        "aws_ses_event_destination",
        "aws_sesv2_configuration_set_event_destination",
      ],
      severity: "warning",
      says: "tells somebody of each message",
      why: "It holds who writes to whom, and on what.",
    },
  ],
  others: ({ resources }) => {
    const sets = resources
      .filter(({ type, change }) => type === RULE && (change === "unchanged" || change === "update"))
      .map((rule) => rule.text("rule_set_name"));
    const more = resources.filter(
      (rule) => rule.type === RULE && rule.change === "create" && sets.includes(rule.text("rule_set_name")),
    );
    return more.map((rule) =>
      findingOf(TITLE, rule, {
        severity: "danger",
        says: "also gets the mail that another rule handles",
        why: "Whoever has the bucket or the function that it names reads what patients write.",
      }),
    );
  },
});
