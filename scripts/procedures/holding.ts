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
  let renewed = Promise.resolve();
  const renew = async () => {
    await lock.renew().catch(lost);
  };
  const timer = setInterval(() => {
    renewed = renewed.then(renew);
  }, lock.renewal / TRIES);
  // Where a person leaves a question, nothing else keeps this process.
  timer.unref();
  const release = async () => {
    clearInterval(timer);
    // A renewal that is under way would make it again.
    await renewed;
    // Where this fails, the next run finds out that this one is gone.
    await lock.release().catch(() => {});
  };
  const ends = SIGNALS.map((signal) => {
    const end = () => {
      // Another program runs in this terminal, and is let end in its own time.
      if (process.listenerCount(signal) > 0) return;
      release().finally(() => process.kill(process.pid, signal));
    };
    process.once(signal, end);
    return () => process.off(signal, end);
  });
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
    for (const off of ends) off();
  }
}

/** Whatever AWS refuses may pass. Where another run took over, Terraform must not go on beside it. */
function lost(error: Error): void {
  if (!(error instanceof UserError)) return;
  console.error(error.message);
  process.kill(process.pid, "SIGTERM");
}
