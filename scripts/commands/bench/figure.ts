/** Something measured several times, beside what it may be at most. */
export interface Figure {
  readonly name: string;
  readonly unit: Unit;
  readonly samples: readonly number[];
  /** @default - no such target; without any, it is there to explain the others */
  readonly atMost?: number;
  /** @default - no such target */
  readonly atLeast?: number;
}

export type Unit = "s" | "ms" | "kB" | "MB" | "times" | "/s";

export type Verdict = "ok" | "over" | "below";

export function median(samples: readonly number[]): number {
  if (samples.length === 0) throw new Error("There is no median of nothing.");
  const sorted = [...samples].sort((one, other) => one - other);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/**
 * Each sample in terms of the one taken beside it. The median of these is steadier than the ratio of two
 * medians, since both were taken in the same moment of a machine that others use, too.
 */
export function ratios(samples: readonly number[], bases: readonly number[]): number[] {
  if (samples.length !== bases.length) throw new Error("Each sample needs the one taken beside it.");
  return samples.map((sample, round) => sample / bases[round]!);
}

/** Undefined for a figure without a target. */
export function verdict({ samples, atMost, atLeast }: Figure): Verdict | undefined {
  if (atMost === undefined && atLeast === undefined) return undefined;
  const value = median(samples);
  if (atMost !== undefined && value > atMost) return "over";
  return atLeast !== undefined && value < atLeast ? "below" : "ok";
}

export function format(value: number, unit: Unit): string {
  if (unit === "s") return `${value.toFixed(2)} s`;
  if (unit === "times") return `${value.toFixed(2)} x`;
  return `${Math.round(value).toLocaleString("en-US")} ${unit}`;
}
