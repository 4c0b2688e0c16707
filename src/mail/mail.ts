import { type ITerraformDependable, TerraformLocal } from "cdktf";
import { Construct } from "constructs";
import type { EncryptionKey } from "../aws/encryption-key";
import { Connection } from "../network/connection";
import { InterfaceEndpoint } from "../network/interface-endpoint";
import type { Network } from "../network/network";
import type { SecurityGroup } from "../network/security-group";
import type { OpenEmrSetting } from "../openemr/openemr-settings";
import type { ServiceNames } from "../openemr/service-names";
import { type Expression, isGiven, tf, type Value } from "../terraform/expression";
import { Toggle } from "../terraform/instance-scope";
import { declareOutput } from "../terraform/output";
import { DmarcRecord, dmarcRecord } from "./dmarc-record";
import { IncomingMail, type IncomingMailProps } from "./incoming-mail";
import { mailNames } from "./mail-names";
import { mailSettings, SMTP_PORT } from "./mail-settings";
import { sendingFaults } from "./metrics";
import { SendingIdentity } from "./sending-identity";
import { SmtpCredentials } from "./smtp-credentials";

export interface MailProps extends Omit<IncomingMailProps, "names" | "identity"> {
  readonly network: Network;
  /** OpenEMR sends mail; known at plan time. */
  readonly enabled: Value<boolean>;
  /** Addresses that OpenEMR may send from, beside its own. */
  readonly senderAddresses: Value<readonly string[]>;
  /** SMTP credentials work only through the endpoint in the VPC. */
  readonly restrictSmtpToEndpoint: Value<boolean>;
  /** The domain's DMARC record is made; known at plan time. */
  readonly manageDmarcRecord: Value<boolean>;
  /** The service whose tasks send mail. */
  readonly service: ServiceNames;
  /** Encrypts secrets and mail; its policy lets SES use it for the rule. */
  readonly dataKey: EncryptionKey;
}

/** Mail by Amazon SES: OpenEMR sends through an endpoint in the VPC, and what people write back is forwarded. */
export class Mail extends Construct {
  readonly incoming: IncomingMail;
  /** Command that gives OpenEMR new SMTP credentials. It fails when it did not, as while mail is off. */
  readonly rotationCommand: Value<string>;
  /** OpenEMR sends mail; known at plan time. */
  readonly sends: Value<boolean>;
  /** Name of the function that makes and rotates the SMTP credentials; null while mail is off. */
  readonly rotator: Value<string | null>;
  /** Records that are left to the operator: objects with name, type and value. */
  readonly recordsByHand: Expression;
  /** Tasks need these to start with: the secret holds credentials. */
  readonly ready: ITerraformDependable[];
  readonly settings: readonly OpenEmrSetting[];
  /** Metrics that count what is wrong with mail: {@link FaultMetric} as Terraform's objects. Empty while mail is off. */
  readonly faultMetrics: Expression;
  private readonly toggle: Toggle;
  private readonly endpoint: InterfaceEndpoint;

  constructor(scope: Construct, id: string, props: MailProps) {
    super(scope, id);
    const { installation, network, domain, enabled, manageMxRecord, manageDmarcRecord } = props;
    const names = mailNames(domain.name);
    const receives = isGiven(props.forwardingAddress);
    this.toggle = new Toggle(this, "Default", enabled);
    this.sends = enabled;
    const identity = new SendingIdentity(this.toggle, "identity", { installation, domain, names });
    this.endpoint = new InterfaceEndpoint(this.toggle, "endpoint", {
      installation,
      network,
      service: "email-smtp",
    });
    const credentials = new SmtpCredentials(this, "credentials", {
      ...props,
      enabled,
      identity,
      senders:
        tf`distinct(concat([${names.sender}], ${receives} ? [${names.recipient}] : [], ${props.senderAddresses}))`
          .asList,
      endpoint: this.endpoint.endpoint,
      onlyThroughEndpoint: props.restrictSmtpToEndpoint,
    });
    this.rotationCommand = this.toggle.select(
      credentials.rotationCommand,
      "echo 'configure_ses is false: there are no SMTP credentials to rotate.' >&2; exit 1",
    );
    this.rotator = this.toggle.select(credentials.functionName, null);
    this.ready = [credentials.made];
    this.settings = mailSettings({
      names,
      region: installation.region,
      secret: credentials.secret,
      sends: enabled,
      receives,
    });
    const dmarc = { domain, names, receives };
    new DmarcRecord(new Toggle(this.toggle, "dmarc", manageDmarcRecord), "Default", dmarc);
    this.incoming = new IncomingMail(this, "incoming", { ...props, names, identity });

    const { name, type, value } = dmarcRecord(dmarc);
    const byHand = [
      tf`${receives} && !${manageMxRecord} ? [${this.incoming.mxRecord}] : []`,
      tf`${enabled} && !${manageDmarcRecord} ? [${{ name, type, value }}] : []`,
    ];
    this.recordsByHand = tf`concat(${byHand[0]}, ${byHand[1]})`;
    const sending = sendingFaults(identity.configurationSet.configurationSetName);
    const faults = tf`concat(${this.toggle.select(sending, [])}, ${this.incoming.faultMetrics})`;
    // Alarms take every argument from it.
    this.faultMetrics = tf`${new TerraformLocal(this, "fault_metrics", faults).asString}`;
    this.declareOutputs();
  }

  private declareOutputs(): void {
    declareOutput(
      this,
      "mail_bucket_name",
      "Bucket with the originals of received mail.",
      this.incoming.bucket.name,
    );
    declareOutput(
      this,
      "mail_dead_letter_queue_url",
      "Queue with the events of received mail that could not be forwarded; null while none is received.",
      this.incoming.deadLetterQueueUrl,
    );
    declareOutput(
      this,
      "mail_dns_records",
      "Records of mail that are left to you, as the variables manage_apex_mx_record and manage_dmarc_record are false.",
      this.recordsByHand,
    );
    declareOutput(
      this,
      "mail_fault_metrics",
      "Metrics of CloudWatch that tell that something is wrong with mail, and above what in how many periods; the alarms of enable_monitoring are made from them.",
      this.faultMetrics,
    );
    declareOutput(
      this,
      "smtp_rotation_command",
      "Command that gives OpenEMR new SMTP credentials; it fails while configure_ses is false.",
      this.rotationCommand,
    );
    declareOutput(
      this,
      "smtp_credentials_function",
      "Function that npm run rotate calls for new SMTP credentials; null while configure_ses is false.",
      this.rotator,
    );
  }

  /** Lets the members of a security group, and nobody else, send mail through the endpoint. */
  allowFrom(senders: SecurityGroup): void {
    new Connection(this.toggle, "to_endpoint", {
      from: senders,
      to: this.endpoint.securityGroup,
      port: SMTP_PORT,
      description: "OpenEMR to SES",
    });
  }
}
