import { setTimeout as sleep } from "node:timers/promises";
import { UserError } from "../../src/user-error";
import { isTransient } from "./aws-fault";
import type { Procedure, Seen, Step } from "./step";

/** Takes what happens, for a person or for a program. */
export interface Audience {
  /** @param seen of each step, in their order */
  shown(procedure: Procedure, seen: readonly Seen[]): void;
  /** A step is begun, goes on, or is done. Told only where it differs from what was told last. */
  progress(step: Step, index: number, seen: Seen): void;
  /** Something failed once, and will be tried again. */
  retried(error: Error): void;
  finished(procedure: Procedure, seconds: number, outcome: readonly string[]): void;
}

export interface Conduct {
  readonly audience: Audience;
  /** Asks whether to go on. Throws where the answer is no. */
  readonly confirm: (procedure: Procedure) => Promise<void>;
  /** Shows the steps, and does nothing. */
  readonly dryRun: boolean;
  /** Called before each look and each request; throws where the procedure is no longer this one's to carry out. */
  readonly mayGoOn?: () => Promise<void>;
  /** Milliseconds between two looks. @default 10000 */
  readonly interval?: number;
}

/** Requests of a step, and looks in a row, that may fail for a reason that passes. */
const PATIENCE = 10;

/** Looks after a request in which AWS may still show what was before it. */
const SETTLING = 6;

/**
 * Makes a procedure, shows it, asks, and carries out what AWS does not show as done. Stopped at any point, it goes on when it
 * is carried out again.
 *
 * @throws UserError where a step fails: its name, the reason, and how to go on
 */
export async function carryOut(make: () => Procedure | Promise<Procedure>, conduct: Conduct): Promise<void> {
  const { audience, dryRun, confirm } = conduct;
  const started = performance.now();
  const procedure = await patiently(make, conduct);
  const seen: Seen[] = [];
  for (const step of procedure.steps) seen.push(await look(step, conduct));
  audience.shown(procedure, seen);
  if (dryRun) return;
  if (seen.some(({ is }) => is !== "done")) {
    await confirm(procedure);
    for (const [index, step] of procedure.steps.entries()) {
      await finish(step, index, conduct).catch((error: Error) => {
        throw explained(error, procedure, step, index);
      });
    }
  }
  const outcome = await patiently(() => procedure.outcome(), conduct);
  audience.finished(procedure, (performance.now() - started) / 1000, outcome);
}

/** Begins a step where it is not done, and looks until it is. */
async function finish(step: Step, index: number, conduct: Conduct): Promise<void> {
  const { audience, interval = 10_000 } = conduct;
  const before = await look(step, conduct);
  if (before.is === "to do" || before.is === "failed") await begin(step, conduct);
  let told: string | undefined;
  for (let looks = 1; ; looks++) {
    const seen = await look(step, conduct);
    const text = JSON.stringify(seen);
    if (text !== told) audience.progress(step, index, seen);
    told = text;
    if (seen.is === "done") return;
    const mayBeOld = looks < SETTLING && seen.is === before.is && seen.note === before.note;
    if (seen.is === "failed" && !mayBeOld) throw new UserError(seen.note ?? "AWS gives no reason.");
    if (seen.is === "to do" && looks >= SETTLING) {
      throw new UserError(`AWS took the request, but does not show it${seen.note ? `: ${seen.note}` : "."}`);
    }
    await sleep(interval);
  }
}

/** An answer may be lost although AWS did what was asked, so a request that fails is looked after before it is repeated. */
async function begin(step: Step, conduct: Conduct): Promise<void> {
  for (let failures = 1; ; failures++) {
    await conduct.mayGoOn?.();
    try {
      await step.begin();
      return;
    } catch (error) {
      if (error instanceof UserError) throw error;
      const seen = await look(step, conduct);
      if (seen.is === "under way" || seen.is === "done") return;
      if (!isTransient(error) || failures >= PATIENCE) throw error;
      conduct.audience.retried(error as Error);
      await sleep(conduct.interval ?? 10_000);
    }
  }
}

function look(step: Step, conduct: Conduct): Promise<Seen> {
  return patiently(() => step.look(), conduct);
}

/** Reads something of AWS, again and again where it fails for a reason that passes. */
async function patiently<T>(
  read: () => T | Promise<T>,
  { audience, interval = 10_000, mayGoOn }: Conduct,
): Promise<T> {
  for (let failures = 1; ; failures++) {
    try {
      await mayGoOn?.();
      return await read();
    } catch (error) {
      if (!isTransient(error) || failures >= PATIENCE) throw error;
      audience.retried(error as Error);
      await sleep(interval);
    }
  }
}

function explained(error: Error, procedure: Procedure, step: Step, index: number): UserError {
  const { name, environment, steps } = procedure;
  const why = error instanceof UserError ? error.message : `${error.name}: ${error.message}`;
  return new UserError(
    `Step ${index + 1} of ${steps.length}, "${step.title}", failed.\n${why}\n` +
      `The steps before it are done and stay as they are. To go on from here, run the same command again: npm run ${name} -- ${environment}`,
  );
}
