import type { AlarmDefinition, Calculation } from "../../src/monitoring/alarm";

/** The statistic of each period, the oldest first; `undefined` for a period without data. */
export type Series = readonly (number | undefined)[];

type State = "OK" | "ALARM" | "INSUFFICIENT_DATA";

/**
 * The state of an alarm after a series, by the rules of "Evaluating an alarm" and "Configuring how CloudWatch alarms treat
 * missing data" of the CloudWatch user guide, read on 2026-11-29: M out of N, where a period without data counts as the
 * alarm says. The guide also has CloudWatch look at a few more periods than N where data are missing; that only matters
 * for "missing", which no alarm here has.
 *
 * @param numbers stands for limits that only Terraform knows
 */
export function stateAfter(alarm: AlarmDefinition, series: Series, numbers: number): State {
  const { above, below, of, bad, withoutData = "good" } = alarm;
  const limit = (value: unknown) => (typeof value === "number" ? value : numbers);
  let state: State = "INSUFFICIENT_DATA";
  for (let end = 1; end <= series.length; end++) {
    const window = series.slice(Math.max(0, end - of), end);
    const known = window.filter((value) => value !== undefined);
    if (known.length === 0 && withoutData === "as it is") continue;
    const breaching = window.filter((value) => {
      if (value === undefined) return withoutData === "bad";
      return above === undefined ? value < limit(below) : value > limit(above);
    });
    const isFull = window.length === of;
    state = breaching.length >= bad && (isFull || bad < of) ? "ALARM" : "OK";
  }
  return state;
}

/**
 * Values of an expression over the metric and the other one, or its quota, by period. By "Using metric math" of the user
 * guide, read on 2026-11-30: a period without one of the metrics has no value, and DIFF has none for the first.
 */
export function calculate(
  { as, ...others }: Calculation,
  series: ReadonlyArray<readonly [number?, number?]>,
): Series {
  return series.map(([m, n], i) => {
    if (as === "growth") {
      const [before] = series[i - 1] ?? [];
      return m === undefined || before === undefined ? undefined : m - before;
    }
    if (m === undefined || n === undefined) return undefined;
    const atLeast = "atLeast" in others ? others.atLeast : 0;
    return m >= atLeast ? (100 * m) / n : 0;
  });
}
