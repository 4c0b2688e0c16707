import { createHash } from "node:crypto";
import type { DescribeLogGroupsRequest, FilterLogEventsRequest } from "@aws-sdk/client-cloudwatch-logs";
import { type Account, LOG_GROUP } from "./account";
import { AwsError } from "./aws-error";
import { matcherOf } from "./filter-pattern";

/** Events that a search looks at before it answers, which leaves pages empty. */
const SCANNED = 3;

/** At most two a page. */
export function describeLogGroups({ otherLogs = {} }: Account, request: DescribeLogGroupsRequest): unknown {
  const { logGroupNamePrefix = "", nextToken = "0" } = request;
  const all = [LOG_GROUP, ...Object.keys(otherLogs)].filter((name) => name.startsWith(logGroupNamePrefix));
  const end = Number(nextToken) + 2;
  return {
    logGroups: all.slice(Number(nextToken), end).map((logGroupName) => ({ logGroupName })),
    ...(end < all.length && { nextToken: String(end) }),
  };
}

export function filterLogEvents(account: Account, request: FilterLogEventsRequest): unknown {
  const { logGroupName, logStreamNames, logStreamNamePrefix = "", filterPattern = "" } = request;
  const log = logGroupName === LOG_GROUP ? account.log : account.otherLogs?.[logGroupName!];
  if (!log) {
    throw new AwsError("ResourceNotFoundException", "The specified log group does not exist.");
  }
  if (logStreamNames && request.logStreamNamePrefix !== undefined) {
    throw new AwsError("InvalidParameterException", "A name of a stream and a prefix exclude each other.");
  }
  const { startTime = 0, endTime = Number.POSITIVE_INFINITY } = request;
  if (startTime > endTime) {
    throw new AwsError("InvalidParameterException", "The start time must not be after the end time.");
  }
  const matches = matcherOf(filterPattern);
  if (!matches) throw new AwsError("InvalidParameterException", "Invalid filter pattern");
  const streams = logStreamNames ?? [logStreamNamePrefix];
  for (const name of logStreamNames ?? []) {
    if (log.some(({ stream }) => stream === name)) continue;
    throw new AwsError("ResourceNotFoundException", "The specified log stream does not exist.");
  }
  const all = log
    .filter(({ stream }) =>
      streams.some((each) => (logStreamNames ? stream === each : stream.startsWith(each))),
    )
    .filter(({ at }) => at.getTime() >= startTime && at.getTime() <= endTime)
    .sort((one, other) => one.at.getTime() - other.at.getTime());
  const start = Number(request.nextToken ?? 0);
  const events = all
    .slice(start, start + SCANNED)
    .filter(({ message }) => matches(message))
    .map(({ stream, at, message }) => ({
      eventId: createHash("sha256").update(`${stream} ${at.getTime()} ${message}`).digest("hex"),
      logStreamName: stream,
      timestamp: at.getTime(),
      message,
    }));
  return { events, ...(start + SCANNED < all.length && { nextToken: String(start + SCANNED) }) };
}
