/** A metric of CloudWatch that tells that something is wrong with mail as soon as it is above zero. */
export interface FaultMetric {
  readonly namespace: string;
  readonly name: string;
  /** Name and value of its one dimension. */
  readonly dimension: readonly [name: string, value: string];
  /** Completes "Counts", in a sentence for an operator. */
  readonly counts: string;
}

/** The namespace and the names under which the function that forwards mail counts: those of lambda/forward-mail. */
const FORWARDING = {
  namespace: "OpenEMR/Mail",
  faults: {
    Failed: "messages that could not be forwarded; each is tried again for six hours",
    Bounced: "forwarded messages that the forwarding mailbox did not take",
    Postponed: "messages that wait, as forwarding has used up its share of the account's sending quota",
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
  }));
}

/** Metrics of what can be wrong with forwarding. */
export function forwardingFaults(functionName: string): FaultMetric[] {
  return Object.entries(FORWARDING.faults).map(([name, counts]) => ({
    namespace: FORWARDING.namespace,
    name,
    dimension: ["FunctionName", functionName],
    counts,
  }));
}
