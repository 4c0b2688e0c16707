import type { Failure, FailureInjector, Operation } from "../../scripts/offline-providers";
import { canonicalJson } from "../../scripts/offline-providers/cty/types";
import { OfflineAccount, type OfflineStack, type Values } from "./offline-account";

/** How a creation fails. */
export type CreationFailure = (operation: Operation) => Failure;

/** Nothing is made, so that what is made later has the values that it would have had. */
const refused: CreationFailure = () => ({
  message: "api error ServiceUnavailableException: Try again later.",
});

/** Creations that do not depend on each other. */
type CreationGroup = ReadonlySet<string>;

/** A run that failed at some resources, and what the next one, in which nothing fails, made of it. */
export interface InterruptedApply {
  /** How many creations failed in the first run. */
  readonly failures: number;
  /** Addresses of what exists. */
  readonly exists: readonly string[];
}

/** Runs in which every creation failed once, up to the first that was complete. */
export interface RepeatedApply {
  /** What failed, run by run: what it depends on is there from the runs before. */
  readonly failed: readonly CreationGroup[];
  /** Addresses of what exists. */
  readonly exists: readonly string[];
  /** A further plan would change something. */
  readonly hasChanges: boolean;
}

/** Applies again and again, where every creation fails at its first attempt. */
export async function repeatApply(
  folder: string,
  values: Values,
  fails: CreationFailure,
): Promise<RepeatedApply> {
  const account = new OfflineAccount();
  const stack = await account.add(folder, firstAttempt(fails));
  stack.set(values);
  const failed: CreationGroup[] = [];
  for (let seen = 0, complete = false; !complete; seen = account.providers.calls.length) {
    complete = await succeeds(stack);
    const now = account.providers.calls.slice(seen).filter(isFailedCreation);
    if (!complete && now.length === 0) throw new Error("A run failed at none of the creations.");
    if (now.length > 0) failed.push(new Set(now.map(identityOf)));
  }
  const { hasChanges } = await stack.terraform.planForChanges();
  await account.close();
  return { failed, exists: existing(stack), hasChanges };
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
  for (const group of (await repeatApply(folder, values, refused)).failed) {
    const account = new OfflineAccount();
    const inGroup: FailureInjector = (operation) =>
      group.has(identityOf(operation)) ? fails(operation) : undefined;
    const stack = await account.add(folder, firstAttempt(inGroup));
    stack.set(values);
    await succeeds(stack);
    const failures = account.providers.calls.filter(isFailedCreation).length;
    account.providers.failures = undefined;
    await stack.terraform.apply();
    results.push({ failures, exists: existing(stack) });
    await account.close();
  }
  return results;
}

function existing(stack: OfflineStack): string[] {
  return [...stack.resources().keys()].sort();
}

function succeeds(stack: OfflineStack): Promise<boolean> {
  return stack.terraform.apply().then(
    () => true,
    () => false,
  );
}

function firstAttempt(fails: FailureInjector): FailureInjector {
  return (operation) =>
    operation.action === "create" && operation.attempt === 1 ? fails(operation) : undefined;
}

function isFailedCreation({ action, outcome }: { action: string; outcome: string }): boolean {
  return action === "create" && outcome !== "done";
}

/** Terraform tells providers no addresses; the values of an account that exists only here are always the same. */
function identityOf({ type, values }: Pick<Operation, "type" | "values">): string {
  return `${type} ${canonicalJson(values)}`;
}
