import { changes, OfflineAccount, type OfflineStack } from "../../support/offline-account";
import { SynthesizedProject } from "../../support/synthesized-project";
import { EVERYTHING, OFF, TOGGLES } from "../../support/toggles";

const project = SynthesizedProject.shared();
const account = new OfflineAccount();
let stack: OfflineStack;
let without: Record<string, unknown>;

beforeAll(async () => {
  stack = await account.add(project.stack("openemr-production"));
  await stack.apply(OFF);
  without = everything();
  expect(changes(await stack.plan(OFF))).toEqual([]);
}, 60_000);
afterAll(async () => {
  await account.close();
});

function everything(): Record<string, unknown> {
  return Object.fromEntries(stack.resources());
}

/** What each toggle makes. */
const made = new Map<string, string[]>();

it.each(Object.entries(TOGGLES))(
  "%s goes on, and off without a trace, over an applied stack",
  async (name, toggle) => {
    await stack.apply({ ...OFF, ...toggle });
    made.set(name, Object.keys(everything()));
    expect(await stack.terraform.planForChanges()).toMatchObject({ hasChanges: false });

    await stack.apply(OFF);
    expect(everything()).toEqual(without);
  },
);

it("all go on again together", async () => {
  await stack.apply(EVERYTHING);
  const again = new Set(Object.keys(everything()));
  // The domain's certificate stands in for one that the operator names: both make the same listeners.
  const missing = [...made].filter(([, addresses]) => !addresses.every((address) => again.has(address)));
  expect(missing).toEqual([]);
  expect(await stack.terraform.planForChanges()).toMatchObject({ hasChanges: false });
});
