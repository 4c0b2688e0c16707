import type { PlanJson } from "../../scripts/plan/terraform-plan";
import { DATA_SOURCES } from "../../scripts/terraform/offline/data-sources";
import { ACCOUNT, AppliedMail, ON } from "./applied-mail";

const RULE = `arn:aws:ses:us-east-1:${ACCOUNT}:receipt-rule-set/openemr-production-mail:receipt-rule/openemr-production-mail`;

const mail = new AppliedMail();

/** Messages of the checks that do not hold, by their names. */
function warnings({ checks = [] }: PlanJson): Record<string, string | undefined> {
  const failed = checks.filter(({ status }) => status === "fail");
  return Object.fromEntries(
    failed.map(({ address, instances }) => [address.name, instances?.[0]?.problems?.[0]?.message]),
  );
}

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

  it("may be written, encrypted and handed on by SES for this rule alone", () => {
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

describe("what others may have already", () => {
  it("is left alone by default, and the plan and the outputs tell what is left to do", async () => {
    const plan = await mail.stack.plan({
      ...ON,
      activate_receipt_rule_set: false,
      manage_apex_mx_record: false,
      manage_dmarc_record: false,
    });
    const gone = plan.resource_changes!.filter(({ change }) => change.actions.join() === "delete");
    expect(gone.map(({ address }) => address)).toEqual([
      "aws_route53_record.mail_dmarc[0]",
      "aws_route53_record.mail_incoming_mx[0]",
    ]);
    // It is taken out of service, and still looked after.
    const { after } = plan.resource_changes!.find(
      ({ address }) => address === "aws_lambda_invocation.mail_incoming_rule_set_activation[0]",
    )!.change;
    expect(JSON.parse((after as { input: string }).input)).toMatchObject({ activate: false });
    expect(warnings(plan)).toMatchObject({
      mail_incoming_active: expect.stringContaining("No mail arrives until a receipt rule set"),
      mail_incoming_mx_record: expect.stringContaining(
        "its MX record is not 10 inbound-smtp.us-east-1.amazonaws.com",
      ),
    });
    expect(plan.planned_values!.outputs!.mail_dns_records!.value).toEqual([
      { name: "example.org", type: "MX", value: "10 inbound-smtp.us-east-1.amazonaws.com" },
      {
        name: "_dmarc.example.org",
        type: "TXT",
        value: "v=DMARC1; p=quarantine; rua=mailto:help@example.org",
      },
    ]);
  });

  it("may be a rule set, to which the rule is added, and which is known to SES's permissions", async () => {
    const plan = await mail.stack.plan({
      ...ON,
      activate_receipt_rule_set: false,
      receipt_rule_set_name: "corporate",
    });
    const valuesOf = (address: string) =>
      plan.resource_changes!.find((change) => change.address === address)?.change.after as
        | Record<string, string>
        | undefined;
    expect(valuesOf("aws_ses_receipt_rule_set.mail_incoming_rule_set[0]")).toBeNull();
    expect(valuesOf("aws_ses_receipt_rule.mail_incoming_rule[0]")!.rule_set_name).toBe("corporate");
    for (const [address, attribute] of [
      ["aws_kms_key.data_key", "policy"],
      ["aws_s3_bucket_policy.mail_incoming_bucket_policy", "policy"],
      ["aws_lambda_permission.mail_incoming_forwarder_permission[0]", "source_arn"],
    ] as const) {
      expect(valuesOf(address)![attribute]).toContain(
        ":receipt-rule-set/corporate:receipt-rule/openemr-production-mail",
      );
    }
    expect(warnings(plan)).not.toHaveProperty("mail_incoming_active");
  });

  it("is no rule set that receives nothing, as another one is active", async () => {
    const named = { ...ON, activate_receipt_rule_set: false, receipt_rule_set_name: "corporate" };
    const active = (name: string) =>
      jest.spyOn(DATA_SOURCES, "aws_ses_active_receipt_rule_set").mockReturnValue({ rule_set_name: name });
    active("marketing");
    await expect(mail.stack.plan(named)).rejects.toThrow(
      'receipt_rule_set_name is "corporate", but the receipt rule set that is active in this account and region is "marketing"',
    );
    jest.restoreAllMocks();
    active("corporate");
    await mail.stack.plan(named);
    jest.restoreAllMocks();
  });

  it("may be a record of the MAIL FROM domain, and the plan says so before anything is made", async () => {
    const records = (type: string, ...values: string[]) =>
      jest
        .spyOn(DATA_SOURCES, "aws_route53_records")
        .mockImplementation(({ values: { name_regex: name } }) => ({
          resource_record_sets: String(name).startsWith("^services")
            ? [{ name: "services.example.org.", type, resource_records: values.map((value) => ({ value })) }]
            : null,
        }));
    for (const [type, own, other] of [
      ["MX", "10 feedback-smtp.us-east-1.amazonses.com", "10 mail.example.net"],
      ["TXT", '"v=spf1 include:amazonses.com ~all"', '"v=spf1 -all"'],
      ["CNAME", undefined, "cloud.example.net"],
    ] as const) {
      records(type, other);
      await expect(mail.stack.plan(ON)).rejects.toThrow(
        `configure_ses is true, but services.example.org has a ${type} record already, ["${other.replaceAll('"', "")}"], which stays as it is.`,
      );
      jest.restoreAllMocks();
      if (!own) continue;
      records(type, own);
      await mail.stack.plan(ON);
      jest.restoreAllMocks();
    }
  });

  it("is not the rule set that the stack makes itself", async () => {
    await expect(
      mail.stack.plan({
        ...ON,
        activate_receipt_rule_set: false,
        receipt_rule_set_name: "openemr-production-mail",
      }),
    ).rejects.toThrow(
      'receipt_rule_set_name is "openemr-production-mail", but that rule set is made by this stack',
    );
  });
});
