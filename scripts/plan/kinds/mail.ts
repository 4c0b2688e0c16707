import { list, ownKey, text, value } from "../fact";
import type { Details } from "../kind";

const DAY_SECONDS = 24 * 60 * 60;

/** Resources that send and receive mail with Amazon SES. */
export const mailKinds: Details = {
  aws_sesv2_email_identity: { facts: [value("email_identity")] },
  aws_sesv2_configuration_set: {
    facts: [
      (resource) =>
        resource.text("delivery_options.0.tls_policy") === "REQUIRE"
          ? { text: "TLS required" }
          : { text: "without TLS where a server has none", weak: true },
    ],
  },
  aws_sesv2_configuration_set_event_destination: {
    facts: [list("event_destination.0.matching_event_types")],
  },
  aws_ses_receipt_rule: {
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
    facts: [
      text((resource) => {
        const seconds = Number(resource.text("message_retention_seconds"));
        return seconds > 0 ? `kept ${seconds / DAY_SECONDS} days` : undefined;
      }),
      ownKey("kms_master_key_id"),
    ],
  },
};
