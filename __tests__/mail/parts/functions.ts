import { ACCOUNT, type AppliedMail } from "../applied-mail";

/** The rights of the functions of mail. */
export function testFunctions(mail: AppliedMail): void {
  describe("each function acts", () => {
    const FUNCTIONS = [
      "mail_credentials_function",
      "mail_incoming_forwarder_function",
      "mail_incoming_rule_set_activation_function",
    ];

    /** Settings of the account, for which AWS knows no resource. */
    const ANYWHERE: Record<string, string[]> = {
      mail_incoming_forwarder_function: ["ReadQuota"],
      mail_incoming_rule_set_activation_function: ["Activate"],
    };

    it("on named resources, but for settings of the account", () => {
      for (const id of FUNCTIONS) {
        const all = Object.values(mail.statements(`aws_iam_role_policy.${id}_permissions[0]`));
        const everywhere = all.filter(({ Resource }) => Resource!.includes("*"));
        expect(everywhere.map(({ Sid }) => Sid)).toEqual(ANYWHERE[id] ?? []);
      }
    });

    it("only for this account", () => {
      for (const id of FUNCTIONS) {
        const trust = Object.values(mail.statements(`aws_iam_role.${id}_role[0]`, "assume_role_policy"));
        expect(trust).toMatchObject([{ Condition: { StringEquals: { "aws:SourceAccount": ACCOUNT } } }]);
      }
    });

    it("as one address, where it is the forwarder", () => {
      const { SendMail } = mail.statements(
        "aws_iam_role_policy.mail_incoming_forwarder_function_permissions[0]",
      );
      expect(SendMail!.Condition).toEqual({
        StringEquals: { "ses:FromAddress": ["notifications@example.org"] },
      });
    });
  });
}
