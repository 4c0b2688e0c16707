import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { canonicalJson, type Failure, type FailureInjector, type Operation } from "#offline-providers";
import { halfMade } from "../../scripts/terraform/interrupted/half-made";
import { listersOf } from "../../scripts/terraform/interrupted/listed";
import { findLost } from "../../scripts/terraform/interrupted/lost";
import { OfflineAccount, type OfflineStack, type Values } from "./offline-account";

/** How a creation fails. */
export type CreationFailure = (operation: Operation) => Failure;

/** Runs in which every creation failed once, up to the first that was complete. */
export interface RepeatedApply {
  readonly failures: number;
  /** Addresses of what was left half-made and kept. */
  readonly kept: readonly string[];
  /** Addresses of what exists. */
  readonly exists: readonly string[];
  /** A further plan would change something. */
  readonly hasChanges: boolean;
}

/**
 * Applies again and again, where every creation is interrupted at its first attempt. Resources that do not depend on each
 * other are interrupted in the same run: none keeps another from being tried. After each run, what it left half-made is
 * kept where it cannot be made anew, as `npm run deploy` does.
 *
 * @param part the part of the stack; see `OfflineAccount.add`
 */
export async function repeatApply(
  folder: string,
  values: Values,
  fails: CreationFailure,
  part?: RegExp,
): Promise<RepeatedApply> {
  const once = new FailsOnce(fails);
  return inStack({ folder, values, part }, async (stack, account) => {
    account.providers.failures = once.injector;
    const kept: string[] = [];
    for (let failures = -1; !(await succeeds(stack)); ) {
      if (once.failures === failures) await stack.terraform.apply();
      failures = once.failures;
      for (const { address } of halfMade(stack.state)) {
        await stack.terraform.capture("untaint", [address]);
        kept.push(address);
      }
      if (!once.hasLost) continue;
      account.providers.failures = undefined;
      kept.push(...(await takeIn(stack, account)));
      account.providers.failures = once.injector;
    }
    const { hasChanges } = await stack.terraform.planForChanges();
    return { failures: once.failures, kept, exists: existing(stack), hasChanges };
  });
}

/** Finds what the state does not know. One command for each would take minutes: here the next apply imports them. */
export async function takeIn(
  { folder, terraform }: OfflineStack,
  { providers }: OfflineAccount,
): Promise<string[]> {
  const file = join(folder, "taken-in.tf.json");
  rmSync(file, { force: true });
  const list = (type: string) => async () =>
    providers.account
      .resources(type)
      .map(({ values }) => (values.plan_id ? `${values.plan_id}|${values.id}` : String(values.id)));
  const found = await findLost(terraform, [], (region) =>
    Object.fromEntries(Object.keys(listersOf(region)).map((type) => [type, list(type)])),
  );
  writeFileSync(file, JSON.stringify({ import: found.map(({ address, id }) => ({ to: address, id })) }));
  return found.map(({ address }) => address);
}

/** Fails at the first creation of everything. */
class FailsOnce {
  private readonly failed = new Set<string>();

  constructor(private readonly fails: CreationFailure) {}

  get failures(): number {
    return this.failed.size;
  }

  /** The answer of a creation was lost. */
  hasLost = false;

  readonly injector: FailureInjector = (operation) => {
    const identity = identityOf(operation);
    if (operation.action !== "create" || this.failed.has(identity)) return undefined;
    this.failed.add(identity);
    const failure = this.fails(operation);
    this.hasLost ||= failure.lost ?? false;
    return failure;
  };
}

async function inStack<T>(
  { folder, values, part }: { folder: string; values: Values; part?: RegExp },
  work: (stack: OfflineStack, account: OfflineAccount) => Promise<T>,
): Promise<T> {
  const account = new OfflineAccount();
  try {
    const stack = await account.add(folder, part);
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
