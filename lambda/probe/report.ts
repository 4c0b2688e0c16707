import type { Finding } from "./look";

/** Days that a certificate still holds, from which on they are a metric in each hour. AWS renews its own ones earlier. */
export const CERTIFICATE_DAYS = 45;
/** A certificate that holds for longer is a metric every so many hours, so that an alarm sees that it was renewed. */
const HOURS_WITHOUT = 6;

/**
 * The line of the log for a finding. Lambda and CloudWatch read metrics from it by the "Embedded metric format"
 * (CloudWatch user guide, read on 2026-11-30).
 *
 * CloudWatch bills a metric by the hour in which it gets a value, and gets few while all is well: that somebody can sign
 * in and how long it took are metrics of the function already, its errors and its duration.
 */
export function report(finding: Finding, namespace: string, now: number): object {
  const { maintenance, certificateDays } = finding;
  const isHour = new Date(now).getUTCHours() % HOURS_WITHOUT === 0;
  const metrics = {
    ...(maintenance && { maintenance: 1 }),
    ...(certificateDays !== undefined &&
      (certificateDays < CERTIFICATE_DAYS || isHour) && { certificate_days: certificateDays }),
  };
  const names = Object.keys(metrics);
  if (names.length === 0) return { ...finding };
  return {
    ...finding,
    ...metrics,
    _aws: {
      Timestamp: now,
      CloudWatchMetrics: [
        { Namespace: namespace, Dimensions: [[]], Metrics: names.map((Name) => ({ Name })) },
      ],
    },
  };
}
