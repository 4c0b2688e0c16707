import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { PlanJson } from "../../scripts/plan/terraform-plan";
import { DATA_SOURCES } from "../../scripts/terraform/offline/data-sources";
import type { FaultMetric } from "../../src/mail/metrics";
import { Permissions } from "../support/iam-evaluation";
import type { Statement } from "../support/iam-policies";
import { OfflineAccount, type OfflineStack } from "../support/offline-account";
import { SynthesizedProject } from "../support/synthesized-project";
import { OFF, TOGGLES } from "../support/toggles";

const ACCOUNT = "123456789012";
const RULE = `arn:aws:ses:us-east-1:${ACCOUNT}:receipt-rule-set/openemr-production-mail:receipt-rule/openemr-production-mail`;
const ON = { ...OFF, ...TOGGLES["received mail"] };

const project = SynthesizedProject.shared();
const account = new OfflineAccount();
let stack: OfflineStack;
let resources: Map<string, Record<string, unknown>>;

beforeAll(async () => {
  stack = await account.add(project.stack("openemr-production"), /\.(mail_|application_)/);
  await stack.apply(ON);
  resources = stack.resources();
}, 300_000);
afterAll(async () => {
  await account.close();
});

function resource(address: string): Record<string, never> {
  const found = resources.get(address);
  if (!found) throw new Error(`There is no ${address}.`);
  return found as Record<string, never>;
}

function statements(address: string, attribute = "policy"): Record<string, Statement> {
  const { Statement: all } = JSON.parse(resource(address)[attribute]!) as { Statement: Statement[] };
  return Object.fromEntries(all.map((statement) => [statement.Sid, statement]));
}

/** Messages of the checks that do not hold, by their names. */
function warnings({ checks = [] }: PlanJson): Record<string, string | undefined> {
  const failed = checks.filter(({ status }) => status === "fail");
  return Object.fromEntries(
    failed.map(({ address, instances }) => [address.name, instances?.[0]?.problems?.[0]?.message]),
  );
}

describe("the identity", () => {
  it("has its three DKIM keys under the domain, and the domain once in each name", () => {
    const records = [0, 1, 2].map((i) => resource(`aws_route53_record.mail_identity_dkim[${i}]`));
    const { dkim_signing_attributes: signing } = resource("aws_sesv2_email_identity.mail_identity[0]");
    const { tokens } = signing![0] as { tokens: string[] };
    expect(new Set(tokens).size).toBe(3);
    expect(records.map(({ name, type, records: values }) => [name, type, values])).toEqual(
      tokens.map((token) => [`${token}._domainkey.example.org`, "CNAME", [`${token}.dkim.amazonses.com`]]),
    );
  });

  it("sends in an envelope of its own, whose bounces SES receives and whose servers SPF names", () => {
    expect(
      resource("aws_sesv2_email_identity_mail_from_attributes.mail_identity_mail_from[0]"),
    ).toMatchObject({
      email_identity: "example.org",
      mail_from_domain: "services.example.org",
    });
    const values = (record: string) => {
      const { name, type, records } = resource(`aws_route53_record.mail_identity_mail_from_${record}[0]`);
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
        resource(`aws_sesv2_configuration_set_event_destination.mail_${id}_configuration_set_faults[0]`)
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
    const metrics = ((await stack.terraform.outputs()) as Record<string, { value: FaultMetric[] }>)
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
    const off = await stack.plan(OFF);
    expect(off.planned_values!.outputs!.mail_fault_metrics!.value).toEqual([]);
  });

  it("forwards without the list of addresses that bounced once, for which SES would drop all that follows", () => {
    const set = resource("aws_sesv2_configuration_set.mail_incoming_forwarder_configuration_set[0]");
    expect(set).toMatchObject({
      suppression_options: [{ suppressed_reasons: [] }],
      delivery_options: [{ tls_policy: "REQUIRE" }],
    });
    expect(
      resource("aws_sesv2_configuration_set.mail_identity_configuration_set[0]").suppression_options,
    ).toEqual([]);
  });

  it("sends over TLS only, whoever sends", () => {
    const { configuration_set_name: name, delivery_options: delivery } = resource(
      "aws_sesv2_configuration_set.mail_identity_configuration_set[0]",
    );
    expect(delivery).toMatchObject([{ tls_policy: "REQUIRE" }]);
    expect(resource("aws_sesv2_email_identity.mail_identity[0]")).toMatchObject({
      configuration_set_name: name,
    });
  });

  it("asks others to distrust what it has not signed, and to report to the address that is forwarded", () => {
    expect(resource("aws_route53_record.mail_dmarc[0]")).toMatchObject({
      name: "_dmarc.example.org",
      type: "TXT",
      records: ["v=DMARC1; p=quarantine; rua=mailto:help@example.org"],
    });
  });
});

describe("the SMTP credentials", () => {
  it("are those of a user who can send as the sender's addresses, and nothing else", async () => {
    const { name } = resource("aws_iam_user.mail_credentials_user[0]");
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
    expect(Object.values(statements("aws_iam_user_policy.mail_credentials_user_policy[0]"))).toEqual([send]);
    expect([...resources.keys()].filter((address) => /access_key|login_profile/.test(address))).toEqual([]);
    expect(resource("aws_iam_user.mail_credentials_user[0]").force_destroy).toBe(true);
  });

  it("send as further addresses of the domain, and through the endpoint only, where an operator says so", async () => {
    const sendingAs = (addresses: string[]) =>
      stack.plan({ ...ON, mail_sender_addresses: addresses, restrict_smtp_to_endpoint: true });
    const { policy } = (await sendingAs(["dr.roe@example.org"])).resource_changes!.find(
      ({ address }) => address === "aws_iam_user_policy.mail_credentials_user_policy[0]",
    )!.change.after as { policy: string };
    const user = new Permissions([policy]);
    const { id: endpoint } = resource("aws_vpc_endpoint.mail_endpoint[0]");
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
    const { arn } = resource("aws_secretsmanager_secret.mail_credentials_secret");
    const versions = [...resources].filter(([address]) =>
      address.startsWith("aws_secretsmanager_secret_version"),
    );
    expect(versions.map(([, { secret_id: id }]) => id)).not.toContain(arn);
    expect(JSON.parse(resource("aws_lambda_invocation.mail_credentials_made[0]").input!)).toEqual({
      action: "ensure",
    });
  });

  it("are known to the function by the names of what it manages", () => {
    const { environment } = resource("aws_lambda_function.mail_credentials_function[0]");
    expect((environment![0] as { variables: object }).variables).toEqual({
      USER_NAME: resource("aws_iam_user.mail_credentials_user[0]").name,
      SECRET_ARN: resource("aws_secretsmanager_secret.mail_credentials_secret").arn,
      CLUSTER_NAME: resource("aws_ecs_cluster.application_cluster").name,
      SERVICE_NAME: resource("aws_ecs_service.application_service").name,
      LONGEST_RUN_SECONDS: String(resource("aws_lambda_function.mail_credentials_function[0]").timeout),
    });
  });

  it("are retired by the complete deployments of this service", () => {
    const { event_pattern: pattern, arn } = resource(
      "aws_cloudwatch_event_rule.mail_credentials_deployed[0]",
    );
    const { name: cluster } = resource("aws_ecs_cluster.application_cluster");
    const { name: service } = resource("aws_ecs_service.application_service");
    expect(JSON.parse(pattern!)).toEqual({
      source: ["aws.ecs"],
      "detail-type": ["ECS Deployment State Change"],
      resources: [`arn:aws:ecs:us-east-1:${ACCOUNT}:service/${cluster}/${service}`],
      detail: { eventName: ["SERVICE_DEPLOYMENT_COMPLETED"] },
    });
    const { arn: target } = resource("aws_lambda_function.mail_credentials_function[0]");
    expect(resource("aws_cloudwatch_event_target.mail_credentials_deployed_target[0]").arn).toBe(target);
    expect(resource("aws_lambda_permission.mail_credentials_deployed_permission[0]")).toMatchObject({
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
      const { function_name: name } = resource("aws_lambda_function.mail_credentials_function[0]");
      const command = commandOf(await stack.terraform.outputs());
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
      expect(run(commandOf(await stack.terraform.outputs()), aws).status).toBe(1);
    });

    it("which says that mail is off, where it is", async () => {
      const command = commandOf((await stack.plan(OFF)).planned_values!.outputs);
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
    const declared = declaredIn(resource("aws_ssm_parameter.application_settings").insecure_value!);
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
    expect(resource("aws_iam_role_policy.application_task_role_policy").policy).toContain(
      resource(secret).arn,
    );
    // A task may be about to apply what was declared before.
    const plan = await stack.plan(OFF);
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
    const plan = await stack.plan({ ...OFF, ...TOGGLES.mail });
    const parameter = plan.resource_changes!.find(({ type }) => type === "aws_ssm_parameter")!.change.after;
    expect(declaredIn((parameter as { insecure_value: string }).insecure_value)).toMatchObject({
      patient_reminder_sender_email: "notifications@example.org",
      practice_return_email_path: "notifications@example.org",
    });
  });
});

it("the endpoint is open to the application's tasks alone, for SMTP", () => {
  const { id: endpoint } = resource("aws_security_group.mail_endpoint_security_group[0]");
  const { id: tasks } = resource("aws_security_group.application_security_group");
  const rules = [...resources].filter(
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
  expect(resource("aws_vpc_endpoint.mail_endpoint[0]")).toMatchObject({
    service_name: "com.amazonaws.us-east-1.email-smtp",
    private_dns_enabled: true,
    security_group_ids: [endpoint],
  });
});

describe("received mail", () => {
  it("is stored, then forwarded, for one address, over TLS, with a verdict on spam and viruses", () => {
    const { bucket } = resource("aws_s3_bucket.mail_incoming_bucket");
    expect(resource("aws_ses_receipt_rule.mail_incoming_rule[0]")).toMatchObject({
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
          function_arn: resource("aws_lambda_function.mail_incoming_forwarder_function[0]").arn,
        },
      ],
    });
  });

  it("may be written, encrypted and handed on by SES for this rule alone", () => {
    const ofRule = { StringEquals: { "aws:SourceAccount": ACCOUNT, "aws:SourceArn": RULE } };
    const { arn: bucket } = resource("aws_s3_bucket.mail_incoming_bucket");
    expect(statements("aws_s3_bucket_policy.mail_incoming_bucket_policy").StoreReceivedMail).toMatchObject({
      Principal: { Service: "ses.amazonaws.com" },
      Action: ["s3:PutObject"],
      Resource: [`${bucket}/received/*`],
      Condition: ofRule,
    });
    expect(statements("aws_kms_key.data_key").EncryptReceivedMail).toMatchObject({
      Principal: { Service: "ses.amazonaws.com" },
      Action: ["kms:Decrypt", "kms:GenerateDataKey"],
      Condition: ofRule,
    });
    expect(resource("aws_lambda_permission.mail_incoming_forwarder_permission[0]")).toMatchObject({
      principal: "ses.amazonaws.com",
      source_account: ACCOUNT,
      source_arn: RULE,
    });
  });

  it("that cannot be forwarded is tried for six hours, then leaves its event in an encrypted queue", () => {
    const queues = ["dead_letters", "retry_queue"].map((id) =>
      resource(`aws_sqs_queue.mail_incoming_forwarder_${id}[0]`),
    );
    const [deadLetters, retries] = queues;
    for (const queue of queues) {
      expect(queue).toMatchObject({
        kms_master_key_id: resource("aws_kms_key.data_key").arn,
        message_retention_seconds: 14 * 24 * 60 * 60,
      });
    }
    expect(
      resource("aws_lambda_function_event_invoke_config.mail_incoming_forwarder_retries[0]"),
    ).toMatchObject({ destination_config: [{ on_failure: [{ destination: retries!.arn }] }] });
    expect(resource("aws_lambda_event_source_mapping.mail_incoming_forwarder_retry_source[0]")).toMatchObject(
      {
        function_name: resource("aws_lambda_function.mail_incoming_forwarder_function[0]").function_name,
        event_source_arn: retries!.arn,
        batch_size: 1,
      },
    );
    const { deadLetterTargetArn, maxReceiveCount } = JSON.parse(retries!.redrive_policy!);
    expect(deadLetterTargetArn).toBe(deadLetters!.arn);
    const seconds = Number(retries!.visibility_timeout_seconds);
    expect(seconds * maxReceiveCount).toBe(6 * 60 * 60);
    // Lambda refuses a queue that gives an event out again while the function may still handle it.
    expect(seconds).toBeGreaterThan(
      Number(resource("aws_lambda_function.mail_incoming_forwarder_function[0]").timeout),
    );
  });

  it("is known to the forwarder by where it lies, whom it is for and who sends it on", () => {
    const { environment } = resource("aws_lambda_function.mail_incoming_forwarder_function[0]");
    expect((environment![0] as { variables: object }).variables).toEqual({
      BUCKET: resource("aws_s3_bucket.mail_incoming_bucket").bucket,
      KEY_PREFIX: "received/",
      FORWARD_TO: "helpdesk@example.com",
      FROM_ADDRESS: "notifications@example.org",
      RECIPIENT: "help@example.org",
      CONFIGURATION_SET: "openemr-production-mail-forwarding",
      QUOTA_PERCENT: "50",
    });
  });

  it("comes by the domain's MX record and an active rule set", () => {
    expect(resource("aws_route53_record.mail_incoming_mx[0]")).toMatchObject({
      name: "example.org",
      type: "MX",
      records: ["10 inbound-smtp.us-east-1.amazonaws.com"],
    });
    expect(resource("aws_lambda_invocation.mail_incoming_rule_set_activation[0]")).toMatchObject({
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
    const plan = await stack.plan({
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
    const plan = await stack.plan({
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
    await expect(stack.plan(named)).rejects.toThrow(
      'receipt_rule_set_name is "corporate", but the receipt rule set that is active in this account and region is "marketing"',
    );
    jest.restoreAllMocks();
    active("corporate");
    await stack.plan(named);
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
      await expect(stack.plan(ON)).rejects.toThrow(
        `configure_ses is true, but services.example.org has a ${type} record already, ["${other.replaceAll('"', "")}"], which stays as it is.`,
      );
      jest.restoreAllMocks();
      if (!own) continue;
      records(type, own);
      await stack.plan(ON);
      jest.restoreAllMocks();
    }
  });

  it("is not the rule set that the stack makes itself", async () => {
    await expect(
      stack.plan({
        ...ON,
        activate_receipt_rule_set: false,
        receipt_rule_set_name: "openemr-production-mail",
      }),
    ).rejects.toThrow(
      'receipt_rule_set_name is "openemr-production-mail", but that rule set is made by this stack',
    );
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
      const all = Object.values(statements(`aws_iam_role_policy.${id}_permissions[0]`));
      const everywhere = all.filter(({ Resource }) => Resource!.includes("*"));
      expect(everywhere.map(({ Sid }) => Sid)).toEqual(ANYWHERE[id] ?? []);
    }
  });

  it("for this account alone", () => {
    for (const id of FUNCTIONS) {
      const trust = Object.values(statements(`aws_iam_role.${id}_role[0]`, "assume_role_policy"));
      expect(trust).toMatchObject([{ Condition: { StringEquals: { "aws:SourceAccount": ACCOUNT } } }]);
    }
  });

  it("as one address, where it is the forwarder", () => {
    const { SendMail } = statements("aws_iam_role_policy.mail_incoming_forwarder_function_permissions[0]");
    expect(SendMail!.Condition).toEqual({
      StringEquals: { "ses:FromAddress": ["notifications@example.org"] },
    });
  });
});
