import type { PlanJson } from "../../../scripts/plan/terraform-plan";
import { DATA_SOURCES } from "../../../scripts/terraform/offline/data-sources";
import { type AppliedMail, ON } from "../applied-mail";

/** Messages of the checks that do not hold, by their names. */
function warnings({ checks = [] }: PlanJson): Record<string, string | undefined> {
  const failed = checks.filter(({ status }) => status === "fail");
  return Object.fromEntries(
    failed.map(({ address, instances }) => [address.name, instances?.[0]?.problems?.[0]?.message]),
  );
}

/** Records and rule sets that somebody else made before. */
export function testWhatOthersHave(mail: AppliedMail): void {
  describe("what others may have already", () => {
    it("is not touched by default, and the plan and the outputs tell what is left to do", async () => {
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
              ? [
                  {
                    name: "services.example.org.",
                    type,
                    resource_records: values.map((value) => ({ value })),
                  },
                ]
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
}
