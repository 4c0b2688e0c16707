import { list, ownKey, text, value } from "../fact";
import type { Kinds } from "../kind";

const DAY_SECONDS = 24 * 60 * 60;

/** Resources that send and receive mail with Amazon SES. */
export const mailKinds: Kinds = {
  aws_sesv2_email_identity: { one: "SES identity", many: "SES identities", facts: [value("email_identity")] },
  aws_sesv2_configuration_set: {
    one: "SES configuration set",
    facts: [
      (resource) =>
        resource.text("delivery_options.0.tls_policy") === "REQUIRE"
          ? { text: "TLS required" }
          : { text: "without TLS where a server has none", weak: true },
    ],
  },
  aws_ses_receipt_rule: {
    one: "SES receipt rule",
    facts: [
      list("recipients"),
      (resource) =>
        resource.text("tls_policy") === "Require"
          ? { text: "TLS required" }
          : { text: "without TLS where a server has none", weak: true },
      (resource) =>
        resource.get("scan_enabled") === true ? { text: "scanned" } : { text: "not scanned", weak: true },
    ],
  },
  aws_sqs_queue: {
    one: "queue",
    facts: [
      text((resource) => {
        const seconds = Number(resource.text("message_retention_seconds"));
        return seconds > 0 ? `kept ${seconds / DAY_SECONDS} days` : undefined;
      }),
      ownKey("kms_master_key_id"),
    ],
  },
  aws_ses_receipt_rule_set: { one: "SES receipt rule set" },
  aws_sesv2_email_identity_mail_from_attributes: { one: "MAIL FROM domain" },
  aws_sqs_queue_policy: { one: "queue policy", many: "queue policies" },
};
