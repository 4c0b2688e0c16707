import type { Answers } from "./answering";
import { read, SIGNED, subscription, telling } from "./installation";

it.each<[sign: string, changed: Answers, text: string, next: RegExp]>([
  ["Alarms", { DescribeAlarms: () => ({}) }, "nothing watches it", /enable_monitoring/],
  [
    "Alarms",
    {
      DescribeAlarms: () => ({
        CompositeAlarms: [
          telling("openemr-trial-down", {
            StateValue: "ALARM",
            AlarmRule: 'ALARM("openemr-trial-no-healthy-task") OR ALARM("openemr-trial-all-requests-fail")',
          }),
          // An environment whose name begins with this one's has it.
          telling("openemr-trial-west-down", {
            StateValue: "ALARM",
            AlarmActions: [`${SIGNED.alarmTopicArn.replace(/-alarms$/, "-west-alarms")}`],
            AlarmRule: 'ALARM("openemr-trial-west-no-healthy-task")',
          }),
        ],
        MetricAlarms: [
          telling("openemr-trial-cpu", { StateValue: "INSUFFICIENT_DATA" }),
          { AlarmName: "openemr-trial-no-healthy-task", StateValue: "ALARM" },
          { AlarmName: "openemr-trial-west-no-healthy-task", StateValue: "ALARM" },
        ],
      }),
    },
    "2 of 3 ring: down, no-healthy-task",
    /docs\/monitoring\.md/,
  ],
  [
    "Alarms",
    {
      DescribeAlarms: () => ({
        CompositeAlarms: [telling("openemr-trial-down", { ActionsEnabled: true })],
        MetricAlarms: [telling("openemr-trial-memory", { ActionsEnabled: false })],
      }),
    },
    "none of 2 rings, but nobody is told of memory: actions are switched off",
    /^aws cloudwatch enable-alarm-actions --alarm-names openemr-trial-memory$/,
  ],
  [
    "Told of alarms",
    { ListSubscriptionsByTopic: () => ({}) },
    "nobody",
    /alarm_email_addresses.*npm run deploy -- trial/,
  ],
  [
    "Told of alarms",
    {
      // SNS has no ARN for one that nobody has confirmed, or that was deleted ("Subscription" of its API).
      ListSubscriptionsByTopic: () => ({
        Subscriptions: [
          subscription("ana@example.org"),
          subscription("bo@example.org", { SubscriptionArn: "PendingConfirmation" }),
          subscription("cy@example.org", { SubscriptionArn: "Deleted" }),
        ],
      }),
    },
    "ana@example.org; not confirmed by bo@example.org",
    /aws sns subscribe --topic-arn arn:aws:sns:.*:openemr-trial-alarms --protocol email --notification-endpoint bo@example.org$/,
  ],
  [
    "Told of alarms",
    {
      ListSubscriptionsByTopic: () => ({
        Subscriptions: [
          subscription("https://example.org/told?by=aws&to=ana", { SubscriptionArn: "PendingConfirmation" }),
        ],
      }),
    },
    "nobody; not confirmed by https://example.org/told?by=aws&to=ana",
    /--notification-endpoint "https:\/\/example\.org\/told\?by=aws&to=ana"$/,
  ],
])("%s is not well, with the way on (%#)", async (name, changed, text, next) => {
  const sign = (await read(changed)).find((each) => each.name === name);
  expect(sign).toMatchObject({ state: "not well", text, next: expect.stringMatching(next) });
  // Each line that is not well names the command to go on with.
  expect(sign!.next).toMatch(/\b(npm run|aws) [a-z]/);
});

it("says nothing of who is told where there is no topic, as monitoring is off", async () => {
  const ListSubscriptionsByTopic = () => {
    throw Object.assign(new Error("Topic does not exist"), { name: "NotFoundException", $fault: "client" });
  };
  const signs = await read({ ListSubscriptionsByTopic });
  expect(signs.map(({ name }) => name)).not.toContain("Told of alarms");
});
