import type { Values } from "../../support/offline-account";
import type { EmulatedStack, Outcome } from "./emulated-stack";

/** Losing one of these loses data, or all that is in it. */
export const TYPES_WITH_DATA = [
  "aws_backup_vault",
  "aws_efs_file_system",
  "aws_elasticache_serverless_cache",
  "aws_kms_key",
  "aws_rds_cluster",
  "aws_s3_bucket",
  "aws_secretsmanager_secret",
  "aws_vpc",
];

/** The outcomes of a stack's commands from its first apply to its end, one after the other. */
export interface Lifecycle {
  readonly applied: Outcome;
  readonly repeated: Outcome;
  /** Text of the state after the first apply. */
  readonly state: string;
  readonly changed: Outcome;
  readonly changeRepeated: Outcome;
  readonly restored: Outcome;
  readonly restoredState: string;
  readonly destroyed: Outcome;
  readonly lastState: string;
}

export interface LifecycleOptions {
  readonly base: Values;
  /** Values over those of the base: toggles on, settings changed. */
  readonly change: Values;
  /** Looks at what exists after the first apply. @default - nobody does */
  readonly inspect?: (state: string) => Promise<void>;
}

/** For a command that follows one which has read or made everything: there is nothing new to read. */
export const WITHOUT_REFRESH = ["-refresh=false"];

/** Applies, changes, changes back and destroys, with a plan after each apply but the last: its values had one. */
export async function live(
  stack: EmulatedStack,
  { base, change, inspect }: LifecycleOptions,
): Promise<Lifecycle> {
  const changed = { ...base, ...change };
  const applied = succeeded(await stack.apply(base));
  const { state } = stack;
  await inspect?.(state);
  const repeated = await stack.plan(base);
  const lives = {
    applied,
    repeated,
    state,
    changed: succeeded(await stack.apply(changed, WITHOUT_REFRESH)),
    changeRepeated: await stack.plan(changed),
    restored: succeeded(await stack.apply(base, WITHOUT_REFRESH)),
    restoredState: stack.state,
  };
  const destroyed = succeeded(await stack.destroy(base, WITHOUT_REFRESH));
  return { ...lives, destroyed, lastState: stack.state };
}

/** Stops at a failure: later commands would only hide it. */
export function succeeded(outcome: Outcome): Outcome {
  if (outcome.code !== 0) throw new Error(outcome.errors.join("\n"));
  return outcome;
}

/** Addresses of managed resources in a state. */
export function addressesIn(state: string): string[] {
  interface Resource {
    mode: string;
    type: string;
    name: string;
    instances: Array<{ index_key?: number | string }>;
  }
  const { resources } = JSON.parse(state) as { resources: Resource[] };
  return resources
    .filter(({ mode }) => mode === "managed")
    .flatMap(({ type, name, instances }) =>
      instances.map(
        ({ index_key: key }) => `${type}.${name}${key === undefined ? "" : `[${JSON.stringify(key)}]`}`,
      ),
    )
    .sort();
}
