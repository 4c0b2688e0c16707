import { setTimeout as sleep } from "node:timers/promises";
import { UserError } from "../../src/user-error";
import { explainedAws } from "../aws/aws-error";
import { isTransient } from "../aws/aws-fault";
import { beforeSignals, renewing } from "./holding";
import type { Procedure, Seen, Step } from "./step";

/** Takes what happens, for a person or for a program. */
export interface Audience {
  /** @param seen of each step, in their order */
  shown(procedure: Procedure, seen: readonly Seen[]): void;
  /** A step is begun, goes on, or is done. Told only where it differs from what was told last. */
  progress(step: Step, index: number, seen: Seen): void;
  /** Something failed once, and will be tried again. */
  retried(error: Error): void;
  /** Another run holds the installation, and is looked at. */
  waits(why: string): void;
  /** Does something that may take seconds, and shows meanwhile that it is under way. */
  during<T>(what: string, work: () => Promise<T>): Promise<T>;
  /** A person, or a pipeline, ends it. @param ways sentences that tell how to go on and how to go back */
  stopped(ways: string): void;
  /** @param took the steps of this run that were not done before, and their time */
  finished(
    procedure: Procedure,
    seconds: number,
    outcome: readonly string[],
    took: readonly StepTime[],
  ): void;
}

export interface StepTime {
  readonly title: string;
  readonly seconds: number;
}

/** Only one run at a time changes an installation. */
export interface Lock {
  /** @throws where another run holds it */
  take(say: (why: string) => void): Promise<void>;
  /** Says that this run is there, where it is time for that. @throws where another run took it over */
  renew(): Promise<void>;
  /** @throws where another run took it over */
  check(): Promise<void>;
  release(): Promise<void>;
}

export interface Conduct {
  readonly audience: Audience;
  /** Asks whether to go on. Throws where the answer is no. */
  readonly confirm: (procedure: Procedure) => Promise<void>;
  /** Shows the steps, and does nothing. */
  readonly dryRun: boolean;
  /** Keeps a second run away from the first request that changes something to the end. */
  readonly lock: Lock;
  /** Milliseconds between two looks. @default 10000 */
  readonly interval?: number;
}

/** While the lock is held, each look and each request is made only if it still is. */
interface Held extends Conduct {
  readonly mayGoOn: () => Promise<void>;
  /** On a machine that slept, the last sign of this run may be old without its knowing, so this asks AWS each time. */
  readonly mayChange: () => Promise<void>;
}

/** Requests of a step, and looks in a row, that may fail for a reason that passes. */
const PATIENCE = 10;

/** Looks after a request in which AWS may still show what was before it. */
const SETTLING = 6;

/**
 * Makes a procedure, shows it, asks, and carries out what AWS does not show as done. Stopped at any point, it goes on
 * when it is carried out again.
 *
 * @throws UserError where a step fails: its name, the reason, and how to go on
 */
export async function carryOut(make: () => Procedure | Promise<Procedure>, conduct: Conduct): Promise<void> {
  const { audience, dryRun, confirm, lock } = conduct;
  const started = performance.now();
  const shown = await prepare(make, conduct);
  const seen: Seen[] = [];
  for (const step of shown.steps) {
    const firstLook = () => audience.during(`looking at "${step.title}"`, () => step.look());
    seen.push(await patiently(firstLook, conduct));
  }
  audience.shown(shown, seen);
  if (dryRun) return;
  let procedure = shown;
  const took: StepTime[] = [];
  if (seen.some(({ is }) => is !== "done")) {
    await confirm(shown);
    await patiently(() => lock.take(audience.waits), conduct);
    // Where this fails, the next run finds out that this one is gone.
    const release = () => lock.release().catch(() => {});
    const off = beforeSignals(() => {
      audience.stopped(waysFrom(procedure));
      return release();
    });
    try {
      // Another run may have gone on with it meanwhile.
      procedure = await prepare(make, conduct);
      refuseWhatWasNotShown(procedure, shown);
      const held = { mayGoOn: () => lock.renew(), mayChange: () => lock.check() };
      await finishAll(procedure, { ...conduct, ...held }, took);
    } finally {
      off();
      await release();
    }
  }
  const outcome = await patiently(() => procedure.outcome(), conduct);
  audience.finished(procedure, secondsSince(started), outcome, took);
}

/** A person answered for the steps that were shown, and another run may have left others. */
function refuseWhatWasNotShown(procedure: Procedure, shown: Procedure): void {
  const textOf = ({ title, final }: Step) => `${title}. ${final}`;
  const known = new Set(shown.steps.map(textOf));
  const other = procedure.steps.find((step) => !known.has(textOf(step)));
  if (!other) return;
  throw new UserError(
    `Another run has changed "${procedure.environment}" since these steps were shown: "${other.title}" was none of them. ` +
      `Nothing was changed. To see the steps of now: ${commandOf(procedure)}`,
  );
}

async function finishAll(procedure: Procedure, conduct: Held, took: StepTime[]): Promise<void> {
  for (const [index, step] of procedure.steps.entries()) {
    const started = performance.now();
    const before = await finish(step, index, conduct).catch((error: Error) => {
      throw explained(error, procedure, step, index);
    });
    if (before !== "done") took.push({ title: step.title, seconds: secondsSince(started) });
  }
}

function secondsSince(started: number): number {
  return (performance.now() - started) / 1000;
}

/** Begins a step where it is not done, and looks until it is. @returns how far it was before */
async function finish(step: Step, index: number, conduct: Held): Promise<Seen["is"]> {
  const { audience, interval = 10_000 } = conduct;
  const before = await look(step, conduct);
  let isBegun = before.is === "to do" || before.is === "failed";
  if (isBegun) await begin(step, conduct);
  let told: string | undefined;
  for (let looks = 1; ; looks++) {
    const seen = await look(step, conduct);
    if (seen.is === "to do" && !isBegun) {
      // AWS was at work with something else, such as a backup, or what it was at came to nothing.
      isBegun = true;
      looks = 0;
      await begin(step, conduct);
      continue;
    }
    const text = JSON.stringify(seen);
    if (text !== told) audience.progress(step, index, seen);
    told = text;
    if (seen.is === "done") return before.is;
    const mayBeOld = looks < SETTLING && seen.is === before.is && seen.note === before.note;
    if (seen.is === "failed" && !mayBeOld) throw new UserError(seen.note ?? "AWS gives no reason.");
    if (seen.is === "to do" && looks >= SETTLING) {
      throw new UserError(`AWS took the request, but does not show it${seen.note ? `: ${seen.note}` : "."}`);
    }
    await sleep(interval);
  }
}

/** An answer may be lost although AWS did what was asked, so a request that fails is looked after before it is repeated. */
async function begin(step: Step, conduct: Held): Promise<void> {
  for (let failures = 1; ; failures++) {
    await patiently(conduct.mayChange, conduct);
    try {
      await conduct.audience.during(`asking for "${step.title}"`, () => holdingOn(step, conduct));
      return;
    } catch (error) {
      if (error instanceof UserError) throw error;
      const seen = await look(step, conduct);
      if (seen.is === "under way" || seen.is === "done") return;
      if (!isTransient(error) || failures >= PATIENCE) throw withReason(error as Error, seen);
      conduct.audience.retried(error as Error);
      await sleep(conduct.interval ?? 10_000);
    }
  }
}

/** A request may be refused for what was there before, such as a database that somebody stopped. */
function withReason(error: Error, { is, note }: Seen): Error {
  return is === "failed" && note ? new UserError(`${error.name}: ${error.message}\n${note}`) : error;
}

/** Says while a request lasts that this run is there: that of a function takes minutes. */
async function holdingOn(step: Step, { mayGoOn, interval = 10_000 }: Held): Promise<void> {
  // Where another run took over, the next look finds that out.
  const stop = renewing(() => mayGoOn().catch(() => {}), interval);
  try {
    await step.begin();
  } finally {
    await stop();
  }
}

function prepare(make: () => Procedure | Promise<Procedure>, conduct: Conduct): Promise<Procedure> {
  return patiently(() => conduct.audience.during("reading the installation", async () => make()), conduct);
}

function look(step: Step, conduct: Conduct): Promise<Seen> {
  return patiently(() => step.look(), conduct);
}

/** Reads something of AWS, again and again where it fails for a reason that passes. */
async function patiently<T>(
  read: () => T | Promise<T>,
  { audience, interval = 10_000, mayGoOn }: Conduct & Partial<Held>,
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
  const { steps } = procedure;
  const why = error instanceof UserError ? error.message : explainedAws(error);
  return new UserError(
    `Step ${index + 1} of ${steps.length}, "${step.title}", failed.\n${why}\n` +
      `The steps before it are done and stay as they are. ${waysFrom(procedure)}`,
  );
}

/** Sentences with the command that goes on, and the one that goes back. */
function waysFrom(procedure: Procedure): string {
  const back = procedure.wayBack?.();
  return `To go on from here: ${commandOf(procedure)}${back ? `\n${back}` : ""}`;
}

/** The command that goes on with it. */
function commandOf({ name, environment, again }: Procedure): string {
  return again ?? `npm run ${name} -- ${environment}`;
}
