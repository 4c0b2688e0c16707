import { setTimeout as sleep } from "node:timers/promises";
import type { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { isTransient } from "../../aws/aws-fault";
import { type LogEntry, type LogQuery, readLog } from "./log-events";

/** Milliseconds between two looks while it follows; after looks that failed, up to the second. */
const INTERVAL = 3000;
const LONGEST_PAUSE = 30_000;
/** How far back each look goes, in milliseconds: events of one stream may arrive after those of another that happened later. */
const LATE = 2 * 60_000;
/**
 * How far back one look a minute goes. RDS, VPC flow logs and CloudTrail hand events over minutes after they happened, and this
 * machine's clock may be wrong.
 */
const VERY_LATE = 30 * 60_000;
const MINUTE = 60_000;

export interface Following {
  /** Takes the name of a group that does not exist (yet), once. */
  readonly missing: (group: string) => void;
  /** Takes what went wrong, and will be tried again. */
  readonly warn: (message: string) => void;
  /** Milliseconds between two looks. @default 3000 */
  readonly interval?: number;
  /** Milliseconds between two looks that go far back. @default 60000 */
  readonly minute?: number;
}

/**
 * The entries so far, and then each that comes, once. It never ends.
 *
 * A look goes back from when the last good one began, and not from the newest entry: a clock that is ahead would hide
 * all others.
 */
export async function* followLog(
  client: CloudWatchLogsClient,
  query: LogQuery,
  { missing, warn, interval = INTERVAL, minute = MINUTE }: Following,
): AsyncGenerator<LogEntry> {
  const said = new Set<string>();
  const sayOnce = (group: string) => {
    if (!said.has(group)) missing(group);
    said.add(group);
  };
  const seen = new Map<string, Date>();
  const backFrom = (moment: number, late: number) => new Date(Math.max(query.since.getTime(), moment - late));
  let lastBegan = query.since.getTime();
  let lastFar = Number.NEGATIVE_INFINITY;
  let failures = 0;
  for (;;) {
    const began = Date.now();
    const isFar = began - lastFar >= minute;
    const since = backFrom(lastBegan, isFar ? VERY_LATE : LATE);
    try {
      for await (const entry of readLog(client, { ...query, since }, sayOnce)) {
        if (seen.has(entry.id)) continue;
        seen.set(entry.id, entry.at);
        yield entry;
      }
    } catch (error) {
      if (!(error instanceof Error) || !isTransient(error)) throw error;
      failures++;
      warn(`${error.name}: ${error.message.split("\n")[0]}. Trying again ...`);
      await sleep(Math.min(interval * 2 ** failures, LONGEST_PAUSE));
      continue;
    }
    failures = 0;
    if (isFar) {
      lastFar = began;
      const oldest = backFrom(began, 2 * VERY_LATE);
      for (const [id, at] of seen) if (at < oldest) seen.delete(id);
    }
    lastBegan = began;
    await sleep(interval);
  }
}
