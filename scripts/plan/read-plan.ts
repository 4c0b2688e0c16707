import { readFileSync } from "node:fs";
import { UserError } from "../terminal/user-error";
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
      `--plan is ${name}, a saved plan, but must be its JSON: terraform show -json ${name} > plan.json`,
    );
  }
  const plan = parseJson(text, `--plan is ${name}`, HOW_TO_GET_IT);
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

/** @param what was given, as the beginning of the errors */
export function readText(file: string, what: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new UserError(`${what}, which cannot be read (${(error as NodeJS.ErrnoException).code}).`);
  }
}

/** An object; anything else is refused. */
export function parseJson(text: string, what: string, wayOut: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new UserError(`${what}, which is not JSON: ${(error as Error).message}. ${wayOut}`);
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new UserError(`${what}, but must hold a JSON object. ${wayOut}`);
  }
  return value as Record<string, unknown>;
}
