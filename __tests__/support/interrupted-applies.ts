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

/** A run that failed at some resources, and what the next one, in which nothing fails, made of it. */
export interface InterruptedApply {
  /** Types of the resources whose creation failed. */
  readonly failedAt: readonly string[];
  /** How many creations failed in the first run. */
  readonly failures: number;
  /** What the second run said if it did not complete. */
  readonly error?: string;
  /** Addresses of what exists after the second run. */
  readonly exists: readonly string[];
  /** Addresses that a plan would still change after it. */
  readonly changes: readonly string[];
}

/**
 * Fails once at every creation of an apply, a group at a time in an account of its own, each time followed by one
 * run without failures.
 */
export async function interruptApplies(
  folder: string,
  values: Values,
  fails: CreationFailure,
): Promise<InterruptedApply[]> {
  const results: InterruptedApply[] = [];
  for (const group of await independentCreations(folder, values)) {
    results.push(await interruptApply(folder, values, only(group, fails)));
  }
  return results;
}

/**
 * Resources of an apply in groups whose members do not depend on each other. They can fail in the same run: none
 * keeps another from being tried, so that each fails as it would alone.
 *
 * In an apply in which every creation fails once, repeated until it is complete, what fails in one run has all
 * that it depends on from the runs before.
 */
async function independentCreations(folder: string, values: Values): Promise<CreationGroup[]> {
  const account = new OfflineAccount();
  const stack = await account.add(folder, everyFirstAttemptFails);
  stack.set(values);
  const groups: CreationGroup[] = [];
  for (let seen = 0, complete = false; !complete; seen = account.providers.calls.length) {
    complete = await succeeds(stack);
    const failed = account.providers.calls.slice(seen).filter(isFailedCreation);
    if (!complete && failed.length === 0) throw new Error("A run failed at none of the creations.");
    if (failed.length > 0) groups.push(new Set(failed.map(identityOf)));
  }
  await account.close();
  return groups;
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
  const result = {
    failedAt: [...new Set(failed.map(({ type }) => type))],
    failures: failed.length,
    error,
    exists: [...stack.resources().keys()].sort(),
    changes: addresses(changes(await stack.plan(values))),
  };
  await account.close();
  return result;
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
