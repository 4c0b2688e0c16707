import { tableArea } from "../rule";
import { changes, isGiven, saysNo } from "../weaker";

/** Finds mail that others read or stop, on its way out and in. */
export const mailOnItsWay = tableArea("Mail", {
  attributeRules: [
    {
      types: ["aws_sesv2_configuration_set"],
      path: "sending_options.0.sending_enabled",
      weakens: saysNo,
      severity: "warning",
      says: "sends no mail any more",
      why: "Reminders and passwords for the portal reach no patient.",
    },
    {
      types: ["aws_sesv2_configuration_set"],
      path: "tracking_options",
      weakens: isGiven,
      severity: "danger",
      says: "leads the links in mail through another host",
      why: "That host learns which patient opens what, and can lead the patient elsewhere.",
    },
    {
      types: ["aws_sesv2_configuration_set"],
      path: "archiving_options",
      weakens: isGiven,
      severity: "danger",
      says: "keeps a copy of each mail in an archive",
      why: "Whoever may read that archive reads what the clinic writes to patients.",
    },
    {
      types: ["aws_sesv2_configuration_set_event_destination"],
      path: "event_destination",
      weakens: changes,
      severity: "warning",
      says: "tells somebody else of each message",
      why: "It holds who writes to whom, and on what; and who counted bounces before may not any more.",
    },
    ...["sns_action", "workmail_action", "stop_action"].map(
      (path) =>
        ({
          types: ["aws_ses_receipt_rule"],
          path,
          weakens: isGiven,
          severity: "danger",
          says: "hands received mail to something else",
          why: "Whoever has it gets what patients write, or nobody gets it.",
        }) as const,
    ),
    {
      types: ["aws_ses_receipt_rule"],
      path: "bounce_action",
      weakens: isGiven,
      severity: "danger",
      says: "refuses received mail",
      why: "What patients write comes back to them.",
    },
    {
      types: ["aws_lambda_invocation"],
      path: "input",
      weakens: changes,
      severity: "warning",
      says: "calls its function with something else",
      why: "The function carries out what it is told, with all that its role may.",
    },
  ],
});
