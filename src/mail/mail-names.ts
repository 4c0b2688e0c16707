import { tf, type Value } from "../terraform/expression";

/** Names in a domain that mail uses. */
export interface MailNames {
  /** Receives what people write to the clinic; it is forwarded. */
  readonly recipient: Value<string | null>;
  /**
   * Sends what OpenEMR and the forwarder send. It is an address of the domain itself: in the MAIL FROM domain SES
   * receives only bounces, so that answers would be lost.
   */
  readonly sender: Value<string | null>;
  /** Names the sending server in the SMTP envelope, so that SPF is about this domain and not about SES's. */
  readonly mailFromDomain: Value<string | null>;
}

/** All are null without a domain. */
export function mailNames(domain: Value<string | null>): MailNames {
  const name = (first: string, separator: string) =>
    tf`(${domain} == null ? null : join(${separator}, [${first}, ${domain}]))`;
  return {
    recipient: name("help", "@"),
    sender: name("notifications", "@"),
    mailFromDomain: name("services", "."),
  };
}
