import { type Case, everyFault } from "./carried-out";
import { FAULT_KINDS } from "./fault";

/** All faults are tried by `npm run test:procedures`; `npm test` tries a sample. */
export const TRIES_ALL = process.env.PROCEDURE_FAULTS === "all";

/** In milliseconds. */
export const LIMIT = TRIES_ALL ? 3_600_000 : 240_000;

/**
 * All faults, or some kinds at each request that changes something.
 *
 * @param sparsity one in so many of these. @default 2
 */
export function sampledFaults(calls: readonly string[], sparsity = 2): Case[] {
  const every = everyFault(calls);
  const isSampled = ({ action, at, kind }: Case) =>
    changes(action) && (at + FAULT_KINDS.indexOf(kind)) % sparsity === 0;
  return TRIES_ALL ? every : every.filter(isSampled);
}

export function changes(action: string): boolean {
  return !/^(Describe|List|Get|Filter)/.test(action);
}
