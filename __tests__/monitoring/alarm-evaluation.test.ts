import type { AlarmDefinition } from "../../src/monitoring/alarm";
import { calculate, stateAfter } from "./alarm-evaluation";

/** 0 is a good value, X a bad one, - a missing one. */
const series = (row: string) =>
  row.split(" ").map((point) => (point === "-" ? undefined : point === "X" ? 1 : 0));

const alarm = (bad: number, withoutData: AlarmDefinition["withoutData"]) =>
  ({ above: 0, bad, of: 3, withoutData }) as AlarmDefinition;

/**
 * All rows of the tables of "How alarm state is evaluated when data is missing", compared again on 2026-11-30: columns IGNORE,
 * BREACHING and NOT BREACHING. "Retain current state" is the state of an alarm that never had one, here.
 */
test.each([
  [3, "0 - X - X", "OK", "OK", "OK"],
  [3, "0 - - - -", "OK", "OK", "OK"],
  [3, "- - - - -", "INSUFFICIENT_DATA", "ALARM", "OK"],
  [3, "0 X X - X", "ALARM", "ALARM", "ALARM"],
  [3, "- - X - -", "INSUFFICIENT_DATA", "ALARM", "OK"],
  [2, "0 - X - X", "ALARM", "ALARM", "ALARM"],
  [2, "0 0 X 0 X", "ALARM", "ALARM", "ALARM"],
  [2, "0 - X - -", "OK", "ALARM", "OK"],
  [2, "- - - - 0", "OK", "ALARM", "OK"],
  [2, "- - - X -", "INSUFFICIENT_DATA", "ALARM", "OK"],
])("%i of 3 after %s", (bad, row, asItIs, missingIsBad, missingIsGood) => {
  const after = (withoutData: AlarmDefinition["withoutData"]) =>
    stateAfter(alarm(bad, withoutData), series(row), 0);
  expect([after("bad"), after("good")]).toEqual([missingIsBad, missingIsGood]);
  // The state before is none: a series begins with the first look.
  const last = stateAfter(alarm(bad, "as it is"), series(row), 0);
  expect(asItIs === "INSUFFICIENT_DATA" ? [asItIs, "OK"] : [asItIs]).toContain(last);
});

test("metric math counts a missing value as 0, drops what is divided by 0, and DIFF looks past gaps", () => {
  const percent = { as: "percent of", other: {} as never, atLeast: 10 } as const;
  expect(calculate(percent, [[20, 40], [undefined, 40], [20], [undefined, undefined], [2, 4]])).toEqual([
    50,
    0,
    undefined,
    undefined,
    0,
  ]);
  expect(calculate({ as: "growth" }, [[5], [undefined], [8], [9]])).toEqual([undefined, undefined, 3, 1]);
});
