import { PARTS } from "../../scripts/commands/logs/parts";
import { signedParts } from "../../scripts/openemr/signs/read-signs";
import { readNames } from "../../scripts/openemr/status/installation";
import { StackOutputs } from "../../scripts/terraform/stack-outputs";
import { SynthesizedProject } from "../support/synthesized-project";
import { OUTPUTS } from "./openemr/status/account";

// Commands know some parts of an installation by their names: names that only begin with its own can be those of another.

const { resource } = SynthesizedProject.shared().document("openemr-production") as unknown as {
  resource: Record<string, Record<string, Record<string, string>>>;
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
