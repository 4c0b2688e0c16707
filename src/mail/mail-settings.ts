import type { OpenEmrSetting } from "../openemr/openemr-settings";
import type { Value } from "../terraform/expression";
import { select } from "../terraform/instance-scope";
import type { MailNames } from "./mail-names";

export interface MailSettingsProps {
  readonly names: MailNames;
  readonly region: string;
  /** The secret with user name and password for SMTP. */
  readonly secret: { readonly arn: string; readonly name: string };
  /** OpenEMR sends mail. */
  readonly sends: Value<boolean>;
  /** Mail to the recipient is forwarded to a person. */
  readonly receives: Value<boolean>;
}

/** Port of SES's SMTP interface, which asks for STARTTLS. */
export const SMTP_PORT = 587;

/**
 * Settings with which OpenEMR sends mail. Names and values are those of its `library/globals.inc.php`. The files of 7.0.3
 * and of 8.2.0 as of July 2026 were compared on 2026-11-30: they agree. That of 8.4.1 was not at hand.
 *
 * Patients answer to the sender of reminders. Where mail is received that is the recipient, so that a person reads
 * what they write, and sees the reminders that could not be delivered.
 */
export function mailSettings(props: MailSettingsProps): OpenEmrSetting[] {
  const { names, region, sends: when, receives } = props;
  const sender = select(receives, names.recipient, names.sender);
  const secret = { arn: props.secret.arn, name: props.secret.name };
  return [
    { name: "EMAIL_METHOD", value: "SMTP", when },
    { name: "SMTP_HOST", value: `email-smtp.${region}.amazonaws.com`, when },
    { name: "SMTP_PORT", value: String(SMTP_PORT), when },
    { name: "SMTP_SECURE", value: "tls", when },
    { name: "SMTP_USER", secret: { ...secret, key: "username" }, encrypted: false, when },
    { name: "SMTP_PASS", secret: { ...secret, key: "password" }, when },
    { name: "patient_reminder_sender_email", value: sender, when },
    { name: "patient_reminder_sender_name", value: "OpenEMR", when },
    // Sends documents and prescriptions, and is told of blocked users and addresses.
    { name: "practice_return_email_path", value: sender, when },
  ];
}
