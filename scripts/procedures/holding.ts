import { UserError } from "../../src/user-error";
import type { RunLock } from "./run-lock";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Signs that a run is there, tried in the time after which one is due. */
const TRIES = 3;

/**
 * Runs something that takes its time, such as Terraform, says meanwhile that it is there, and releases the lock at its
 * end and where a signal ends this process.
 *
 * @param lock that this process has taken
 */
export async function holding<T>(lock: RunLock, run: () => Promise<T>): Promise<T> {
  const stop = renewing(() => lock.renew().catch(lost), lock.renewal / TRIES);
  const release = async () => {
    await stop();
    // Where this fails, the next run finds out that this one is gone.
    await lock.release().catch(() => {});
  };
  const off = beforeSignals(release);
  const left = () => {
    process.exitCode ||= 1;
    void release();
  };
  process.once("beforeExit", left);
  try {
    return await run();
  } finally {
    process.off("beforeExit", left);
    await release();
    off();
  }
}

/**
 * Has something done before a signal ends this process. Another program that runs in this terminal is let end in its own
 * time, and nothing is done.
 *
 * @param last never fails
 * @returns takes it back
 */
export function beforeSignals(last: () => Promise<void>): () => void {
  const ends = SIGNALS.map((signal) => {
    const end = () => {
      if (process.listenerCount(signal) > 0) return;
      last().finally(() => process.kill(process.pid, signal));
    };
    process.once(signal, end);
    return () => process.off(signal, end);
  });
  return () => {
    for (const off of ends) off();
  };
}

/**
 * Renews a lock again and again.
 *
 * @param renew never fails
 * @returns ends that, after a renewal that is under way: it would make the lock again after its release
 */
export function renewing(renew: () => Promise<void>, milliseconds: number): () => Promise<void> {
  let renewed = Promise.resolve();
  const timer = setInterval(() => {
    renewed = renewed.then(renew);
  }, milliseconds);
  // Where a person leaves a question, nothing else keeps this process.
  timer.unref();
  return () => {
    clearInterval(timer);
    return renewed;
  };
}

/** Whatever AWS refuses may pass. Where another run took over, Terraform must not go on beside it. */
function lost(error: Error): void {
  if (!(error instanceof UserError)) return;
  console.error(error.message);
  process.kill(process.pid, "SIGTERM");
}
