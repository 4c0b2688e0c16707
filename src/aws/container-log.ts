import type { Value } from "../terraform/expression";

/** Megabytes of lines that wait for CloudWatch Logs; AWS saw no loss with 25 at 2 MB a second ("Preventing log loss with non-blocking mode"). */
const BUFFER_MB = 25;

/**
 * `logConfiguration` of a container whose output goes to a log group. While CloudWatch Logs does not answer, the container works
 * on, and only lines beyond the buffer are lost: that is AWS's own default since June 2025, but an account may have another.
 */
export function containerLog(logGroupName: Value<string>, region: Value<string>) {
  return {
    logDriver: "awslogs",
    options: {
      "awslogs-group": logGroupName,
      "awslogs-region": region,
      "awslogs-stream-prefix": "ecs",
      mode: "non-blocking",
      "max-buffer-size": `${BUFFER_MB}m`,
    },
  };
}
