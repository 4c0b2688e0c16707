import { performance } from "node:perf_hooks";
import type { TlsOptions } from "../../openemr/trusted-authorities";
import { BlockWatch } from "./block-watch";
import { Pace } from "./pace";
import { type Interval, Statistics } from "./statistics";
import { type SignedIn, Visitor } from "./visitor";

export interface LoadProps {
  readonly url: URL;
  readonly paths: readonly string[];
  /** @default - nobody is signed in */
  readonly signedIn?: SignedIn;
  readonly seconds: number;
  readonly connections: number;
  /** Requests a second. @default - as many as are answered */
  readonly rate: number | undefined;
  readonly timeoutSeconds: number;
  readonly tls: TlsOptions;
  /** Is told of each interval that ends. */
  readonly onInterval: (interval: Interval, statistics: Statistics) => void;
}

/** Why a test ended. */
export type Ending = "complete" | "interrupted" | "blocked";

export interface LoadResult {
  readonly statistics: Statistics;
  readonly ending: Ending;
  readonly started: Date;
  /** Until the last answer, or until no more were waited for. */
  readonly seconds: number;
  /** Share of the time in which this process was busy: near 1, it was the limit, and not the server. */
  readonly busy: number;
  /** That this process has used during the test. */
  readonly processorSeconds: number;
}

/** Answers that are under way at the end are waited for, and so long at most. */
const GRACE_MS = 5000;

/** Shorter rests at the end are in the totals only: the rate of a moment would say nothing. */
const SHORTEST_INTERVAL_MS = 500;

/** Loads a server until the time is over, or until it is ended early. */
export class Load {
  private end: (ending: Ending) => void = () => {};
  private readonly ended = new Promise<Ending>((resolve) => {
    this.end = resolve;
  });

  constructor(private readonly props: LoadProps) {}

  /** Ends the test before its time. */
  interrupt(): void {
    this.end("interrupted");
  }

  async run(): Promise<LoadResult> {
    const { url, paths, signedIn, seconds, connections, rate, timeoutSeconds, tls } = this.props;
    const started = new Date();
    const start = performance.now();
    const utilization = performance.eventLoopUtilization();
    const usage = process.cpuUsage();
    const statistics = new Statistics(start);
    const visitorProps = {
      origin: url.origin,
      paths,
      signedIn,
      tls,
      timeoutSeconds,
      statistics,
      pace: new Pace(rate, start),
    };
    const visitors = Array.from({ length: connections }, (_, index) => new Visitor(visitorProps, index));
    for (const visitor of visitors) visitor.visit();

    const timer = setTimeout(() => this.end("complete"), seconds * 1000);
    const ticker = this.tickEachSecond(statistics);
    const ending = await this.ended;
    clearTimeout(timer);
    await finish(visitors);
    clearInterval(ticker);
    const now = performance.now();
    const { user, system } = process.cpuUsage(usage);
    if (now - start - lastSecond(statistics) * 1000 >= SHORTEST_INTERVAL_MS) statistics.tick(now);
    return {
      statistics,
      ending,
      started,
      seconds: (now - start) / 1000,
      busy: performance.eventLoopUtilization(utilization).utilization,
      processorSeconds: (user + system) / 1e6,
    };
  }

  private tickEachSecond(statistics: Statistics): NodeJS.Timeout {
    const watch = new BlockWatch();
    return setInterval(() => {
      this.props.onInterval(statistics.tick(performance.now()), statistics);
      if (watch.isBlocked(statistics)) this.end("blocked");
    }, 1000);
  }
}

function lastSecond({ intervals }: Statistics): number {
  return intervals.at(-1)?.second ?? 0;
}

async function finish(visitors: readonly Visitor[]): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const grace = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, GRACE_MS);
  });
  await Promise.race([Promise.all(visitors.map((visitor) => visitor.stop())), grace]);
  clearTimeout(timer);
  await Promise.all(visitors.map((visitor) => visitor.destroy()));
}
