import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { FaultMetric } from "../../../src/mail/metrics";
import type { AppliedMail } from "../applied-mail";

/** The domain's identity in SES, and what DNS says of it. */
export function testIdentity(mail: AppliedMail): void {
  describe("the identity", () => {
    it("has its three DKIM keys under the domain, and the domain once in each name", () => {
      const records = [0, 1, 2].map((i) => mail.resource(`aws_route53_record.mail_identity_dkim[${i}]`));
      const { dkim_signing_attributes: signing } = mail.resource("aws_sesv2_email_identity.mail_identity[0]");
      const { tokens } = signing![0] as { tokens: string[] };
      expect(new Set(tokens).size).toBe(3);
      expect(records.map(({ name, type, records: values }) => [name, type, values])).toEqual(
        tokens.map((token) => [`${token}._domainkey.example.org`, "CNAME", [`${token}.dkim.amazonses.com`]]),
      );
    });

    it("sends in an envelope of its own, whose bounces SES receives and whose servers SPF names", () => {
      expect(
        mail.resource("aws_sesv2_email_identity_mail_from_attributes.mail_identity_mail_from[0]"),
      ).toMatchObject({
        email_identity: "example.org",
        mail_from_domain: "services.example.org",
      });
      const values = (record: string) => {
        const { name, type, records } = mail.resource(
          `aws_route53_record.mail_identity_mail_from_${record}[0]`,
        );
        return [name, type, records];
      };
      expect(values("mx")).toEqual([
        "services.example.org",
        "MX",
        ["10 feedback-smtp.us-east-1.amazonses.com"],
      ]);
      expect(values("spf")).toEqual(["services.example.org", "TXT", ["v=spf1 include:amazonses.com ~all"]]);
    });

    it("is told of what it accepted: bounces, complaints and rejections are counted, by who sent", () => {
      const destinations = ["identity", "incoming_forwarder"].map(
        (id) =>
          mail.resource(
            `aws_sesv2_configuration_set_event_destination.mail_${id}_configuration_set_faults[0]`,
          ).event_destination![0] as Record<string, object[]>,
      );
      for (const { enabled, matching_event_types: types } of destinations) {
        expect([enabled, ...types!]).toEqual([true, "BOUNCE", "COMPLAINT", "REJECT"]);
      }
      const dimensions = destinations.map(
        ({ cloud_watch_destination: to }) => (to![0] as Record<string, object[]>).dimension_configuration![0],
      );
      expect(dimensions).toEqual(
        ["openemr-production-mail", "openemr-production-mail-forwarding"].map((name) => ({
          dimension_name: "ConfigurationSet",
          dimension_value_source: "MESSAGE_TAG",
          default_dimension_value: name,
        })),
      );
    });

    it("names the metrics of all faults for alarms, and none while mail is off", async () => {
      const metrics = ((await mail.stack.terraform.outputs()) as Record<string, { value: FaultMetric[] }>)
        .mail_fault_metrics!.value;
      expect(
        metrics.map(({ namespace, name, dimension }) => [namespace, name, ...dimension].join(" ")),
      ).toEqual([
        "AWS/SES Bounce ConfigurationSet openemr-production-mail",
        "AWS/SES Complaint ConfigurationSet openemr-production-mail",
        "AWS/SES Reject ConfigurationSet openemr-production-mail",
        "OpenEMR/Mail Failed FunctionName openemr-production-forward-mail",
        "OpenEMR/Mail Bounced FunctionName openemr-production-forward-mail",
        "OpenEMR/Mail Postponed FunctionName openemr-production-forward-mail",
        "AWS/SQS ApproximateNumberOfMessagesVisible QueueName openemr-production-mail-dead-letters",
        "AWS/SES Bounce ConfigurationSet openemr-production-mail-forwarding",
        "AWS/SES Complaint ConfigurationSet openemr-production-mail-forwarding",
        "AWS/SES Reject ConfigurationSet openemr-production-mail-forwarding",
      ]);
      // The names are those by which the function counts.
      const journal = readFileSync(join(__dirname, "../../../lambda/forward-mail/journal.ts"), "utf8");
      for (const { namespace, name } of metrics.filter((metric) => !metric.namespace.startsWith("AWS/"))) {
        expect(journal).toContain(`NAMESPACE = "${namespace}"`);
        expect(journal).toMatch(new RegExp(`type Fault = .*"${name}"`));
      }
      const off = await mail.planOff();
      expect(off.planned_values!.outputs!.mail_fault_metrics!.value).toEqual([]);
    });

    it("forwards without the list of addresses that bounced once, for which SES would drop all that follows", () => {
      const set = mail.resource("aws_sesv2_configuration_set.mail_incoming_forwarder_configuration_set[0]");
      expect(set).toMatchObject({
        suppression_options: [{ suppressed_reasons: [] }],
        delivery_options: [{ tls_policy: "REQUIRE" }],
      });
      expect(
        mail.resource("aws_sesv2_configuration_set.mail_identity_configuration_set[0]").suppression_options,
      ).toEqual([]);
    });

    it("sends over TLS only, whoever sends", () => {
      const { configuration_set_name: name, delivery_options: delivery } = mail.resource(
        "aws_sesv2_configuration_set.mail_identity_configuration_set[0]",
      );
      expect(delivery).toMatchObject([{ tls_policy: "REQUIRE" }]);
      expect(mail.resource("aws_sesv2_email_identity.mail_identity[0]")).toMatchObject({
        configuration_set_name: name,
      });
    });

    it("asks others to distrust what it has not signed, and to report to the address that is forwarded", () => {
      expect(mail.resource("aws_route53_record.mail_dmarc[0]")).toMatchObject({
        name: "_dmarc.example.org",
        type: "TXT",
        records: ["v=DMARC1; p=quarantine; rua=mailto:help@example.org"],
      });
    });
  });
}
