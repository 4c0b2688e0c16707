import { DATA_ACTIONS } from "../../src/aws/data-actions";
import { evaluateExpressions } from "../support/evaluate";
import { Permissions } from "../support/iam-evaluation";
import { SynthesizedProject } from "../support/synthesized-project";
import { TEAMS_CHANNEL } from "../support/toggles";

const document = SynthesizedProject.shared().document("openemr-production") as unknown as {
  variable: Record<string, object>;
  resource: Record<string, Record<string, Record<string, unknown>>>;
};
const { monitoring_chat_slack: slack } = document.resource.aws_chatbot_slack_channel_configuration!;
const { monitoring_chat_teams: teams } = document.resource.aws_chatbot_teams_channel_configuration!;

function valuesOf(values: Record<string, string>, expressions: readonly unknown[]): unknown[] {
  const { region, slack_channel, teams_channel } = document.variable;
  return evaluateExpressions(
    { variable: { region, slack_channel, teams_channel } as never },
    values,
    expressions,
  );
}

test.each([
  ["eu-central-1", "eu-west-1"],
  ["ap-southeast-2", "ap-southeast-1"],
  ["us-west-2", "us-east-2"],
  ["ca-central-1", "us-east-2"],
])("for an installation in %s the API of Amazon Q is called in %s, which has one", (region, apiRegion) => {
  expect(valuesOf({ region }, [slack!.region, teams!.region])).toEqual([apiRegion, apiRegion]);
});

test("the ids of the channels are those that the operator gives", () => {
  const values = {
    region: "us-east-1",
    slack_channel: "T0123ABCDEF/C0123ABCDEF",
    teams_channel: TEAMS_CHANNEL,
  };
  const ids = [
    slack!.slack_team_id,
    slack!.slack_channel_id,
    teams!.channel_id,
    teams!.team_id,
    teams!.tenant_id,
  ];
  expect(valuesOf(values, ids)).toEqual([
    "T0123ABCDEF",
    "C0123ABCDEF",
    "19%3Aab12cd%40thread.tacv2",
    "01234567-89ab-cdef-0123-456789abcde0",
    "01234567-89ab-cdef-0123-456789abcdef",
  ]);
});

test("each channel is told of alarms and of events, and nobody changes anything by it", () => {
  for (const channel of [slack!, teams!]) {
    expect(channel).toMatchObject({
      sns_topic_arns: [
        "${aws_sns_topic.monitoring_topic[0].arn}",
        "${aws_sns_topic.monitoring_chat_topic[0].arn}",
      ],
      guardrail_policy_arns: [expect.stringMatching(/:policy\/AmazonRedshiftReadOnlyAccess$/)],
    });
  }
});

/** Actions of AmazonRedshiftReadOnlyAccess, version 2 of 2024-02-08, as AWS had it on 2026-11-30; all on every resource. */
const GUARDRAIL =
  "redshift:Describe* redshift:ListRecommendations redshift:ViewQueriesInConsole ec2:DescribeAccountAttributes ec2:DescribeAddresses ec2:DescribeAvailabilityZones ec2:DescribeSecurityGroups ec2:DescribeSubnets ec2:DescribeVpcs ec2:DescribeInternetGateways sns:Get* sns:List* cloudwatch:Describe* cloudwatch:List* cloudwatch:Get*";

test("what a channel may do at most is to look at alarms and metrics, and not at logs or data", () => {
  const statement = { Effect: "Allow", Action: GUARDRAIL.split(" "), Resource: ["*"] };
  const guardrail = new Permissions([JSON.stringify({ Statement: [statement] })]);
  const allowed = (action: string) => guardrail.allows(action, "*");
  const { policy } = document.resource.aws_iam_role_policy!.monitoring_chat_role_policy!;
  const asked = [...String(policy).matchAll(/cloudwatch:\w+/g)].map(([action]) => action);
  expect(asked).toContain("cloudwatch:GetMetricWidgetImage");
  expect(asked.filter((action) => !allowed(action))).toEqual([]);
  expect(DATA_ACTIONS.filter((action) => allowed(action.replace(/\*$/, "")))).toEqual([]);
  for (const action of ["logs:FilterLogEvents", "logs:StartQuery", "logs:StartLiveTail", "iam:PassRole"])
    expect({ action, allowed: allowed(action) }).toEqual({ action, allowed: false });
});

test("each event is told to chat as a custom notification of Amazon Q, with the sentences that people get by mail", () => {
  const targets = Object.entries(document.resource.aws_cloudwatch_event_target!);
  const messages = targets.filter(([id]) => /^monitoring_event_.*_chat$/.test(id));
  expect(messages.length).toBeGreaterThan(7);
  for (const [id, { input_transformer: transformer }] of messages) {
    const template = (transformer as { input_template: string }).input_template;
    const byMail = targets.find(([other]) => other === id.replace(/_chat$/, "_target"))![1];
    const mailed = JSON.parse((byMail.input_transformer as { input_template: string }).input_template);
    const [, prefix, text] = /^(.*?): (.*)$/s.exec(mailed)!;
    // "Custom notifications" of the administrator guide: version, source and content with a description.
    expect(JSON.parse(template)).toMatchObject({
      version: "1.0",
      source: "custom",
      content: { title: prefix, description: text },
    });
    // Whoever looks after several installations sees which one it is, and can copy the command.
    expect(prefix).toBe("${local.installation_name_prefix}");
    expect(text).not.toContain("{environment}");
    if (text!.includes("npm run")) expect(text).toMatch(/npm run \w+ -- \$\{local\./);
  }
});
