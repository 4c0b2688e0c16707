import { existsSync } from "node:fs";
import path from "node:path";
import type { Terraform } from "../terraform";

/** The text of the state, read in a folder that may not be prepared yet. */
export async function pullState(terraform: Terraform): Promise<string> {
  if (!existsSync(path.join(terraform.folder, ".terraform"))) await terraform.init();
  return terraform.capture("state", ["pull"]);
}

/** One instance of a managed resource in the root module, as a state has it. */
export interface StateInstance {
  readonly address: string;
  readonly type: string;
  readonly isTainted: boolean;
  /** Its successor is made before it is deleted. */
  readonly isMadeFirst: boolean;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** The part of a state file (version 4) that is read here. */
interface StateFile {
  readonly outputs?: Readonly<Record<string, unknown>>;
  readonly resources?: ReadonlyArray<{
    readonly mode: string;
    readonly module?: string;
    readonly type: string;
    readonly name: string;
    readonly instances: ReadonlyArray<{
      readonly index_key?: number | string;
      readonly status?: string;
      readonly deposed?: string;
      readonly create_before_destroy?: boolean;
      readonly attributes?: Readonly<Record<string, unknown>>;
    }>;
  }>;
}

/**
 * The instances in a state, but for those that are only left to be deleted.
 *
 * @param state its text, as `terraform state pull` gives it; empty before the first apply
 */
export function instancesIn(state: string): StateInstance[] {
  const { resources = [] } = JSON.parse(state || "{}") as StateFile;
  return resources
    .filter(({ mode, module }) => mode === "managed" && module === undefined)
    .flatMap(({ type, name, instances }) =>
      instances
        .filter(({ deposed }) => deposed === undefined)
        .map((instance) => ({
          address: `${type}.${name}${instance.index_key === undefined ? "" : `[${JSON.stringify(instance.index_key)}]`}`,
          type,
          isTainted: instance.status === "tainted",
          isMadeFirst: instance.create_before_destroy ?? false,
          attributes: instance.attributes ?? {},
        })),
    );
}

/** A destroy takes the outputs away before any resource, so a state without them was never complete, or is not any more. */
export function hasOutputs(state: string): boolean {
  const { outputs = {} } = JSON.parse(state || "{}") as StateFile;
  return Object.keys(outputs).length > 0;
}
