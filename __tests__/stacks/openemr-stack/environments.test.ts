import { readFileSync } from "node:fs";
import { join } from "node:path";
import { CheckedEnvironment } from "../../../scripts/check/environment";
import { sharedUse } from "../../../scripts/check/questions/quotas";
import type { ResourceChange } from "../../../scripts/plan/terraform-plan";
import { listEnvironments, stackName } from "../../../src/environments";
import { changes, OfflineAccount, type OfflineStack } from "../../support/offline-account";
import { PlannedEnvironment } from "../../support/planned-environment";
import { SynthesizedProject } from "../../support/synthesized-project";

const PROJECT = join(__dirname, "..", "..", "..");

const ENVIRONMENTS = listEnvironments(join(PROJECT, "environments")).map(({ name, file }) => ({
  name,
  isProtected: !/^deletion_protection *= *false$/m.test(readFileSync(file, "utf8")),
}));

/** One of each kind is applied and destroyed: the others differ in values that have no part in that. */
const APPLIED = [true, false].map(
  (kind) => ENVIRONMENTS.findLast(({ isProtected }) => isProtected === kind)?.name,
);

describe.each(ENVIRONMENTS)("the environment $name, as it is", ({ name, isProtected }) => {
  const project = SynthesizedProject.shared();
  const account = new OfflineAccount();
  /** Each test goes on from where the one before left it. */
  let stack: OfflineStack;
  let planned: ResourceChange[];
  beforeAll(async () => {
    stack = await account.add(project.stack(stackName(name)));
  });
  afterAll(async () => {
    await account.close();
  });

  // They differ in names and values only, so one is enough.
  if (name === ENVIRONMENTS[0]!.name) {
    it("is valid, without a warning", async () => {
      const validation = JSON.parse(await stack.terraform.capture("validate", ["-json"]));
      expect(validation).toMatchObject({ valid: true, warning_count: 0 });
    }, 120_000);
  }

  it("is planned, and takes of the quotas that installations share what a check counts", async () => {
    planned = changes((await PlannedEnvironment.shared(name)).plan);
    expect(planned.length).toBeGreaterThan(90);
    expect(planned.filter(({ change }) => change.actions.join() !== "create")).toEqual([]);
    const made = (type: string) => planned.filter((each) => each.type === type).length;
    expect(sharedUse(await CheckedEnvironment.read(PROJECT, name))).toEqual({
      vpcs: made("aws_vpc"),
      addresses: made("aws_eip"),
      logPolicies: made("aws_cloudwatch_log_resource_policy"),
    });
  });

  if (!APPLIED.includes(name)) return;

  it("applies and plans clean", async () => {
    await stack.apply();
    expect(stack.resources().size).toBe(planned.length);
    expect(await stack.terraform.planForChanges()).toMatchObject({ hasChanges: false });
  }, 120_000);

  if (isProtected) {
    it("is not destroyed, not even in part, until an apply takes the protection away", async () => {
      const before = stack.resources().size;
      const deleted = () => account.providers.calls.filter(({ action }) => action === "delete");
      await expect(stack.destroy()).rejects.toThrow("deletion_protection is true");
      // The variable of the run does not count: the value in the state decides.
      await expect(stack.destroy({ deletion_protection: false })).rejects.toThrow("nothing is destroyed");
      expect(deleted()).toEqual([]);
      expect(stack.resources().size).toBe(before);

      await stack.apply({ deletion_protection: false });
    }, 120_000);
  }

  it("is destroyed without a rest", async () => {
    await stack.destroy({ deletion_protection: false });
    expect(stack.resources()).toEqual(new Map());
  }, 120_000);
});

it("some are protected, and some are not", () => {
  expect(new Set(ENVIRONMENTS.map(({ isProtected }) => isProtected)).size).toBe(2);
});

it("differ only in the place of their state and in their name", () => {
  const project = SynthesizedProject.shared();
  const [first, ...others] = ENVIRONMENTS.map(({ name }) =>
    // Texts have the word "trial" as well, within sentences.
    project
      .text(stackName(name))
      .replaceAll(new RegExp(`(?<=["/-])${name}(?=["/\\\\.])`, "g"), "<environment>"),
  );
  for (const other of others) expect(other).toBe(first);
});
