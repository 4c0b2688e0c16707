import { UserError } from "../../src/user-error";
import { isObject, parseJsonObject, readText } from "../system/json";
import type { PlanJson, ResourceChange } from "./terraform-plan";

const HOW_TO_GET_IT = "Make one in the stack's folder: terraform show -json > state.json";

/** A resource as the JSON of a state has it. */
interface StateResource {
  readonly address: string;
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly name: string;
  readonly index?: number | string;
  readonly values: unknown;
  readonly sensitive_values?: unknown;
}

/**
 * A state that Terraform wrote as JSON, as a plan that changes nothing.
 *
 * @param name of the file as it was given, for the errors
 */
export function readState(file: string, name: string): PlanJson {
  const what = `--state is ${name}`;
  const state = parseJsonObject(readText(file, what), what, HOW_TO_GET_IT);
  if (Array.isArray(state.resources)) {
    throw new UserError(`${what}, a state file, but must be what Terraform shows of it. ${HOW_TO_GET_IT}`);
  }
  const { values, format_version: version } = state;
  if (typeof version !== "string" || "resource_changes" in state) {
    throw new UserError(`${what}, which is JSON, but not of a state of Terraform. ${HOW_TO_GET_IT}`);
  }
  const root = isObject(values) ? values.root_module : undefined;
  const resources =
    isObject(root) && Array.isArray(root.resources) ? (root.resources as StateResource[]) : [];
  return { format_version: version, resource_changes: resources.map(unchanged) };
}

function unchanged({ values, sensitive_values: sensitive, ...resource }: StateResource): ResourceChange {
  const change = { actions: ["no-op"] as const, before: values, after: values };
  return { ...resource, change: { ...change, before_sensitive: sensitive, after_sensitive: sensitive } };
}
