import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import type { Sesv2ConfigurationSet } from "@cdktf/provider-aws/lib/sesv2-configuration-set";
import { Sesv2EmailIdentity } from "@cdktf/provider-aws/lib/sesv2-email-identity";
import { Sesv2EmailIdentityMailFromAttributes } from "@cdktf/provider-aws/lib/sesv2-email-identity-mail-from-attributes";
import { Construct } from "constructs";
import type { Installation } from "../aws/installation";
import type { PolicyStatement } from "../aws/policy-document";
import type { Domain } from "../dns/domain";
import { ExistingRecord, type ExistingRecordProps } from "../dns/existing-record";
import { asString, tf, tfString } from "../terraform/expression";
import { Repeat } from "../terraform/instance-scope";
import type { MailNames } from "./mail-names";
import { dkimDomain } from "./regions";
import { ReportingConfigurationSet } from "./reporting-configuration-set";

export interface SendingIdentityProps {
  readonly installation: Installation;
  readonly domain: Domain;
  readonly names: MailNames;
}

/** Seconds for which others may remember a record. */
export const MAIL_RECORD_TTL = 1800;

/** SES makes this many keys, so that it can replace one while others verify. */
const DKIM_KEYS = 3;

/** The domain as SES knows it: verified and signed by DKIM, with SPF for its envelope, sending over TLS only. */
export class SendingIdentity extends Construct {
  /** Default of all that is sent from the identity. */
  readonly configurationSet: Sesv2ConfigurationSet;
  private readonly installation: Installation;

  constructor(scope: Construct, id: string, props: SendingIdentityProps) {
    super(scope, id);
    const { installation, domain, names } = props;
    const { region } = installation;
    this.installation = installation;
    this.configurationSet = new ReportingConfigurationSet(this, "configuration_set", {
      name: installation.names.of("mail"),
    }).set;
    const identity = new Sesv2EmailIdentity(this, "Default", {
      emailIdentity: asString(domain.name),
      configurationSetName: this.configurationSet.configurationSetName,
      dkimSigningAttributes: { nextSigningKeyLength: "RSA_2048_BIT" },
    });
    const record = { zoneId: asString(domain.zoneId), ttl: MAIL_RECORD_TTL };
    const keys = new Repeat(this, "dkim", DKIM_KEYS);
    const token = tf`${identity.dkimSigningAttributes.tokens}[${keys.index}]`;
    new Route53Record(keys, "Default", {
      ...record,
      name: tfString`join(".", [${token}, "_domainkey", ${domain.name}])`,
      type: "CNAME",
      // The name belongs only to this identity. Where that was imported, the record exists already, and is the same.
      allowOverwrite: true,
      records: [tfString`join(".", [${token}, ${dkimDomain(region)}])`],
    });
    const unlessOthers = (type: ExistingRecordProps["type"], ...own: string[]) => {
      const id = `existing_mail_from_${type.toLowerCase()}`;
      const existing = new ExistingRecord(this, id, { domain, name: names.mailFromDomain, type });
      return {
        precondition: [existing.unlessOthers(own, "configure_ses")],
      };
    };
    const mailFrom = new Sesv2EmailIdentityMailFromAttributes(this, "mail_from", {
      emailIdentity: identity.emailIdentity,
      mailFromDomain: asString(names.mailFromDomain),
      behaviorOnMxFailure: "USE_DEFAULT_VALUE",
      // A name with a CNAME record has no others.
      lifecycle: unlessOthers("CNAME"),
    });
    const mailServer = `10 feedback-smtp.${region}.amazonses.com`;
    new Route53Record(this, "mail_from_mx", {
      ...record,
      name: mailFrom.mailFromDomain,
      type: "MX",
      records: [mailServer],
      lifecycle: unlessOthers("MX", mailServer),
    });
    const spf = "v=spf1 include:amazonses.com ~all";
    new Route53Record(this, "mail_from_spf", {
      ...record,
      name: mailFrom.mailFromDomain,
      type: "TXT",
      records: [spf],
      lifecycle: unlessOthers("TXT", spf),
    });
  }

  /**
   * Lets its holder send as some addresses of the domain, and as nobody else.
   *
   * @param from the addresses, letter by letter, as SES compares them
   * @param configurationSet that it sends by
   * @param conditions further ones
   */
  send(
    from: string[],
    configurationSet = this.configurationSet,
    conditions: PolicyStatement["conditions"] = {},
  ): PolicyStatement {
    return {
      sid: "SendMail",
      // SMTP, and raw messages of the API.
      actions: ["ses:SendRawEmail"],
      // In the sandbox SES asks for permission on the recipients' identities as well, so the condition decides.
      resources: [this.installation.arn("ses", "identity/*"), configurationSet.arn],
      conditions: { ...conditions, StringEquals: { ...conditions.StringEquals, "ses:FromAddress": from } },
    };
  }
}
