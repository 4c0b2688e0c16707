import { ACCOUNT, type AppliedMail } from "../applied-mail";

const RULE = `arn:aws:ses:us-east-1:${ACCOUNT}:receipt-rule-set/openemr-production-mail:receipt-rule/openemr-production-mail`;

/** Mail that is received, stored and forwarded. */
export function testReceivedMail(mail: AppliedMail): void {
  describe("received mail", () => {
    it("is stored, then forwarded, for one address, over TLS, with a verdict on spam and viruses", () => {
      const { bucket } = mail.resource("aws_s3_bucket.mail_incoming_bucket");
      expect(mail.resource("aws_ses_receipt_rule.mail_incoming_rule[0]")).toMatchObject({
        rule_set_name: "openemr-production-mail",
        recipients: ["help@example.org"],
        enabled: true,
        scan_enabled: true,
        tls_policy: "Require",
        s3_action: [{ position: 1, bucket_name: bucket, object_key_prefix: "received/", kms_key_arn: null }],
        lambda_action: [
          {
            position: 2,
            invocation_type: "Event",
            function_arn: mail.resource("aws_lambda_function.mail_incoming_forwarder_function[0]").arn,
          },
        ],
      });
    });

    it("may be written, encrypted and handed on by SES only for this rule", () => {
      const ofRule = { StringEquals: { "aws:SourceAccount": ACCOUNT, "aws:SourceArn": RULE } };
      const { arn: bucket } = mail.resource("aws_s3_bucket.mail_incoming_bucket");
      expect(
        mail.statements("aws_s3_bucket_policy.mail_incoming_bucket_policy").StoreReceivedMail,
      ).toMatchObject({
        Principal: { Service: "ses.amazonaws.com" },
        Action: ["s3:PutObject"],
        Resource: [`${bucket}/received/*`],
        Condition: ofRule,
      });
      expect(mail.statements("aws_kms_key.data_key").EncryptReceivedMail).toMatchObject({
        Principal: { Service: "ses.amazonaws.com" },
        Action: ["kms:Decrypt", "kms:GenerateDataKey"],
        Condition: ofRule,
      });
      expect(mail.resource("aws_lambda_permission.mail_incoming_forwarder_permission[0]")).toMatchObject({
        principal: "ses.amazonaws.com",
        source_account: ACCOUNT,
        source_arn: RULE,
      });
    });

    it("that cannot be forwarded is tried for six hours, then leaves its event in an encrypted queue", () => {
      const queues = ["dead_letters", "retry_queue"].map((id) =>
        mail.resource(`aws_sqs_queue.mail_incoming_forwarder_${id}[0]`),
      );
      const [deadLetters, retries] = queues;
      for (const queue of queues) {
        expect(queue).toMatchObject({
          kms_master_key_id: mail.resource("aws_kms_key.data_key").arn,
          message_retention_seconds: 14 * 24 * 60 * 60,
        });
      }
      expect(
        mail.resource("aws_lambda_function_event_invoke_config.mail_incoming_forwarder_retries[0]"),
      ).toMatchObject({ destination_config: [{ on_failure: [{ destination: retries!.arn }] }] });
      expect(
        mail.resource("aws_lambda_event_source_mapping.mail_incoming_forwarder_retry_source[0]"),
      ).toMatchObject({
        function_name: mail.resource("aws_lambda_function.mail_incoming_forwarder_function[0]").function_name,
        event_source_arn: retries!.arn,
        batch_size: 1,
      });
      const { deadLetterTargetArn, maxReceiveCount } = JSON.parse(retries!.redrive_policy!);
      expect(deadLetterTargetArn).toBe(deadLetters!.arn);
      const seconds = Number(retries!.visibility_timeout_seconds);
      expect(seconds * maxReceiveCount).toBe(6 * 60 * 60);
      // Lambda refuses a queue that gives an event out again while the function may still handle it.
      expect(seconds).toBeGreaterThan(
        Number(mail.resource("aws_lambda_function.mail_incoming_forwarder_function[0]").timeout),
      );
    });

    it("is known to the forwarder by where it lies, whom it is for and who sends it on", () => {
      const { environment } = mail.resource("aws_lambda_function.mail_incoming_forwarder_function[0]");
      expect((environment![0] as { variables: object }).variables).toEqual({
        BUCKET: mail.resource("aws_s3_bucket.mail_incoming_bucket").bucket,
        KEY_PREFIX: "received/",
        FORWARD_TO: "helpdesk@example.com",
        FROM_ADDRESS: "notifications@example.org",
        RECIPIENT: "help@example.org",
        CONFIGURATION_SET: "openemr-production-mail-forwarding",
        QUOTA_PERCENT: "50",
      });
    });

    it("comes by the domain's MX record and an active rule set", () => {
      expect(mail.resource("aws_route53_record.mail_incoming_mx[0]")).toMatchObject({
        name: "example.org",
        type: "MX",
        records: ["10 inbound-smtp.us-east-1.amazonaws.com"],
      });
      expect(mail.resource("aws_lambda_invocation.mail_incoming_rule_set_activation[0]")).toMatchObject({
        input: JSON.stringify({
          activate: true,
          rule: "openemr-production-mail",
          ruleSet: "openemr-production-mail",
        }),
        lifecycle_scope: "CRUD",
      });
    });
  });
}
