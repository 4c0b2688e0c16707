import { setTimeout as sleep } from "node:timers/promises";
import {
  type CloudWatchLogsClient,
  paginateFilterLogEvents,
  ResourceNotFoundException,
} from "@aws-sdk/client-cloudwatch-logs";

/** Milliseconds between two looks while it follows. */
const INTERVAL = 3000;
/** Events of one stream may arrive after those of another that happened later. */
const LATE = 30_000;

/** One entry of a log. */
export interface LogEntry {
  readonly at: Date;
  readonly group: string;
  readonly stream: string;
  readonly message: string;
}

export interface LogQuery {
  readonly groups: readonly string[];
  readonly since: Date;
  /** @default - now */
  readonly until?: Date;
  /** In CloudWatch's syntax of filter patterns. @default - everything */
  readonly pattern?: string;
}

interface FoundEntry extends LogEntry {
  readonly id: string;
}

/**
 * The entries of log groups, by their time.
 *
 * @param missing takes the name of a group that does not exist (yet)
 */
export async function* readLog(
  client: CloudWatchLogsClient,
  query: LogQuery,
  missing: (group: string) => void,
): AsyncGenerator<FoundEntry> {
  const reading = query.groups.map((group) => entriesOf(client, group, query, missing));
  const heads = await Promise.all(reading.map(async (each) => (await each.next()).value));
  for (;;) {
    const first = heads.reduce<number | undefined>(
      (best, head, index) => (head && (best === undefined || head.at < heads[best]!.at) ? index : best),
      undefined,
    );
    if (first === undefined) return;
    yield heads[first]!;
    heads[first] = (await reading[first]!.next()).value;
  }
}

/** The entries so far, and then each that comes. It never ends. */
export async function* followLog(
  client: CloudWatchLogsClient,
  query: LogQuery,
  missing: (group: string) => void,
  interval = INTERVAL,
): AsyncGenerator<LogEntry> {
  const said = new Set<string>();
  const sayOnce = (group: string) => {
    if (!said.has(group)) missing(group);
    said.add(group);
  };
  let seen = new Map<string, Date>();
  for (let since = query.since; ; await sleep(interval)) {
    for await (const entry of readLog(client, { ...query, since }, sayOnce)) {
      if (seen.has(entry.id)) continue;
      seen.set(entry.id, entry.at);
      yield entry;
    }
    const newest = Math.max(since.getTime(), ...[...seen.values()].map((at) => at.getTime()));
    since = new Date(Math.max(query.since.getTime(), newest - LATE));
    seen = new Map([...seen].filter(([, at]) => at >= since));
  }
}

async function* entriesOf(
  client: CloudWatchLogsClient,
  group: string,
  { since, until, pattern }: LogQuery,
  missing: (group: string) => void,
): AsyncGenerator<FoundEntry, undefined> {
  const query = {
    logGroupName: group,
    startTime: since.getTime(),
    ...(until && { endTime: until.getTime() }),
    ...(pattern && { filterPattern: pattern }),
  };
  try {
    for await (const { events = [] } of paginateFilterLogEvents({ client }, query)) {
      for (const { eventId = "", logStreamName: stream = "", message = "", timestamp = 0 } of events) {
        yield { id: eventId, at: new Date(timestamp), group, stream, message: message.trimEnd() };
      }
    }
  } catch (error) {
    if (!(error instanceof ResourceNotFoundException)) throw error;
    missing(group);
  }
  return undefined;
}
