/** A metric of CloudWatch that tells that something is wrong with mail, and when somebody is to be told. */
export interface FaultMetric {
  readonly namespace: string;
  readonly name: string;
  /** Name and value of its one dimension. */
  readonly dimension: readonly [name: string, value: string];
  /** Completes "Counts", in a sentence for an operator. */
  readonly counts: string;
  /** Somebody is told where the sum of each of so many periods is above this. */
  readonly above: number;
  /** In seconds. */
  readonly period: number;
  readonly periods: number;
}

/** Most faults are told as soon as there is one. */
const AT_ONCE = { above: 0, period: 300, periods: 1 };
/** A mistyped address bounces, and is no fault of the installation; many in an hour are. */
const IF_MANY = { above: 5, period: 3600, periods: 1 };
/** Mail that waits is tried every quarter of an hour, and often goes out within the hour. */
const IF_IT_LASTS = { above: 0, period: 1800, periods: 3 };

/** The namespace and the names under which the function that forwards mail counts: those of lambda/forward-mail. */
const FORWARDING = {
  namespace: "OpenEMR/Mail",
  faults: {
    Failed: { counts: "messages that could not be forwarded; each is tried again for six hours", ...AT_ONCE },
    Bounced: { counts: "forwarded messages that the forwarding mailbox did not take", ...AT_ONCE },
    Postponed: {
      counts: "messages that wait, as forwarding has used up its share of the account's sending quota",
      ...IF_IT_LASTS,
    },
  },
} as const;

/** Metrics of SES about mail that it accepted, under its own namespace and names. */
export const SENDING_FAULTS = {
  BOUNCE: { name: "Bounce", counts: "messages that a mail server refused for good" },
  COMPLAINT: { name: "Complaint", counts: "messages that somebody has marked as spam" },
  REJECT: { name: "Reject", counts: "messages in which SES found a virus" },
} as const;

/** The dimension of SES's metrics, whose value is the name of the configuration set. */
export const SENDING_DIMENSION = "ConfigurationSet";

/** Metrics of what can be wrong with mail that was accepted by the configuration set. */
export function sendingFaults(configurationSet: string): FaultMetric[] {
  return Object.values(SENDING_FAULTS).map(({ name, counts }) => ({
    namespace: "AWS/SES",
    name,
    dimension: [SENDING_DIMENSION, configurationSet],
    counts,
    ...(name === SENDING_FAULTS.BOUNCE.name ? IF_MANY : AT_ONCE),
  }));
}

/** Metrics of what can be wrong with forwarding. */
export function forwardingFaults(functionName: string): FaultMetric[] {
  return Object.entries(FORWARDING.faults).map(([name, fault]) => ({
    namespace: FORWARDING.namespace,
    name,
    dimension: ["FunctionName", functionName],
    ...fault,
  }));
}

/** Received mail that was tried for six hours in vain waits in this queue. */
export function deadLetterFault(queueName: string): FaultMetric {
  return {
    namespace: "AWS/SQS",
    name: "ApproximateNumberOfMessagesVisible",
    dimension: ["QueueName", queueName],
    counts: "received messages that could not be forwarded in six hours",
    ...AT_ONCE,
  };
}
