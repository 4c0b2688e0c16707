import { UserError } from "../../src/user-error";
import { parseJsonObject, readText } from "../system/json";
import { shellWord } from "../system/shell-word";
import type { PlanJson, ResourceChange } from "./terraform-plan";

const HOW_TO_GET_IT = "Make one: terraform plan -out=plan && terraform show -json plan > plan.json";

/**
 * A plan that Terraform wrote as JSON.
 *
 * @param name of the file as it was given, for the errors
 */
export function readPlan(file: string, name: string): PlanJson {
  const text = readText(file, `--plan is ${name}`);
  // A saved plan is a zip archive.
  if (text.startsWith("PK")) {
    throw new UserError(
      `--plan is ${name}, a saved plan, but must be its JSON: terraform show -json ${shellWord(name)} > plan.json`,
    );
  }
  const plan = parseJsonObject(text, `--plan is ${name}`, HOW_TO_GET_IT);
  const { format_version: version, resource_changes: changes } = plan as Partial<PlanJson>;
  if (typeof version !== "string" || !Array.isArray(changes) || !changes.every(isChange)) {
    throw new UserError(`--plan is ${name}, which is JSON, but not of a plan of Terraform. ${HOW_TO_GET_IT}`);
  }
  return plan as unknown as PlanJson;
}

/** A plan has more of each change; without these nothing can be told of it. */
function isChange(value: unknown): boolean {
  const { address, type, name, change } = (value ?? {}) as Partial<ResourceChange>;
  const texts = [address, type, name].every((text) => typeof text === "string");
  return texts && Array.isArray(change?.actions);
}
