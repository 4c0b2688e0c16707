import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FaultMetric } from "../../src/mail/metrics";
import { Permissions } from "../support/iam-evaluation";
import { OFF, TOGGLES } from "../support/toggles";
import { ACCOUNT, AppliedMail, ON, project } from "./applied-mail";

const mail = new AppliedMail();

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

  it("is not left alone with what it accepted: bounces, complaints and rejections are counted, by who sent", () => {
    const destinations = ["identity", "incoming_forwarder"].map(
      (id) =>
        mail.resource(`aws_sesv2_configuration_set_event_destination.mail_${id}_configuration_set_faults[0]`)
          .event_destination![0] as Record<string, object[]>,
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
    const journal = readFileSync(join(__dirname, "../../lambda/forward-mail/journal.ts"), "utf8");
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
    expect([...mail.resources.keys()].filter((address) => /access_key|login_profile/.test(address))).toEqual(
      [],
    );
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
      LONGEST_RUN_SECONDS: String(mail.resource("aws_lambda_function.mail_credentials_function[0]").timeout),
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
    expect(mail.resource("aws_cloudwatch_event_target.mail_credentials_deployed_target[0]").arn).toBe(target);
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

it("the endpoint is open to the application's tasks alone, for SMTP", () => {
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

  it("for this account alone", () => {
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
