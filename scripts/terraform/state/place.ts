import { readFileSync } from "node:fs";
import path from "node:path";
import type { StateSettings } from "../../../src/state/state-settings";
import { isObject } from "../../system/json";

/** A place of state: the kind of backend, and its arguments. */
export interface StatePlace {
  /** Name of a backend of Terraform, or "cloud". */
  readonly type: string;
  readonly config: Readonly<Record<string, unknown>>;
}

/** The place that a synthesized stack names, which is the one that Terraform uses next. */
export function namedPlace(folder: string): StatePlace | undefined {
  const stack = readJson(path.join(folder, "cdk.tf.json"));
  const { backend, cloud } = (stack?.terraform ?? {}) as Readonly<Record<string, unknown>>;
  if (isObject(cloud)) return { type: "cloud", config: cloud };
  const [type, config] = Object.entries(isObject(backend) ? backend : {})[0] ?? [];
  return type === undefined ? undefined : { type, config: isObject(config) ? config : {} };
}

/** The place that the settings name, with the arguments that tell one Terraform Cloud organization from another. */
export function settingsPlace({ kind, organization, hostname }: StateSettings): StatePlace {
  return { type: kind, config: { organization, hostname } };
}

/** The place that Terraform used last in a folder, as it notes it there. */
export function lastPlace(folder: string): StatePlace | undefined {
  return readJson(path.join(folder, ".terraform/terraform.tfstate"))?.backend as StatePlace | undefined;
}

/** @returns `undefined` where there is no such file, or it is damaged, which Terraform says itself */
function readJson(file: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}
