import { setTimeout as sleep } from "node:timers/promises";
import { UserError } from "../../../src/user-error";
import { isUnderWay } from "../../openemr/status/outcome";
import type { Status } from "../../openemr/status/read-status";
import type { Run } from "../../openemr/status/run";
import { renderLine } from "./page";

/** Looks in a row that may fail before it gives up. */
const PATIENCE = 5;
/** Milliseconds without a sign of life after which a run was killed, as the lock of procedures counts. */
const STALE = 120_000;

/** The service, and the run of a procedure that holds the installation. */
export interface Watched extends Status {
  readonly run?: Run;
}

export interface WatchOptions {
  /** Milliseconds between two looks. @default 15000 */
  readonly interval?: number;
  /** Milliseconds after which a run that gives no sign of life was killed. @default 120000 */
  readonly stale?: number;
  /** Takes a line, or an object, for each change. */
  readonly tell: (status: Watched) => void;
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
  look: () => Promise<Watched>,
  { interval = 15_000, stale = STALE, tell, warn }: WatchOptions,
): Promise<Watched> {
  let told: string | undefined;
  let alive = { renewal: Number.NaN, since: 0 };
  for (let failures = 0; ; await sleep(interval)) {
    let status: Watched;
    try {
      status = await look();
      const unread = told === undefined ? undefined : passingProblem(status);
      if (unread !== undefined && ++failures < PATIENCE) {
        warn(`${unread}. Trying again ...`);
        continue;
      }
      failures = 0;
    } catch (error) {
      // A first look that fails is not repeated, and neither is one that AWS answered with a refusal.
      const passes = told !== undefined && error instanceof Error && !(error instanceof UserError);
      if (!passes || ++failures >= PATIENCE) throw error;
      warn(`${error.name}: ${error.message.split("\n")[0]}. Trying again ...`);
      continue;
    }
    if (status.run && status.run.renewal !== alive.renewal)
      alive = { renewal: status.run.renewal, since: Date.now() };
    const isRun = status.run !== undefined && Date.now() - alive.since < stale;
    if (isSettled(status) && !isRun) return status;
    const line = renderLine(status);
    if (line !== told) tell(status);
    told = line;
  }
}

/** Why the tasks' logs were not read, where AWS did not refuse them: they tell whether OpenEMR serves, a little later. */
function passingProblem({ logProblem }: Status): string | undefined {
  return logProblem?.startsWith("AccessDenied") ? undefined : logProblem;
}

function isSettled({ outcome, service }: Status): boolean {
  return outcome !== "working" && !isUnderWay(service);
}
