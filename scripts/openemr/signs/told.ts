import { paginateListSubscriptionsByTopic, type Subscription } from "@aws-sdk/client-sns";
import { shellWord } from "../../system/shell-word";
import type { ReadSign } from "./sign";

/** Where Amazon Q Developer in chat applications is told, which it subscribes by itself. */
const CHAT = /^https:\/\/[^/]*\bchatbot\.amazonaws\.com\b/;

/**
 * Who is told of alarms. An address is told nothing until somebody opens the link that AWS sends there, and AWS drops it
 * after two days without that.
 */
export const readTold: ReadSign = async ({ sns }, { environment, alarmTopicArn: TopicArn }) => {
  const name = "Told of alarms";
  const all: Subscription[] = [];
  try {
    for await (const page of paginateListSubscriptionsByTopic({ client: sns }, { TopicArn })) {
      all.push(...(page.Subscriptions ?? []));
    }
  } catch (error) {
    // Without monitoring there is no topic, and the sign of the alarms says so.
    if ((error as Error).name === "NotFoundException") return undefined;
    throw error;
  }
  const told = all.filter(isConfirmed);
  const waiting = all.filter((each) => each.SubscriptionArn === "PendingConfirmation");
  const text = [
    told.length === 0 ? "nobody" : [...new Set(told.map(nameOf))].join(", "),
    ...(waiting.length === 0 ? [] : [`not confirmed by ${waiting.map(nameOf).join(", ")}`]),
  ].join("; ");
  if (told.length > 0 && waiting.length === 0) return { name, state: "well", text };
  return {
    name,
    state: "not well",
    text,
    next:
      waiting.length > 0
        ? `the link in AWS's message; a new one: ${waiting.map((each) => subscribe(TopicArn, each)).join("; ")}`
        : `the variables alarm_email_addresses, slack_channel and teams_channel; npm run deploy -- ${environment} sends the messages again`,
  };
};

function isConfirmed({ SubscriptionArn = "" }: Subscription): boolean {
  return SubscriptionArn.startsWith("arn:");
}

function nameOf({ Endpoint = "", Protocol = "" }: Subscription): string {
  if (CHAT.test(Endpoint)) return "chat";
  return Endpoint || Protocol;
}

function subscribe(topicArn: string, { Protocol, Endpoint = "" }: Subscription): string {
  return `aws sns subscribe --topic-arn ${topicArn} --protocol ${Protocol} --notification-endpoint ${shellWord(Endpoint)}`;
}
