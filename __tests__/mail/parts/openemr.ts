import { OFF, TOGGLES } from "../../support/toggles";
import type { AppliedMail } from "../applied-mail";

/** OpenEMR is told how to send, and may reach the endpoint. */
export function testOpenEmr(mail: AppliedMail): void {
  describe("OpenEMR", () => {
    /** Values of plain settings, and of secret ones where they are, by name. */
    const declaredIn = (json: string) =>
      Object.fromEntries(
        (JSON.parse(json) as Array<{ name: string; value?: string }>).map(({ name, value, ...secret }) => [
          name,
          value ?? secret,
        ]),
      );

    it("is told to send through the endpoint, as an address whose mail a person reads", () => {
      const declared = declaredIn(mail.resource("aws_ssm_parameter.application_settings").insecure_value!);
      expect(declared).toEqual({
        EMAIL_METHOD: "SMTP",
        SMTP_HOST: "email-smtp.us-east-1.amazonaws.com",
        SMTP_PORT: "587",
        SMTP_SECURE: "tls",
        SMTP_USER: { secret: "openemr-production-smtp", key: "username", encrypted: false },
        SMTP_PASS: { secret: "openemr-production-smtp", key: "password", encrypted: true },
        patient_reminder_sender_email: "help@example.org",
        patient_reminder_sender_name: "OpenEMR",
        practice_return_email_path: "help@example.org",
      });
    });

    it("reads the credentials by a role that may do so also when mail was turned off", async () => {
      const secret = "aws_secretsmanager_secret.mail_credentials_secret";
      expect(mail.resource("aws_iam_role_policy.application_task_role_policy").policy).toContain(
        mail.resource(secret).arn,
      );
      // A task may be about to apply what was declared before.
      const plan = await mail.planOff();
      const changed = plan
        .resource_changes!.filter(({ change }) => change.actions.join() !== "no-op")
        .map(({ address }) => address);
      expect(changed).toContain("aws_ecs_task_definition.application_task");
      expect(changed).toContain("aws_ssm_parameter.application_settings");
      expect(changed).toContain("aws_iam_user.mail_credentials_user[0]");
      expect(changed).not.toContain(secret);
      expect(changed).not.toContain("aws_iam_role_policy.application_task_role_policy");
    });

    it("sends as an address of its own while no mail is received", async () => {
      const plan = await mail.stack.plan({ ...OFF, ...TOGGLES.mail });
      const parameter = plan.resource_changes!.find(({ type }) => type === "aws_ssm_parameter")!.change.after;
      expect(declaredIn((parameter as { insecure_value: string }).insecure_value)).toMatchObject({
        patient_reminder_sender_email: "notifications@example.org",
        practice_return_email_path: "notifications@example.org",
      });
    });
  });

  it("the endpoint is open only to the application's tasks, for SMTP", () => {
    const { id: endpoint } = mail.resource("aws_security_group.mail_endpoint_security_group[0]");
    const { id: tasks } = mail.resource("aws_security_group.application_security_group");
    const rules = [...mail.resources].filter(
      ([address, { security_group_id: group, referenced_security_group_id: other }]) =>
        /^aws_vpc_security_group_(in|e)gress_rule/.test(address) && [group, other].includes(endpoint),
    );
    expect(
      rules.map(([address, rule]) => [
        address.split(".")[0],
        rule.security_group_id,
        rule.referenced_security_group_id,
        rule.ip_protocol,
        rule.from_port,
        rule.to_port,
      ]),
    ).toEqual([
      ["aws_vpc_security_group_egress_rule", tasks, endpoint, "tcp", 587, 587],
      ["aws_vpc_security_group_ingress_rule", endpoint, tasks, "tcp", 587, 587],
    ]);
    expect(mail.resource("aws_vpc_endpoint.mail_endpoint[0]")).toMatchObject({
      service_name: "com.amazonaws.us-east-1.email-smtp",
      private_dns_enabled: true,
      security_group_ids: [endpoint],
    });
  });
}
