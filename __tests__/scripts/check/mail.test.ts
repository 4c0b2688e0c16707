import { checkAccount } from "../../../scripts/check/check-account";
import type { Finding } from "../../../scripts/check/question";
import { CheckedAccount, MAIL } from "./checked-account";
import { identity, type Reply, ruleSet } from "./stub-account";

const checked = new CheckedAccount();

const notRight = async (tfvars: string, replies?: Record<string, Reply>): Promise<Finding[]> => {
  const findings = await checked.look(checkAccount, tfvars, replies);
  return findings.filter(({ verdict }) => verdict !== "right");
};

it.each<[string, string, Record<string, Reply>, string, RegExp]>([
  [
    "a domain by which somebody else sends",
    MAIL,
    { "sesv2:GetEmailIdentity": identity("another") },
    "identity example.org",
    /^where it is yours, import it as docs\/mail.md says/,
  ],
  [
    "mail that AWS may pause",
    MAIL,
    {
      "sesv2:GetAccount": {
        body: '{"ProductionAccessEnabled":true,"SendingEnabled":true,"EnforcementStatus":"PROBATION"}',
      },
    },
    "sending to anybody",
    /^find bounces and complaints/,
  ],
  [
    "the sandbox of SES",
    MAIL,
    { "sesv2:GetAccount": { body: '{"ProductionAccessEnabled":false,"SendingEnabled":true}' } },
    "sending to anybody",
    /^aws sesv2 put-account-details .*--production-access-enabled/,
  ],
  [
    "a rule set of somebody else",
    MAIL,
    { "ses:DescribeActiveReceiptRuleSet": ruleSet("corporate") },
    "active receipt rule set",
    /^receipt_rule_set_name = "corporate"$/,
  ],
  [
    "a rule set of another environment, whose name begins with this one's",
    MAIL,
    { "ses:DescribeActiveReceiptRuleSet": ruleSet("openemr-clinic-west-mail") },
    "active receipt rule set",
    /^receipt_rule_set_name = "openemr-clinic-west-mail"$/,
  ],
  [
    "no rule set that is active",
    MAIL.replace("activate_receipt_rule_set = true", ""),
    {},
    "active receipt rule set",
    /^activate_receipt_rule_set = true$/,
  ],
])("%s is wrong, with what mends it", async (_, tfvars, replies, what, mend) => {
  const found = (await notRight(tfvars, replies)).find((each) => each.what === what);
  expect(found).toMatchObject({ verdict: "wrong", mend: expect.stringMatching(mend) });
});

it("finds its own identity of SES right", async () => {
  expect(await notRight(MAIL, { "sesv2:GetEmailIdentity": identity("clinic") })).toEqual([]);
});
