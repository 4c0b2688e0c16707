import { SettingsDeclaration } from "../../src/application/settings-declaration";
import { Installation } from "../../src/aws/installation";
import type { OpenEmrSetting } from "../../src/openemr/openemr-settings";
import { tf } from "../../src/terraform/expression";
import { evaluateLocal } from "../support/evaluate";
import { synthesize } from "../terraform/synthesize";

const SECRET = {
  arn: "arn:aws:secretsmanager:us-east-1:123456789012:secret:smtp-AbCdEf",
  name: "openemr-test-smtp",
  key: "password",
};

interface Parameter {
  name: string;
  insecure_value: string;
  lifecycle: { precondition: Array<{ condition: string; error_message: string }> };
}

/** The parts of the stack that belong to a declaration. */
function declared(settings: readonly OpenEmrSetting[]) {
  const { resource, locals } = synthesize((stack) => {
    const installation = new Installation(stack, "installation", {
      environment: "test",
      name: "openemr",
      region: "us-east-1",
      deletionProtection: true,
    });
    new SettingsDeclaration(stack, "settings", { installation, settings, dependsOn: [] });
  });
  const { settings: parameter } = resource!.aws_ssm_parameter as unknown as { settings: Parameter };
  const { settings_json: text } = locals as unknown as { settings_json: string };
  return { parameter, text };
}

/** The value of the parameter, and what Terraform says of it before it is written. */
function planned(settings: readonly OpenEmrSetting[], variables: Record<string, unknown> = {}) {
  const { parameter, text } = declared(settings);
  const { precondition } = parameter.lifecycle;
  const conditions = precondition.map(({ condition }) => condition);
  const messages = precondition.map(({ error_message: message }) => message);
  const probe = { text: parameter.insecure_value, conditions, messages };
  const result = evaluateLocal({ ...variables, settings_json: text, probe }, "probe") as {
    text: string;
    conditions: boolean[];
    messages: string[];
  };
  return { text: result.text, refusals: result.messages.filter((_, i) => !result.conditions[i]) };
}

it("is one text for the same settings, that changes with each of them and only names secrets", () => {
  const settings: OpenEmrSetting[] = [
    { name: "rest_api", value: "1", when: tf`local.apis` },
    { name: "site_addr_oath", value: tf`local.address` },
    { name: "SMTP_PASS", secret: SECRET },
  ];
  const address = { address: "https://openemr.example.org" };
  expect(planned(settings, { apis: true, ...address })).toEqual({
    text:
      '[{"name":"rest_api","value":"1"},{"name":"site_addr_oath","value":"https://openemr.example.org"},' +
      '{"encrypted":true,"key":"password","name":"SMTP_PASS","secret":"openemr-test-smtp"}]',
    refusals: [],
  });
  expect(planned(settings, { apis: false, ...address }).text).not.toContain("rest_api");
});

it("is an empty list, which a parameter can hold, where nothing is declared", () => {
  expect(planned([{ name: "rest_api", value: "1", when: tf`local.apis` }], { apis: false })).toEqual({
    text: "[]",
    refusals: [],
  });
});

it("refuses what no task could apply, or no parameter hold, before anything is written", () => {
  const long = (characters: number) => ({ long: "ä".repeat(characters) });
  const settings: OpenEmrSetting[] = [
    { name: "openemr_name", value: tf`local.long` },
    { name: "SMTP_PASS", secret: SECRET },
  ];
  expect(planned(settings, long(255)).refusals).toEqual([]);
  expect(planned(settings, long(256)).refusals).toEqual([
    "OpenEMR keeps at most 255 characters of a setting, and these are longer: openemr_name. Shorten the variables that they are made of.",
  ]);
  const many = Array.from({ length: 20 }, (_, i) => ({ name: `name_${i}`, value: tf`local.long` }));
  expect(planned(many, long(255)).refusals).toEqual([
    expect.stringMatching(
      /^What is declared of OpenEMR's settings has 5\d\d\d characters, .* at most 4096\. Shorten /,
    ),
  ]);
});
