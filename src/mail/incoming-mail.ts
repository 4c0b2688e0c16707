import { DataAwsSesActiveReceiptRuleSet } from "@cdktf/provider-aws/lib/data-aws-ses-active-receipt-rule-set";
import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import { SesReceiptRule } from "@cdktf/provider-aws/lib/ses-receipt-rule";
import { SesReceiptRuleSet } from "@cdktf/provider-aws/lib/ses-receipt-rule-set";
import { Construct } from "constructs";
import type { EncryptionKey } from "../aws/encryption-key";
import type { Installation } from "../aws/installation";
import { PrivateBucket } from "../aws/private-bucket";
import type { Domain } from "../dns/domain";
import { ExistingRecord } from "../dns/existing-record";
import { Check } from "../terraform/check";
import { asString, type Expression, isGiven, tf, type Value } from "../terraform/expression";
import { Toggle } from "../terraform/instance-scope";
import { MailForwarder } from "./mail-forwarder";
import type { MailNames } from "./mail-names";
import { onBehalfOfRule, type ReceiptRuleNames } from "./receipt-rule";
import { RuleSetActivation } from "./rule-set-activation";
import { MAIL_RECORD_TTL, type SendingIdentity } from "./sending-identity";

export interface IncomingMailProps {
  readonly installation: Installation;
  readonly domain: Domain;
  readonly names: MailNames;
  readonly identity: SendingIdentity;
  readonly receiptRule: ReceiptRuleNames;
  /** Address to which mail is forwarded; null receives none. Known at plan time. */
  readonly forwardingAddress: Value<string | null>;
  /** Percent of the account's daily sending quota from which on nothing is forwarded. */
  readonly forwardingQuotaPercent: Value<number>;
  /** Days for which the originals of received mail are kept. */
  readonly retentionDays: Value<number>;
  /** The active receipt rule set of others, which gets the rule; null makes one. Known at plan time. */
  readonly receiptRuleSetName: Value<string | null>;
  /** The stack's own receipt rule set becomes the active one. */
  readonly activateReceiptRuleSet: Value<boolean>;
  /** The domain's MX record is made; known at plan time. */
  readonly manageMxRecord: Value<boolean>;
  /** Encrypts the mail; its policy lets SES use it for the rule. */
  readonly dataKey: EncryptionKey;
  /** Encrypts the logs of functions. */
  readonly logKey: EncryptionKey;
  readonly logRetentionDays: Value<number>;
}

/** Where in the bucket the messages lie. */
const KEY_PREFIX = "received/";

/**
 * Receives mail to one address of the domain: SES stores each message in a bucket, then a function forwards it.
 *
 * The bucket is always there and costs nothing while it is empty: messages outlive the toggle, until they expire.
 * By default nothing is touched that others may have already, the domain's MX record and the account's active
 * receipt rule set; checks tell what is left to do then.
 */
export class IncomingMail extends Construct {
  readonly bucket: PrivateBucket;
  /** Null while no mail is received. */
  readonly deadLetterQueueUrl: Value<string | null>;
  /** Metrics that count what is wrong with forwarding; empty while no mail is received. */
  readonly faultMetrics: Expression;
  /** The MX record of the domain, with which mail arrives. */
  readonly mxRecord: { readonly name: Value<string | null>; readonly type: "MX"; readonly value: string };
  private readonly toggle: Toggle;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: IncomingMailProps,
  ) {
    super(scope, id);
    const { installation, domain, receiptRule, dataKey } = props;
    const enabled = isGiven(props.forwardingAddress);
    this.toggle = new Toggle(this, "Default", enabled);
    this.mxRecord = {
      name: domain.name,
      type: "MX",
      value: `10 inbound-smtp.${installation.region}.amazonaws.com`,
    };
    this.bucket = new PrivateBucket(this, "bucket", {
      installation,
      name: "mail",
      encryptionKey: dataKey,
      expireAfterDays: props.retentionDays,
      statements: ({ bucket }) => [
        {
          sid: "StoreReceivedMail",
          principals: { Service: "ses.amazonaws.com" },
          actions: ["s3:PutObject"],
          resources: [`${bucket}/${KEY_PREFIX}*`],
          conditions: onBehalfOfRule(installation, receiptRule),
          when: enabled,
        },
      ],
    });
    const forwarder = new MailForwarder(this.toggle, "forwarder", {
      ...props,
      bucket: this.bucket,
      keyPrefix: KEY_PREFIX,
      forwardTo: props.forwardingAddress,
      quotaPercent: props.forwardingQuotaPercent,
    });
    this.faultMetrics = this.toggle.select(forwarder.faultMetrics, []);
    this.deadLetterQueueUrl = this.toggle.select(forwarder.deadLetters.url, null);
    this.addRule(forwarder);
    this.addMxRecord();
  }

  private addRule(forwarder: MailForwarder): void {
    const { receiptRule, names, dataKey, receiptRuleSetName, activateReceiptRuleSet } = this.props;
    const own = new Toggle(this.toggle, "rule_set", tf`!(${isGiven(receiptRuleSetName)})`);
    const ruleSet = new SesReceiptRuleSet(own, "Default", { ruleSetName: receiptRule.ownRuleSet });
    const others = new Toggle(this.toggle, "others", isGiven(receiptRuleSetName));
    const active = new DataAwsSesActiveReceiptRuleSet(others, "active_rule_set");
    const rule = new SesReceiptRule(this.toggle, "rule", {
      name: receiptRule.rule,
      ruleSetName: own.select(ruleSet.ruleSetName, receiptRuleSetName).asString,
      recipients: [asString(names.recipient)],
      enabled: true,
      scanEnabled: true,
      tlsPolicy: "Require",
      s3Action: [{ position: 1, bucketName: this.bucket.name, objectKeyPrefix: KEY_PREFIX }],
      lambdaAction: [{ position: 2, functionArn: forwarder.function.arn, invocationType: "Event" }],
      dependsOn: [this.bucket.policy, dataKey.key, forwarder.permission],
      lifecycle: {
        precondition: [
          {
            condition: tf`${receiptRuleSetName} == null ? true : ${receiptRuleSetName} != ${receiptRule.ownRuleSet}`,
            errorMessage: `receipt_rule_set_name is ${tf`jsonencode(${receiptRuleSetName})`}, but that rule set is made by this stack itself. Leave it null; activate_receipt_rule_set = true takes the rule set into service.`,
          },
          {
            // Without an account nobody knows which one is active, and its name is empty.
            condition: others.select(
              tf`coalesce(${active.ruleSetName}, ${receiptRuleSetName}) == ${receiptRuleSetName}`,
              true,
            ),
            errorMessage: `receipt_rule_set_name is ${tf`jsonencode(${receiptRuleSetName})`}, but the receipt rule set that is active in this account and region is ${others.select(tf`jsonencode(${active.ruleSetName})`, "null")}, and SES receives mail by no other. Set receipt_rule_set_name to that.`,
          },
        ],
      },
    });
    new RuleSetActivation(own, "activation", {
      ...this.props,
      ruleSet: ruleSet.ruleSetName,
      rule: receiptRule.rule,
      activate: activateReceiptRuleSet,
      dependsOn: [rule],
    });
    new Check(this, "active", {
      condition: tf`!(${this.toggle.condition}) || ${activateReceiptRuleSet} || ${isGiven(receiptRuleSetName)}`,
      warning:
        "No mail arrives until a receipt rule set with OpenEMR's rule is active. Where none is active in this account and region, or OpenEMR's own, set activate_receipt_rule_set = true. Where another one is, set receipt_rule_set_name to its name. To see which: aws ses describe-active-receipt-rule-set.",
    });
  }

  private addMxRecord(): void {
    const { domain, manageMxRecord } = this.props;
    const { name, type, value } = this.mxRecord;
    const existing = new ExistingRecord(this.toggle, "existing_mx", { domain, name, type });
    new Route53Record(new Toggle(this.toggle, "mx", manageMxRecord), "Default", {
      zoneId: asString(domain.zoneId),
      name: asString(name),
      type,
      ttl: MAIL_RECORD_TTL,
      records: [value],
      lifecycle: { precondition: [existing.unlessOthers([value], "manage_apex_mx_record")] },
    });
    new Check(this, "mx_record", {
      condition: tf`!(${this.toggle.condition}) || ${manageMxRecord} || ${this.toggle.select(tf`contains(${existing.values}, ${value})`, true)}`,
      warning: `Mail to the domain does not reach SES: its MX record is not ${value}. Where nobody else receives the domain's mail, set manage_apex_mx_record = true. Where somebody does, set email_forwarding_address = null and have a mailbox made there.`,
    });
  }
}
