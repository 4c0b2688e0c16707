import { changes, OfflineAccount, type OfflineStack } from "../../support/offline-account";
import { SynthesizedProject } from "../../support/synthesized-project";
import { OFF, TOGGLES } from "../../support/toggles";

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

it.each(Object.entries(TOGGLES))(
  "%s goes on, off without a trace, and on again, over an applied stack",
  async (_, toggle) => {
    const on = { ...OFF, ...toggle };
    await stack.apply(on);
    const within = everything();
    expect(changes(await stack.plan(on))).toEqual([]);

    await stack.apply(OFF);
    expect(everything()).toEqual(without);

    await stack.apply(on);
    expect(Object.keys(everything())).toEqual(Object.keys(within));

    await stack.apply(OFF);
  },
  120_000,
);
