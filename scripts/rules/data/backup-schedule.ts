/** Days between two runs of a schedule, as far as its first fields tell; longer than before is rarer. */
export function isRarer(before: unknown, after: unknown): boolean {
  const [one, other] = [before, after].map(daysBetweenRuns);
  return one !== undefined && other !== undefined && other > one;
}

/** Reads `cron(minutes hours day month weekday year)` and `rate(number unit)`, as EventBridge writes them. */
function daysBetweenRuns(schedule: unknown): number | undefined {
  const text = String(schedule ?? "");
  const [, count, unit] = /^rate\((\d+) (hour|day|minute)s?\)$/.exec(text) ?? [];
  if (count && unit) return Number(count) * { minute: 1 / 1440, hour: 1 / 24, day: 1 }[unit as "hour"]!;
  const fields = /^cron\(([^)]+)\)$/.exec(text)?.[1]?.trim().split(/\s+/);
  if (fields?.length !== 6) return undefined;
  const [, hours, day, month, weekday, year] = fields as [string, string, string, string, string, string];
  if (year !== "*") return 36_500;
  if (month !== "*") return 365 / month.split(",").length;
  if (/^[A-Z\d,#L-]+$/.test(weekday) && weekday !== "?") return 7 / weekday.split(",").length;
  if (/^[\dLW,]+$/.test(day)) return 30 / day.split(",").length;
  const step = /^(?:\*|\d+)\/(\d+)$/.exec(hours)?.[1];
  return step ? Number(step) / 24 : hours === "*" ? 1 / 24 : 1 / hours.split(",").length;
}
