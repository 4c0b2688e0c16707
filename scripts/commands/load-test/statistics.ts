import { createHistogram, type RecordableHistogram } from "node:perf_hooks";

/** In milliseconds. */
export interface Percentiles {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

/** About a second of a test. */
export interface Interval extends Percentiles {
  /** From the beginning of the test to the end of the interval. */
  readonly second: number;
  readonly answersPerSecond: number;
  readonly failuresPerSecond: number;
}

/** In milliseconds, of all requests that were answered. */
export interface Latency extends Percentiles {
  readonly min: number;
  readonly mean: number;
  readonly p90: number;
  readonly p999: number;
  readonly max: number;
}

/** Counts what becomes of each request. */
export class Statistics {
  readonly intervals: Interval[] = [];
  /** How many answers had a status. */
  readonly statuses: Record<string, number> = {};
  /** How many requests had no answer, by the reason. */
  readonly errors: Record<string, number> = {};
  sent = 0;
  answered = 0;
  /** Answers of a status from 400 on, and requests without an answer. */
  failed = 0;
  /** Answers of the web application firewall in place of OpenEMR. */
  blocked = 0;
  /** Bytes of the bodies, as sent. */
  bytes = 0;

  // In microseconds.
  private readonly all = createHistogram();
  private readonly current = createHistogram();
  private since = { time: 0, answered: 0, failed: 0 };

  constructor(private readonly start: number) {
    this.since.time = start;
  }

  answer(status: number, milliseconds: number, bytes: number, blocked: boolean): void {
    this.answered++;
    this.bytes += bytes;
    this.statuses[status] = (this.statuses[status] ?? 0) + 1;
    if (status >= 400) this.failed++;
    if (blocked) this.blocked++;
    const microseconds = Math.max(1, Math.round(milliseconds * 1000));
    this.all.record(microseconds);
    this.current.record(microseconds);
  }

  fail(reason: string): void {
    this.failed++;
    this.errors[reason] = (this.errors[reason] ?? 0) + 1;
  }

  /** Sent, but neither answered nor failed. */
  get unfinished(): number {
    const failures = Object.values(this.errors).reduce((sum, count) => sum + count, 0);
    return this.sent - this.answered - failures;
  }

  /** Ends an interval. */
  tick(now: number): Interval {
    const seconds = (now - this.since.time) / 1000;
    const interval = {
      second: (now - this.start) / 1000,
      answersPerSecond: (this.answered - this.since.answered) / seconds,
      failuresPerSecond: (this.failed - this.since.failed) / seconds,
      ...percentiles(this.current),
    };
    this.intervals.push(interval);
    this.current.reset();
    this.since = { time: now, answered: this.answered, failed: this.failed };
    return interval;
  }

  /** Undefined while nothing was answered. */
  get latency(): Latency | undefined {
    if (this.answered === 0) return undefined;
    return {
      min: this.all.min / 1000,
      mean: this.all.mean / 1000,
      ...percentiles(this.all),
      p90: this.all.percentile(90) / 1000,
      p999: this.all.percentile(99.9) / 1000,
      max: this.all.max / 1000,
    };
  }
}

function percentiles(histogram: RecordableHistogram): Percentiles {
  const seconds = (percent: number) => histogram.percentile(percent) / 1000;
  return { p50: seconds(50), p95: seconds(95), p99: seconds(99) };
}
