import { readEnvironment } from "../../scripts/commands/analytics-job/environment";
import { PARTS } from "../../scripts/commands/logs/parts";
import { signedParts } from "../../scripts/openemr/signs/read-signs";
import { readNames } from "../../scripts/openemr/status/installation";
import { findInstallation } from "../../scripts/procedures/installation";
import { StackOutputs } from "../../scripts/terraform/stack-outputs";
import { SynthesizedProject } from "../support/synthesized-project";
import { OUTPUTS } from "./openemr/status/account";

// Commands know some parts of an installation by their names: names that only begin with its own can be those of another.

const { resource, output } = SynthesizedProject.shared().document("openemr-production") as unknown as {
  resource: Record<string, Record<string, Record<string, string>>>;
  output: Record<string, { value: unknown }>;
};
const PREFIX = ["$", "{local.installation_name_prefix}-"].join("");
const namesOf = (type: string, argument: string) =>
  Object.values(resource[type]!)
    .map((each) => each[argument]!.replace(PREFIX, ""))
    .sort();

test("npm run logs knows the log group of each function", () => {
  expect(PARTS.functions.groups!.ends).toEqual(namesOf("aws_lambda_function", "function_name"));
});

test("npm run check knows the policies of logs and the rule set of an installation", () => {
  expect(namesOf("aws_cloudwatch_log_resource_policy", "policy_name")).toEqual([
    "dns-query-log",
    "web-firewall-log",
  ]);
  expect(namesOf("aws_ses_receipt_rule_set", "rule_set_name")).toEqual(["mail"]);
});

test("npm run status knows the topic of alarms", () => {
  const outputs = new StackOutputs("trial", OUTPUTS);
  const { region } = readNames(outputs);
  const { alarmTopicArn } = signedParts(outputs);
  expect(alarmTopicArn).toBe(`arn:aws:sns:${region}:123456789012:openemr-trial-alarms`);
  expect(namesOf("aws_sns_topic", "name")).toContain("alarms");
});

test("an installation is found where nothing is switched on: Terraform keeps no output that is null", () => {
  const ARN = "arn:aws:rds:eu-west-1:123456789012:cluster:openemr-trial-database";
  // An object is there, whichever of its members are null.
  const mayBeNull = Object.entries(output).flatMap(([name, { value }]) =>
    typeof value === "string" && /: null\b/.test(value) ? name : [],
  );
  expect(mayBeNull).toEqual(expect.arrayContaining(["analytics_environment", "smtp_credentials_function"]));
  const values = Object.keys(output).map((name) => [name, mayBeNull.includes(name) ? null : ARN] as const);
  const outputs = new StackOutputs("trial", Object.fromEntries(values));
  for (const find of [findInstallation, readNames, signedParts]) expect(find(outputs)).toBeDefined();
  expect(findInstallation(outputs).smtpFunction).toBeUndefined();
  expect(() => readEnvironment("trial", outputs.values.analytics_environment)).toThrow(
    "Set create_serverless_analytics_environment = true",
  );
});
