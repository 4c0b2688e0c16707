import { join } from "node:path";
import { listEnvironments, stackName } from "../../../src/environments";
import { changes, OfflineAccount } from "../../support/offline-account";
import { SynthesizedProject } from "../../support/synthesized-project";

const ENVIRONMENTS = listEnvironments(join(__dirname, "..", "..", "..", "environments")).map(
  ({ name }) => name,
);

describe.each(ENVIRONMENTS)("the environment %s, as it is", (environment) => {
  const project = SynthesizedProject.shared();
  const account = new OfflineAccount();
  afterAll(async () => {
    await account.close();
  });

  it("is valid, applies, plans clean and is destroyed", async () => {
    const stack = await account.add(project.stack(stackName(environment)));
    const validation = JSON.parse(await stack.terraform.capture("validate", ["-json"]));
    expect(validation).toMatchObject({ valid: true, warning_count: 0 });

    const planned = changes(await stack.plan());
    await stack.terraform.apply({ plan: "plan" });
    expect(planned.length).toBeGreaterThan(90);
    expect(planned.filter(({ change }) => change.actions.join() !== "create")).toEqual([]);
    expect(stack.resources().size).toBe(planned.length);

    expect(await stack.terraform.planForChanges()).toMatchObject({ hasChanges: false });

    await stack.apply({ deletion_protection: false });
    await stack.destroy({ deletion_protection: false });
    expect(stack.resources()).toEqual(new Map());
  }, 120_000);
});

it("differ in the place of their state and in their name alone", () => {
  const project = SynthesizedProject.shared();
  const [first, ...others] = ENVIRONMENTS.map((environment) =>
    project.text(stackName(environment)).replaceAll(environment, "<environment>"),
  );
  for (const other of others) expect(other).toBe(first);
});
