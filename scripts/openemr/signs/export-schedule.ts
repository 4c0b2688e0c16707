const UNIT_DAYS = { minute: 1 / 1440, hour: 1 / 24, day: 1 } as const;

/**
 * The longest time between two runs of a schedule of EventBridge Scheduler, in days. It is never too short: of a cron
 * expression only the kinds of its fields count ("Schedule types" of the user guide of EventBridge Scheduler).
 */
export function longestDays(schedule: string): number {
  const [, count, unit] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(schedule) ?? [];
  if (unit) return Number(count) * UNIT_DAYS[unit as keyof typeof UNIT_DAYS];
  const [, , dayOfMonth, month, dayOfWeek, year] = schedule.replace(/^cron\(|\)$/g, "").split(" ");
  const isAny = (field: string | undefined) => field === "*" || field === "?";
  // A schedule of certain years ends.
  if (!isAny(year)) return Number.POSITIVE_INFINITY;
  if (!isAny(month)) return 366;
  if (!isAny(dayOfMonth)) return 31;
  if (isAny(dayOfWeek)) return 1;
  // The second Tuesday, or the last, of a month: there can be five weeks between two.
  return /[#L]/.test(dayOfWeek!) ? 35 : 7;
}
