import { oneOf } from "../terraform/rules";
import type { VariableConfig } from "../terraform/variable";

/** Retention periods that CloudWatch Logs accepts, in days (PutRetentionPolicy of its API reference). */
export const LOG_RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** A variable for the days after which CloudWatch Logs deletes what is in a log group. */
export function logRetention(defaultDays: number, description: string) {
  return {
    type: "number",
    default: defaultDays,
    description,
    rules: [oneOf(LOG_RETENTION_DAYS, "CloudWatch Logs accepts no other periods.")],
  } as const satisfies VariableConfig;
}
