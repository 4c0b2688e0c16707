import type { Network } from "../network/network";
import { asString, tfString, type Value } from "../terraform/expression";
import { type TaskSize, workerCount } from "./worker-count";

export interface WebServerProps {
  readonly network: Network;
  /** Value of the header Strict-Transport-Security, or an empty text for none. */
  readonly strictTransport: Value<string | null>;
  readonly size: TaskSize;
  /** MiB of memory that one request may take. */
  readonly phpMemoryLimitMb: Value<number>;
  /** Size in MB of the largest file that people can upload. */
  readonly maximumUploadMb: Value<number>;
  /** Lower end of the database's capacity; a database with 0 pauses while nobody uses it. */
  readonly databaseMinimumCapacity: Value<number>;
}

/**
 * Environment variables that tell the web server in a task of its surroundings.
 * `container/web-server.sh` makes the configuration of Apache and PHP of it.
 */
export function webServerEnvironment(props: WebServerProps): Record<string, string> {
  const { network, size, phpMemoryLimitMb } = props;
  return {
    // Only from there it believes what a request says of the client's address: the load balancer stands there.
    TRUSTED_PROXIES: tfString`join(" ", ${network.loadBalancer.ranges})`,
    HSTS: asString(props.strictTransport),
    MAXIMUM_UPLOAD_MB: tfString`tostring(${props.maximumUploadMb})`,
    PHP_MEMORY_LIMIT_MB: tfString`tostring(${phpMemoryLimitMb})`,
    WEB_SERVER_WORKERS: tfString`tostring(${workerCount(size, phpMemoryLimitMb)})`,
    DATABASE_MAY_PAUSE: tfString`${props.databaseMinimumCapacity} == 0 ? "yes" : "no"`,
  };
}
