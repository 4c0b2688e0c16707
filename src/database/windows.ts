import { type Expression, tf } from "../terraform/expression";
import { matching, TIME_OF_DAY } from "../terraform/rules";
import type { Rule } from "../terraform/variable";

const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
const MINUTES_OF_DAY = 24 * 60;
const SHORTEST_MINUTES = 30;

/** A window of every day, at least half an hour long, such as 03:00-03:30. */
export const dailyWindow: readonly Rule[] = [
  matching(`${TIME_OF_DAY}-${TIME_OF_DAY}`, "two times of day in UTC, such as 03:00-03:30"),
  atLeastHalfAnHour(dailyLength),
];

/** A window of every week, at least half an hour long, such as sun:09:00-sun:10:00. */
export const weeklyWindow: readonly Rule[] = [
  matching(
    `(${DAYS.join("|")}):${TIME_OF_DAY}-(${DAYS.join("|")}):${TIME_OF_DAY}`,
    "two times of the week in UTC, such as sun:09:00-sun:10:00",
    `Days are ${DAYS.join(", ")}.`,
  ),
  atLeastHalfAnHour(weeklyLength),
];

/** RDS refuses a maintenance window during which it makes a backup. */
export function apartFrom(dailyBackup: () => Expression<string>, backupName: string): Rule {
  return {
    holds: (value) => {
      const [backup, start] = [minutes(dailyBackup(), 0), weekMinutes(value, 0)];
      // One day more on both sides, for windows that go past midnight and past the end of the week.
      const days = tf`range(-1, ${DAYS.length + 2})`;
      return tf`try(alltrue([for day in ${days} : day * ${MINUTES_OF_DAY} + ${backup} >= ${start} + ${weeklyLength(value)} || day * ${MINUTES_OF_DAY} + ${backup} + ${dailyLength(dailyBackup())} <= ${start}]), true)`;
    },
    mustBe: `a window in which ${backupName} has no part`,
    hint: "RDS makes no backup during maintenance, and refuses windows that overlap.",
  };
}

/** It holds for what is no window: another rule says so. */
function atLeastHalfAnHour(length: (value: Expression<never>) => Expression<never>): Rule {
  return {
    holds: (value) => tf`try(${length(value)} >= ${SHORTEST_MINUTES}, true)`,
    mustBe: `at least ${SHORTEST_MINUTES} minutes long`,
  };
}

function dailyLength(window: Expression): Expression<never> {
  return tf`((${minutes(window, 6)} - ${minutes(window, 0)} + ${MINUTES_OF_DAY}) % ${MINUTES_OF_DAY})`;
}

function weeklyLength(window: Expression): Expression<never> {
  const week = DAYS.length * MINUTES_OF_DAY;
  return tf`((${weekMinutes(window, 10)} - ${weekMinutes(window, 0)} + ${week}) % ${week})`;
}

/** Minutes since midnight of the time that begins at a position of a text. */
function minutes(text: Expression, position: number): Expression<never> {
  return tf`(tonumber(substr(${text}, ${position}, 2)) * 60 + tonumber(substr(${text}, ${position + 3}, 2)))`;
}

/** Minutes since the beginning of the week of the day and time that begin at a position of a text. */
function weekMinutes(text: Expression, position: number): Expression<never> {
  return tf`(index(${[...DAYS]}, substr(${text}, ${position}, 3)) * ${MINUTES_OF_DAY} + ${minutes(text, position + 4)})`;
}
