import { tmpdir } from "node:os";
import path from "node:path";
import { listEnvironments } from "../../../../src/environments";
import type { PlanJson } from "../../../plan/terraform-plan";
import { planEnvironment } from "../../../terraform/environment-plan";
import { BINARY_VARIABLE } from "../../../terraform/terraform-binary";
import { jsonDifferences } from "./json-differences";

/** Plans each environment without an account, by Terraform and by OpenTofu. @returns where the plans differ */
export async function compareWithOpenTofu(project: string): Promise<string[]> {
  const found: string[] = [];
  for (const environment of listEnvironments(path.join(project, "environments"))) {
    const planBy = async (program: string) => {
      process.env[BINARY_VARIABLE] = program;
      return (await planEnvironment(project, environment, { folder: tmpdir() })).json;
    };
    const differences = comparePlans(await planBy("terraform"), await planBy("tofu"));
    found.push(...differences.map((each) => `${environment.name}: ${each}`));
  }
  return found;
}

/** Compares what two plans do; each product has a format of its own for the rest. */
export function comparePlans(byTerraform: PlanJson, byOpenTofu: PlanJson): string[] {
  const what = ({ resource_changes: changes = [], planned_values: planned = {} }: PlanJson) => ({
    resources: Object.fromEntries(changes.map(({ address, change }) => [address, change])),
    outputs: planned.outputs ?? {},
  });
  return jsonDifferences(what(byTerraform), what(byOpenTofu)).map(
    ({ path: where, before, after }) => `${where}: ${before} by Terraform, ${after} by OpenTofu`,
  );
}
