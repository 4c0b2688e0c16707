import type { Failure, Operation } from "../../scripts/offline-providers";
import { addresses, changes, OfflineAccount, type Values } from "./offline-account";

/** How a creation fails. */
export type CreationFailure = (operation: Operation) => Failure;

/** Runs in which every creation failed once, up to the first that was complete. */
export interface RepeatedApply {
  /**
   * How many creations failed, run by run. Those of a run do not depend on each other: what they depend on is there
   * from the runs before.
   */
  readonly failed: readonly number[];
  /** Addresses of what exists after the last run. */
  readonly exists: readonly string[];
  /** Addresses that a plan would still change. */
  readonly changes: readonly string[];
}

/** Applies again and again, where every creation fails at its first attempt. */
export async function repeatApply(
  folder: string,
  values: Values,
  fails: CreationFailure,
): Promise<RepeatedApply> {
  const account = new OfflineAccount();
  const stack = await account.add(folder, (operation) =>
    operation.action === "create" && operation.attempt === 1 ? fails(operation) : undefined,
  );
  stack.set(values);
  const failed: number[] = [];
  for (let seen = 0, complete = false; !complete; seen = account.providers.calls.length) {
    complete = await stack.terraform.apply().then(
      () => true,
      () => false,
    );
    const calls = account.providers.calls.slice(seen);
    const now = calls.filter(({ action, outcome }) => action === "create" && outcome !== "done").length;
    if (!complete && now === 0) throw new Error("A run failed at none of the creations.");
    if (now > 0) failed.push(now);
  }
  const exists = [...stack.resources().keys()].sort();
  const left = addresses(changes(await stack.plan(values)));
  await account.close();
  return { failed, exists, changes: left };
}
