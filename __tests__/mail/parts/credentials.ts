import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Permissions } from "../../support/iam-evaluation";
import { ACCOUNT, type AppliedMail, ON, project } from "../applied-mail";

/** The SMTP credentials, the user that they are of, and their rotation. */
export function testCredentials(mail: AppliedMail): void {
  describe("the SMTP credentials", () => {
    it("are those of a user who can send as the sender's addresses, and nothing else", async () => {
      const { name } = mail.resource("aws_iam_user.mail_credentials_user[0]");
      expect(name).toBe("openemr-production-smtp-us-east-1");
      const send = {
        Sid: "SendMail",
        Effect: "Allow",
        Action: ["ses:SendRawEmail"],
        Resource: [
          `arn:aws:ses:us-east-1:${ACCOUNT}:identity/*`,
          expect.stringMatching(/:configuration-set\/openemr-production-mail$/),
        ],
        Condition: { StringEquals: { "ses:FromAddress": ["notifications@example.org", "help@example.org"] } },
      };
      expect(Object.values(mail.statements("aws_iam_user_policy.mail_credentials_user_policy[0]"))).toEqual([
        send,
      ]);
      expect(
        [...mail.resources.keys()].filter((address) => /access_key|login_profile/.test(address)),
      ).toEqual([]);
      expect(mail.resource("aws_iam_user.mail_credentials_user[0]").force_destroy).toBe(true);
    });

    it("send as further addresses of the domain, and through the endpoint only, where an operator says so", async () => {
      const sendingAs = (addresses: string[]) =>
        mail.stack.plan({ ...ON, mail_sender_addresses: addresses, restrict_smtp_to_endpoint: true });
      const { policy } = (await sendingAs(["dr.roe@example.org"])).resource_changes!.find(
        ({ address }) => address === "aws_iam_user_policy.mail_credentials_user_policy[0]",
      )!.change.after as { policy: string };
      const user = new Permissions([policy]);
      const { id: endpoint } = mail.resource("aws_vpc_endpoint.mail_endpoint[0]");
      const may = (from: string, sourceVpce?: string) =>
        user.allows("ses:SendRawEmail", `arn:aws:ses:us-east-1:${ACCOUNT}:identity/example.org`, {
          "ses:FromAddress": from,
          ...(sourceVpce && { "aws:SourceVpce": sourceVpce }),
        });
      expect(may("dr.roe@example.org", endpoint)).toBe(true);
      expect(may("help@example.org", endpoint)).toBe(true);
      expect(may("ceo@example.org", endpoint)).toBe(false);
      expect(may("help@example.org", "vpce-of-others")).toBe(false);
      expect(may("help@example.org")).toBe(false);
      await expect(sendingAs(["dr.roe@example.net"])).rejects.toThrow("addresses in route53_domain");
      await expect(sendingAs(["Dr.Roe@example.org"])).rejects.toThrow("in lower case");
    });

    it("exist before tasks are told of them, and Terraform writes none", () => {
      const { resource: blocks } = JSON.parse(project.text("openemr-production"));
      const made = "aws_lambda_invocation.mail_credentials_made";
      expect(blocks.aws_ssm_parameter.application_settings.depends_on).toContain(made);
      expect(blocks.aws_ecs_service.application_service.depends_on).toContain(made);
      const { arn } = mail.resource("aws_secretsmanager_secret.mail_credentials_secret");
      const versions = [...mail.resources].filter(([address]) =>
        address.startsWith("aws_secretsmanager_secret_version"),
      );
      expect(versions.map(([, { secret_id: id }]) => id)).not.toContain(arn);
      expect(JSON.parse(mail.resource("aws_lambda_invocation.mail_credentials_made[0]").input!)).toEqual({
        action: "ensure",
      });
    });

    it("are known to the function by the names of what it manages", () => {
      const { environment } = mail.resource("aws_lambda_function.mail_credentials_function[0]");
      expect((environment![0] as { variables: object }).variables).toEqual({
        USER_NAME: mail.resource("aws_iam_user.mail_credentials_user[0]").name,
        SECRET_ARN: mail.resource("aws_secretsmanager_secret.mail_credentials_secret").arn,
        CLUSTER_NAME: mail.resource("aws_ecs_cluster.application_cluster").name,
        SERVICE_NAME: mail.resource("aws_ecs_service.application_service").name,
        LONGEST_RUN_SECONDS: String(
          mail.resource("aws_lambda_function.mail_credentials_function[0]").timeout,
        ),
      });
    });

    it("are retired by the complete deployments of this service", () => {
      const { event_pattern: pattern, arn } = mail.resource(
        "aws_cloudwatch_event_rule.mail_credentials_deployed[0]",
      );
      const { name: cluster } = mail.resource("aws_ecs_cluster.application_cluster");
      const { name: service } = mail.resource("aws_ecs_service.application_service");
      expect(JSON.parse(pattern!)).toEqual({
        source: ["aws.ecs"],
        "detail-type": ["ECS Deployment State Change"],
        resources: [`arn:aws:ecs:us-east-1:${ACCOUNT}:service/${cluster}/${service}`],
        detail: { eventName: ["SERVICE_DEPLOYMENT_COMPLETED"] },
      });
      const { arn: target } = mail.resource("aws_lambda_function.mail_credentials_function[0]");
      expect(mail.resource("aws_cloudwatch_event_target.mail_credentials_deployed_target[0]").arn).toBe(
        target,
      );
      expect(mail.resource("aws_lambda_permission.mail_credentials_deployed_permission[0]")).toMatchObject({
        principal: "events.amazonaws.com",
        source_arn: arn,
      });
    });

    describe("are rotated by the command in the outputs", () => {
      /** Runs it where the AWS CLI is a script. */
      function run(command: string, aws: string) {
        const folder = mkdtempSync(join(tmpdir(), "aws-cli-"));
        writeFileSync(join(folder, "aws"), `#!/bin/sh\n${aws}\n`, { mode: 0o755 });
        const env = { ...process.env, PATH: `${folder}:${process.env.PATH}` };
        const { status, stdout, stderr } = spawnSync("sh", ["-c", command], { encoding: "utf8", env });
        rmSync(folder, { recursive: true });
        return { status, stdout, stderr };
      }
      const commandOf = (outputs: unknown) =>
        (outputs as Record<string, { value: string }>).smtp_rotation_command!.value;

      it("which names the function, and leaves it its time", async () => {
        const { function_name: name } = mail.resource("aws_lambda_function.mail_credentials_function[0]");
        const command = commandOf(await mail.stack.terraform.outputs());
        const { status, stderr } = run(command, 'echo "$@" >&2; echo None');
        expect({ status, stderr }).toEqual({
          status: 0,
          stderr: `lambda invoke --region us-east-1 --function-name ${name} --cli-read-timeout 210 --cli-binary-format raw-in-base64-out --payload {"action":"rotate"} --query FunctionError --output text /dev/stderr\n`,
        });
      });

      it.each([
        ["the function", "echo Unhandled"],
        ["the call", "exit 254"],
      ])("which fails where %s does", async (_, aws) => {
        expect(run(commandOf(await mail.stack.terraform.outputs()), aws).status).toBe(1);
      });

      it("which says that mail is off, where it is", async () => {
        const command = commandOf((await mail.planOff()).planned_values!.outputs);
        expect(run(command, "echo None")).toEqual({
          status: 1,
          stdout: "",
          stderr: "configure_ses is false: there are no SMTP credentials to rotate.\n",
        });
      });
    });
  });
}
