import type { AlarmDefinition, Calculation } from "../../src/monitoring/alarm";

/** The statistic of each period, the oldest first; `undefined` for a period without data. */
export type Series = readonly (number | undefined)[];

type State = "OK" | "ALARM" | "INSUFFICIENT_DATA";

/**
 * Periods that CloudWatch looks at beyond those that the alarm asks for, where data are missing. The guide's example
 * has 5 for 3, and says that the number depends on the period: it is not known for each.
 */
export const FURTHER_PERIODS = 2;

/**
 * The state of an alarm after a series, by the rules of "Evaluating an alarm" and "Configuring how CloudWatch alarms treat
 * missing data" of the CloudWatch user guide, read on 2026-11-30: M out of N. Where data are missing, CloudWatch takes
 * the last N that there are in a longer range, and only where these are too few it counts missing ones as the alarm says.
 * Before the series nothing is known.
 *
 * @param numbers stands for limits that only Terraform knows
 */
export function stateAfter(alarm: AlarmDefinition, series: Series, numbers: number): State {
  const { above, below, of, bad, withoutData = "good" } = alarm;
  const limit = (value: unknown) => (typeof value === "number" ? value : numbers);
  const isBad = (value: number) => (above === undefined ? value < limit(below) : value > limit(above));
  let state: State = "INSUFFICIENT_DATA";
  for (let end = 1; end <= series.length; end++) {
    const range = series.slice(Math.max(0, end - of - FURTHER_PERIODS), end);
    const known = range.filter((value) => value !== undefined).slice(-of);
    const isMissing = known.length < of;
    const wrong = known.filter(isBad).length;
    // "Retain current state": nothing that is known says that all is well.
    if (withoutData === "as it is" && isMissing && wrong === known.length && wrong < bad) continue;
    state = wrong + (withoutData === "bad" ? of - known.length : 0) >= bad ? "ALARM" : "OK";
  }
  return state;
}

/**
 * Whether an alarm rings at a moment: CloudWatch looks every minute, and its periods end at that minute and not at midnight
 * ("Evaluating an alarm", read on 2026-11-30).
 *
 * @param jobs moments, in seconds, each of which the metric counts as one
 */
export function ringsAt(moment: number, alarm: AlarmDefinition, jobs: readonly number[]): boolean {
  const { period, of, calculated } = alarm;
  const series = Array.from({ length: of + FURTHER_PERIODS }, (_, i) => {
    const end = moment - (of + FURTHER_PERIODS - 1 - i) * period;
    return jobs.filter((job) => job > end - period && job <= end).length || undefined;
  });
  const values = calculated
    ? calculate(
        calculated,
        series.map((value) => [value]),
      )
    : series;
  return stateAfter(alarm, values, 0) === "ALARM";
}

/**
 * Values of an expression over the metric and the other one, or its quota, by period. By "Using metric math" of the user
 * guide, read on 2026-11-30: a missing value counts as 0 in arithmetic and comparison, a value divided by zero is
 * dropped, DIFF is the difference from the value before, however long ago that was, and FILL has a value for each period.
 */
export function calculate(
  { as, ...others }: Calculation,
  series: ReadonlyArray<readonly (number | undefined)[]>,
): Series {
  return series.map((values, i) => {
    const [m, n = 0] = values;
    if (as === "growth") {
      const before = series
        .slice(0, i)
        .map(([value]) => value)
        .findLast((value) => value !== undefined);
      return m === undefined || before === undefined ? undefined : m - before;
    }
    if (as === "or zero") return m ?? 0;
    if (as === "sum with") {
      if ("orZero" in others && others.orZero)
        return values.reduce<number>((sum, value) => sum + (value ?? 0), 0);
      // Without any of them there is nothing to add up.
      const known = values.filter((value) => value !== undefined);
      return known.length === 0 ? undefined : known.reduce((sum, value) => sum + value, 0);
    }
    if (m === undefined && n === 0) return undefined;
    const atLeast = "atLeast" in others ? others.atLeast : 0;
    const value = m ?? 0;
    if (value < atLeast) return 0;
    return n === 0 ? undefined : (100 * value) / n;
  });
}
