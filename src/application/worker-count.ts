import { type Expression, tf } from "../terraform/expression";

/** MiB that a task takes before it answers anybody: Apache's parent, PHP's shared code cache, this project's script. */
const BASE_MIB = 384;

/** MiB that a worker keeps after it has answered ordinary pages of OpenEMR. */
const WORKER_MIB = 96;

/** Fewer workers than that let the pages of one person wait for each other. */
const FEWEST = 4;

/** More would only wait for a processor and for the database, of which each keeps a connection. */
const MOST = 250;

/** MiB by which the memory of a task has to exceed PHP's limit. */
export const LEAST_MEMORY_BESIDE_PHP_LIMIT = BASE_MIB + FEWEST * WORKER_MIB;

/**
 * How many processes of Apache answer requests in a task, as a Terraform expression: so many that the task does not run
 * out of memory while all of them work and one of them takes all that PHP's limit allows.
 *
 * @param memory MiB of the task
 * @param phpMemoryLimit MiB that one request may take
 */
export function workerCount(memory: unknown, phpMemoryLimit: unknown): Expression {
  return tf`min(${MOST}, max(${FEWEST}, floor((${memory} - ${BASE_MIB} - ${phpMemoryLimit}) / ${WORKER_MIB})))`;
}
