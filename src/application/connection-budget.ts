import { Construct } from "constructs";
import { Check } from "../terraform/check";
import { type Expression, tf, type Value } from "../terraform/expression";
import { type TaskSize, workerCount } from "./worker-count";

/**
 * Connections that Aurora MySQL Serverless v2 accepts by default, by the upper end of its capacity in ACU ("Maximum
 * connections for Aurora Serverless v2" of the Aurora user guide). In between, the lower row is taken.
 */
const MAXIMUM_CONNECTIONS: Readonly<Record<number, number>> = {
  1: 90,
  4: 135,
  8: 1000,
  16: 2000,
  32: 3000,
  64: 4000,
  128: 5000,
  192: 6000,
};

/** OpenEMR's older and newer parts connect for themselves, and each keeps its connection between requests. */
const CONNECTIONS_OF_WORKER = 2;

export interface ConnectionBudgetProps {
  readonly size: TaskSize;
  /** MiB of memory that one request may take. */
  readonly phpMemoryLimitMb: Value<number>;
  readonly maximumTasks: Value<number>;
  /** Upper end of the database's capacity in ACU. */
  readonly databaseMaximumCapacity: Value<number>;
}

/** Connections of all tasks, when there are as many as autoscaling may start and every worker is in use. */
export function neededConnections(props: ConnectionBudgetProps): Expression<number> {
  const workers = workerCount(props.size, props.phpMemoryLimitMb);
  return tf`${props.maximumTasks} * ${workers} * ${CONNECTIONS_OF_WORKER}`;
}

/** Connections that the database accepts. */
export function acceptedConnections(databaseMaximumCapacity: Value<number>): Expression<number> {
  return tf`max([for capacity, connections in ${MAXIMUM_CONNECTIONS} : connections if tonumber(capacity) <= ${databaseMaximumCapacity}]...)`;
}

/** Warns in a plan where tasks could use up the connections of the database: then people get errors when most work. */
export class ConnectionBudget extends Construct {
  constructor(scope: Construct, id: string, props: ConnectionBudgetProps) {
    super(scope, id);
    const needed = neededConnections(props);
    const accepted = acceptedConnections(props.databaseMaximumCapacity);
    new Check(this, "Default", {
      condition: tf`${needed} <= ${accepted}`,
      warning: `As many tasks as openemr_service_fargate_maximum_capacity allows can take ${needed} connections, and the database accepts about ${accepted} with aurora_maximum_capacity = ${props.databaseMaximumCapacity}. Raise that, or lower the number or the size of the tasks.`,
    });
  }
}
