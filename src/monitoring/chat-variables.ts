import { matching } from "../terraform/rules";
import type { Declare, Rule, Variable } from "../terraform/variable";

/** Forms of ids as the API of AWS Chatbot has them (its model in botocore, read on 2026-11-30). */
const SLACK_CHANNEL = "[0-9A-Z]{1,255}/[0-9A-Za-z]{1,255}";
const UUID = "[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}";
const PART = "[a-zA-Z0-9_=+.,-]";

/** The link to a channel of Microsoft Teams, with the ids of channel, team and tenant as its groups. */
export const TEAMS_LINK = `https://[a-z.]+/l/channel/(${PART}*%3[aA]${PART}*%40${PART}*)/[^?]*[?]groupId=(${UUID})&tenantId=(${UUID})(?:&.*)?`;

/** Channels of Slack and Teams that are told of alarms. */
export function chatVariables(declare: Declare, monitoring: Variable<boolean>) {
  const only: Rule = {
    holds: () => monitoring.value,
    mustBe: "null without monitoring",
    hint: "Set enable_monitoring = true, too.",
  };
  return {
    slackChannel: declare("slack_channel", {
      type: "string",
      default: null,
      description:
        'Channel of Slack that is told of alarms by Amazon Q Developer in chat applications, as "<workspace>/<channel>": the end of its address in a browser, e.g. "T0123ABCDEF/C0123ABCDEF". A person has to allow it first: docs/monitoring.md.',
      rules: [
        matching(
          SLACK_CHANNEL,
          'the ids of a workspace and of a channel, such as "T0123ABCDEF/C0123ABCDEF"',
          "Open the channel in a browser: its address ends with both.",
        ),
        only,
      ],
    }),
    teamsChannel: declare("teams_channel", {
      type: "string",
      default: null,
      description:
        "Channel of Microsoft Teams that is told of alarms by Amazon Q Developer in chat applications: the link that Teams gives for it. A person has to allow it first: docs/monitoring.md.",
      rules: [
        matching(
          TEAMS_LINK,
          "the link to a channel of Teams, with groupId and tenantId in it",
          'Take "Get link to channel" in the menu of the channel.',
        ),
        only,
      ],
    }),
  };
}

/** The choices as props of `Monitoring`. */
export function chatOptions(variables: ReturnType<typeof chatVariables>) {
  return { slackChannel: variables.slackChannel.value, teamsChannel: variables.teamsChannel.value };
}
