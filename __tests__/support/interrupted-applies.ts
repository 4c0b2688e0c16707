import {
  everyFirstAttemptFails,
  type Failure,
  type FailureInjector,
  type Operation,
} from "../../scripts/offline-providers";
import { canonicalJson } from "../../scripts/offline-providers/cty/types";
import { addresses, changes, OfflineAccount, type OfflineStack, type Values } from "./offline-account";

/** How a creation fails. */
export type CreationFailure = (operation: Operation) => Failure;

/** Creations that do not depend on each other. */
type CreationGroup = ReadonlySet<string>;

/** What there is after runs of which some failed. */
export interface Outcome {
  /** Addresses of what exists. */
  readonly exists: readonly string[];
  /** Addresses that a plan would still change. */
  readonly changes: readonly string[];
}

/** A run that failed at some resources, and what the next one, in which nothing fails, made of it. */
export interface InterruptedApply extends Outcome {
  /** Types of the resources whose creation failed. */
  readonly failedAt: readonly string[];
  /** How many creations failed in the first run. */
  readonly failures: number;
  /** What the second run said if it did not complete. */
  readonly error?: string;
}

/** Runs in which every creation failed once, up to the first that is complete. */
export interface RepeatedApply extends Outcome {
  /**
   * What failed, run by run. Resources of a run do not depend on each other: what they depend on is there from the
   * runs before.
   */
  readonly failed: readonly CreationGroup[];
}

/** Applies again and again, where every creation fails at its first attempt. */
export async function repeatApply(folder: string, values: Values): Promise<RepeatedApply> {
  const account = new OfflineAccount();
  const stack = await account.add(folder, everyFirstAttemptFails);
  stack.set(values);
  const failed: CreationGroup[] = [];
  for (let seen = 0, complete = false; !complete; seen = account.providers.calls.length) {
    complete = await succeeds(stack);
    const now = account.providers.calls.slice(seen).filter(isFailedCreation);
    if (!complete && now.length === 0) throw new Error("A run failed at none of the creations.");
    if (now.length > 0) failed.push(new Set(now.map(identityOf)));
  }
  const outcome = await outcomeOf(stack, values);
  await account.close();
  return { failed, ...outcome };
}

/**
 * Fails once at every creation of an apply, each time followed by one run without failures. Resources that do not
 * depend on each other fail in the same run, in an account of its own: none keeps another from being tried, so that
 * each fails as it would alone.
 */
export async function interruptApplies(
  folder: string,
  values: Values,
  fails: CreationFailure,
): Promise<InterruptedApply[]> {
  const results: InterruptedApply[] = [];
  for (const group of (await repeatApply(folder, values)).failed) {
    results.push(await interruptApply(folder, values, only(group, fails)));
  }
  return results;
}

async function interruptApply(
  folder: string,
  values: Values,
  failures: FailureInjector,
): Promise<InterruptedApply> {
  const account = new OfflineAccount();
  const stack = await account.add(folder, failures);
  stack.set(values);
  await succeeds(stack);
  const failed = account.providers.calls.filter(isFailedCreation);
  account.providers.failures = undefined;
  const error = await stack.terraform.apply().then(
    () => undefined,
    (reason: Error) => reason.message,
  );
  const outcome = await outcomeOf(stack, values);
  await account.close();
  return {
    failedAt: [...new Set(failed.map(({ type }) => type))],
    failures: failed.length,
    error,
    ...outcome,
  };
}

async function outcomeOf(stack: OfflineStack, values: Values): Promise<Outcome> {
  const exists = [...stack.resources().keys()].sort();
  return { exists, changes: addresses(changes(await stack.plan(values))) };
}

function succeeds(stack: OfflineStack): Promise<boolean> {
  return stack.terraform.apply().then(
    () => true,
    () => false,
  );
}

function only(group: CreationGroup, fails: CreationFailure): FailureInjector {
  return (operation) =>
    operation.action === "create" && operation.attempt === 1 && group.has(identityOf(operation))
      ? fails(operation)
      : undefined;
}

function isFailedCreation({ action, outcome }: { action: string; outcome: string }): boolean {
  return action === "create" && outcome !== "done";
}

/** Terraform tells providers no addresses; the values of an account that exists only here are always the same. */
function identityOf({ type, values }: Pick<Operation, "type" | "values">): string {
  return `${type} ${canonicalJson(values)}`;
}
