import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { canonicalJson, type Failure, type FailureInjector, type Operation } from "#offline-providers";
import { OfflineAccount, type OfflineStack, type Values } from "./offline-account";

/** How a creation fails. */
export type CreationFailure = (operation: Operation) => Failure;

/** A run that failed at some resources, and what the next one, in which nothing fails, made of it. */
export interface InterruptedApply {
  /** How many creations failed in the first run. */
  readonly failures: number;
  /** Addresses of what exists. */
  readonly exists: readonly string[];
}

/** Runs in which every creation failed once, up to the first that was complete. */
export interface RepeatedApply {
  readonly failures: number;
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
  const once = new FailsOnce(fails);
  return inStack(folder, values, async (stack, account) => {
    account.providers.failures = once.injector;
    for (let complete = false, failures = -1; !complete; ) {
      if (once.failures === failures) throw new Error("A run failed at none of the creations.");
      failures = once.failures;
      complete = await succeeds(stack);
    }
    const { hasChanges } = await stack.terraform.planForChanges();
    return { failures: once.failures, exists: existing(stack), hasChanges };
  });
}

/**
 * Fails once at every creation of an apply, each time followed by one run without failures. Resources that do not
 * depend on each other fail in the same run: none keeps another from being tried, so that each fails as it would alone.
 * What follows on them is tried from the state that the failed run left, once that run has been completed.
 */
export async function interruptApplies(
  folder: string,
  values: Values,
  fails: CreationFailure,
): Promise<{ readonly applies: readonly InterruptedApply[]; readonly hasChanges: boolean }> {
  const once = new FailsOnce(fails);
  return inStack(folder, values, async (stack, account) => {
    const applies: InterruptedApply[] = [];
    for (;;) {
      const before = once.failures;
      account.providers.failures = once.injector;
      if (await succeeds(stack)) break;
      if (once.failures === before) throw new Error("A run failed at none of the creations.");
      const { state } = stack;
      account.providers.failures = undefined;
      await stack.terraform.apply();
      applies.push({ failures: once.failures - before, exists: existing(stack) });
      stack.state = state;
    }
    const { hasChanges } = await stack.terraform.planForChanges();
    return { applies, hasChanges };
  });
}

/** Fails at the first creation of everything. */
class FailsOnce {
  private readonly failed = new Set<string>();

  constructor(private readonly fails: CreationFailure) {}

  get failures(): number {
    return this.failed.size;
  }

  readonly injector: FailureInjector = (operation) => {
    const identity = identityOf(operation);
    if (operation.action !== "create" || this.failed.has(identity)) return undefined;
    this.failed.add(identity);
    return this.fails(operation);
  };
}

async function inStack<T>(
  folder: string,
  values: Values,
  work: (stack: OfflineStack, account: OfflineAccount) => Promise<T>,
): Promise<T> {
  const account = new OfflineAccount();
  try {
    const stack = await account.add(folder);
    spread(stack.folder);
    stack.set(values);
    return await work(stack, account);
  } finally {
    await account.close();
  }
}

/**
 * Gives each type of resource a file of its own. To show where an error is, Terraform goes through its file character by
 * character: of the whole stack's, that took longer than a run in which many creations failed took else.
 */
function spread(folder: string): void {
  const file = join(folder, "cdk.tf.json");
  const { resource, ...others } = JSON.parse(readFileSync(file, "utf8")) as { resource: object };
  writeFileSync(file, JSON.stringify(others));
  for (const [type, resources] of Object.entries(resource)) {
    const document = { resource: { [type]: resources } };
    writeFileSync(join(folder, `${type}.tf.json`), JSON.stringify(document));
  }
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

/** Terraform tells providers no addresses; the values of an account that exists only here are always the same. */
function identityOf({ type, values }: Pick<Operation, "type" | "values">): string {
  return `${type} ${canonicalJson(values)}`;
}
