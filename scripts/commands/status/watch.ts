import { setTimeout as sleep } from "node:timers/promises";
import { UserError } from "../../../src/user-error";
import { isUnderWay } from "../../openemr/status/outcome";
import type { Status } from "../../openemr/status/read-status";
import { renderLine } from "./page";

/** Looks in a row that may fail before it gives up. */
const PATIENCE = 5;

export interface WatchOptions {
  /** Milliseconds between two looks. @default 15000 */
  readonly interval?: number;
  /** Takes a line, or an object, for each change. */
  readonly tell: (status: Status) => void;
  /** Takes what went wrong once, and will be tried again. */
  readonly warn: (message: string) => void;
}

/**
 * Looks again and again until nothing is under way.
 *
 * @param look throws where AWS does not answer
 * @returns the last that was seen
 */
export async function watch(
  look: () => Promise<Status>,
  { interval = 15_000, tell, warn }: WatchOptions,
): Promise<Status> {
  let told: string | undefined;
  for (let failures = 0; ; await sleep(interval)) {
    let status: Status;
    try {
      status = await look();
      failures = 0;
    } catch (error) {
      // A first look that fails is not repeated, and neither is one that AWS answered with a refusal.
      const passes = told !== undefined && error instanceof Error && !(error instanceof UserError);
      if (!passes || ++failures >= PATIENCE) throw error;
      warn(`${error.name}: ${error.message.split("\n")[0]}. Trying again ...`);
      continue;
    }
    if (isSettled(status)) return status;
    const line = renderLine(status);
    if (line !== told) tell(status);
    told = line;
  }
}

function isSettled({ outcome, service }: Status): boolean {
  return outcome !== "working" && !isUnderWay(service);
}
