import type { FilterLogEventsRequest } from "@aws-sdk/client-cloudwatch-logs";
import { type Account, LOG_GROUP } from "./account";
import { AwsError } from "./aws-error";

/** Events that a search looks at before it answers, which leaves pages empty. */
const SCANNED = 3;

export function filterLogEvents({ log }: Account, request: FilterLogEventsRequest): unknown {
  const { logGroupName, logStreamNames, logStreamNamePrefix = "", filterPattern = "" } = request;
  if (logGroupName !== LOG_GROUP) {
    throw new AwsError("ResourceNotFoundException", "The specified log group does not exist.");
  }
  if (logStreamNames && request.logStreamNamePrefix !== undefined) {
    throw new AwsError("InvalidParameterException", "A name of a stream and a prefix exclude each other.");
  }
  const { startTime = 0, endTime = Number.POSITIVE_INFINITY } = request;
  if (startTime > endTime) {
    throw new AwsError("InvalidParameterException", "The start time must not be after the end time.");
  }
  // A phrase in quotation marks, or several of which one is enough, each after a question mark. Other forms are not
  // emulated. Compared on 2026-11-29 with "Filter pattern syntax" in the user guide of CloudWatch Logs.
  if (!/^("[^"]+"|\?"[^"]+"( \?"[^"]+")*)$/.test(filterPattern))
    throw new AwsError("InvalidParameterException", "Invalid filter pattern");
  const phrases = [...filterPattern.matchAll(/"([^"]+)"/g)].map(([, phrase]) => phrase!);
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
    .filter(({ message }) => phrases.some((phrase) => message.includes(phrase)))
    .map(({ stream, at, message }) => ({ logStreamName: stream, timestamp: at.getTime(), message }));
  return { events, ...(start + SCANNED < all.length && { nextToken: String(start + SCANNED) }) };
}
