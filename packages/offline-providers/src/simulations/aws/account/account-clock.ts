import { CREATION_SECONDS } from "./creation-times";

const DAY_SECONDS = 24 * 60 * 60;

/** Everything that a clock knows at one moment. */
export interface ClockSnapshot {
  readonly seconds: number;
  readonly madeAt: ReadonlyMap<string, number>;
}

/** The time in an account: it passes while something slow is made, and as far as a test lets it. */
export class AccountClock {
  private seconds = 0;
  private madeAt = new Map<string, number>();
  /** Keys of what the run of Terraform made that is under way. */
  private readonly isOfThisRun = new Set<string>();

  letPass(days: number): void {
    this.seconds += days * DAY_SECONDS;
  }

  made(type: string, key: string): void {
    this.madeAt.set(key, this.seconds);
    this.isOfThisRun.add(key);
    this.seconds += CREATION_SECONDS[type] ?? 0;
  }

  /** Takes note that the run is over which made something, or that others made it. */
  isOlder(key: string): void {
    this.isOfThisRun.delete(key);
  }

  /** Whole days since something was made; 0 where nobody saw it made. */
  ageInDays(key: string): number {
    const made = this.madeAt.get(key);
    return made === undefined ? 0 : Math.floor((this.seconds - made) / DAY_SECONDS);
  }

  /** Seconds since something was made in this run, without end for everything else. */
  ageInSeconds(key: string): number {
    return this.isOfThisRun.has(key) ? this.seconds - this.madeAt.get(key)! : Number.POSITIVE_INFINITY;
  }

  snapshot(): ClockSnapshot {
    return { seconds: this.seconds, madeAt: new Map(this.madeAt) };
  }

  restore({ seconds, madeAt }: ClockSnapshot): void {
    this.seconds = seconds;
    this.madeAt = new Map(madeAt);
    this.isOfThisRun.clear();
  }
}
