import type { LoadTestArguments } from "./arguments";
import type { LoadResult } from "./load";
import type { Interval, Latency } from "./statistics";

/** The result of a test, as report.json has it. Times are in milliseconds, unless the name says otherwise. */
export interface Report {
  readonly url: string;
  /** @default - unknown: the host is of no environment */
  readonly environment?: string;
  readonly paths: readonly string[];
  /** Patients that were read. @default - none */
  readonly samplePatients?: number;
  readonly connections: number;
  /** @default - as many requests as were answered */
  readonly rate?: number;
  readonly timeoutSeconds: number;
  /** In UTC. */
  readonly started: string;
  readonly seconds: number;
  readonly ending: LoadResult["ending"];
  readonly requests: {
    readonly sent: number;
    readonly answered: number;
    /** Answered with a status from 400 on, or not at all. */
    readonly failed: number;
    /** Under way when the test was over. */
    readonly unfinished: number;
    /** Answered by the firewall in place of OpenEMR. */
    readonly blocked: number;
  };
  readonly answersPerSecond: number;
  readonly bytesPerSecond: number;
  /** @default - nothing was answered */
  readonly latency?: Latency;
  readonly statuses: Readonly<Record<string, number>>;
  readonly errors: Readonly<Record<string, number>>;
  readonly intervals: readonly Interval[];
  readonly generator: { readonly node: string; readonly busy: number; readonly processorSeconds: number };
}

export function reportOn(
  { url, environment, samplePatients }: { url: URL; environment?: string; samplePatients?: number },
  { paths, connections, rate, timeoutSeconds }: LoadTestArguments,
  { statistics, started, seconds, ending, busy, processorSeconds }: LoadResult,
): Report {
  const { sent, answered, failed, unfinished, blocked, bytes, latency, statuses, errors, intervals } =
    statistics;
  return {
    url: url.origin,
    environment,
    paths,
    samplePatients,
    connections,
    rate,
    timeoutSeconds,
    started: started.toISOString(),
    seconds,
    ending,
    requests: { sent, answered, failed, unfinished, blocked },
    answersPerSecond: answered / seconds,
    bytesPerSecond: bytes / seconds,
    latency,
    statuses,
    errors,
    intervals,
    generator: { node: process.version, busy, processorSeconds },
  };
}
