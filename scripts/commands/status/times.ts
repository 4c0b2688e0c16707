const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** e.g. `12 min`. */
export function lasting(since: Date, now: Date): string {
  const seconds = Math.max(0, Math.round((now.getTime() - since.getTime()) / 1000));
  if (seconds < MINUTE) return `${seconds} s`;
  if (seconds < 2 * HOUR) return `${Math.floor(seconds / MINUTE)} min`;
  if (seconds < 2 * DAY) return `${Math.floor(seconds / HOUR)} h`;
  return `${Math.floor(seconds / DAY)} days`;
}

/** e.g. `12 min ago`. */
export function ago(when: Date, now: Date): string {
  return `${lasting(when, now)} ago`;
}

/** e.g. `2026-11-29 14:02 UTC (12 min ago)`. */
export function atTime(when: Date, now: Date): string {
  return `${when.toISOString().slice(0, 16).replace("T", " ")} UTC (${ago(when, now)})`;
}
