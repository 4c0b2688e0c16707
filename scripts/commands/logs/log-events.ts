import {
  type CloudWatchLogsClient,
  paginateFilterLogEvents,
  ResourceNotFoundException,
} from "@aws-sdk/client-cloudwatch-logs";

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
