/** CloudWatch namespace of the metrics. */
export const NAMESPACE = "OpenEMR/Mail";

/**
 * Counts with the dimension FunctionName; those with a reason are also counted by it, as Reason. The last three are
 * faults, which an operator is to be told of.
 */
export type Metric = "Forwarded" | "NotForwarded" | Fault;
export type Fault = "Failed" | "Bounced" | "Postponed";

const FAULTS: readonly Metric[] = ["Failed", "Bounced", "Postponed"];

/** The facts that may be told of a message: nothing of what it says or whom it concerns. */
export type Facts = Readonly<Record<string, string | number | boolean | undefined>>;

/**
 * Writes a line of JSON for each message, from which CloudWatch also takes a metric (embedded metric format).
 * Forwarded mail is health data, so no line holds an address, a subject or any content.
 */
export class Journal {
  constructor(
    private readonly functionName: string,
    private readonly write: (line: string) => void,
  ) {}

  count(metric: Metric, facts: Facts, reason?: string): void {
    const dimensions = [["FunctionName"], ...(reason ? [["FunctionName", "Reason"]] : [])];
    this.tell(FAULTS.includes(metric) ? "ERROR" : "INFO", {
      ...facts,
      FunctionName: this.functionName,
      Reason: reason,
      [metric]: 1,
      _aws: {
        Timestamp: Date.now(),
        CloudWatchMetrics: [
          { Namespace: NAMESPACE, Dimensions: dimensions, Metrics: [{ Name: metric, Unit: "Count" }] },
        ],
      },
    });
  }

  /** Tells something that is not counted. */
  note(facts: Facts): void {
    this.tell("INFO", facts);
  }

  private tell(level: "INFO" | "ERROR", content: object): void {
    this.write(JSON.stringify({ level, ...content }));
  }
}
