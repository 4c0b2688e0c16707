import { type Expression, tf, type Value } from "../terraform/expression";

// Measured with the images' Apache (prefork) and PHP as a module of it; MiB that a process adds to the task. The image
// suite (memory.test.ts) holds a task of the newest image against them.

/**
 * Memory that a task takes beside its workers: PHP's shared code cache with its compiler's (228), a background service
 * (150), Apache's parent (25), this project's script (10), and some room.
 */
export const BASE_MIB = 450;

/** A worker that answers ordinary pages. */
export const WORKER_MIB = 64;

/** How many requests may take all that PHP's limit allows at the same time, such as a report and an import. */
const LARGE_REQUESTS = 2;

/** Fewer workers than that let the pages of one person wait for each other. */
const FEWEST = 4;

/** More workers would only wait for each other: a page takes 50 to 300 ms of a processor. */
const WORKERS_PER_VCPU = 16;

/** CPU units of one vCPU. */
const VCPU = 1024;

export interface TaskSize {
  /** CPU units. */
  readonly cpu: Value<number>;
  /** MiB. */
  readonly memory: Value<number>;
}

/**
 * How many processes of Apache answer requests in a task, as a Terraform expression: so many that it does not run out of
 * memory while all of them work and two of them take all that PHP's limit allows.
 *
 * @param phpMemoryLimit MiB that one request may take
 */
export function workerCount({ cpu, memory }: TaskSize, phpMemoryLimit: Value<number>): Expression<number> {
  const fitting = tf`(${memory} - ${BASE_MIB} - ${LARGE_REQUESTS} * (${phpMemoryLimit} - ${WORKER_MIB})) / ${WORKER_MIB}`;
  return tf`max(${FEWEST}, floor(min(${fitting}, ${cpu} / ${VCPU} * ${WORKERS_PER_VCPU})))`;
}

/** The highest limit of PHP with which a task still has room for the fewest workers, in MiB; a Terraform expression. */
export function highestPhpMemoryLimit(memory: Value<number>): Expression<number> {
  return tf`floor((${memory} - ${BASE_MIB} - ${FEWEST * WORKER_MIB}) / ${LARGE_REQUESTS} + ${WORKER_MIB})`;
}
