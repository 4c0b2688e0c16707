import { OfflineAccount, type OfflineStack, type Values } from "../../support/offline-account";
import { SynthesizedProject } from "../../support/synthesized-project";
import { EVERYTHING, INTERACTIONS, OFF, TOGGLES, type ToggleName } from "../../support/toggles";

const project = SynthesizedProject.shared();
const account = new OfflineAccount();
let stack: OfflineStack;
let without: Record<string, unknown>;

beforeAll(async () => {
  stack = await account.add(project.stack("openemr-production"));
  await stack.apply(OFF);
  without = everything();
  expect(await stack.terraform.planForChanges()).toMatchObject({ hasChanges: false });
}, 300_000);
afterAll(async () => {
  await account.close();
});

function everything(): Record<string, unknown> {
  return Object.fromEntries(stack.resources());
}

/** The one that cannot be taken back. */
const LASTING: ToggleName = "a third zone";
/** Each other toggle, some at a time: what each makes alone is listed elsewhere. */
const ROUNDS = [0, 1, 2, 3].map((round) =>
  (Object.keys(TOGGLES) as ToggleName[]).filter((name, index) => name !== LASTING && index % 4 === round),
);
/** What was made while each was on. */
const made = new Map<ToggleName, string[]>();

it.each(ROUNDS.map((names) => [names]))(
  "%j go on, and off without a trace, over an applied stack",
  async (names) => {
    const on: Values = Object.assign({}, OFF, ...names.map((name) => TOGGLES[name]));
    await stack.apply(on);
    for (const name of names) made.set(name, Object.keys(everything()));
    expect(await stack.terraform.planForChanges()).toMatchObject({ hasChanges: false });

    // What is protected is refused, whatever else is on beside it: the protection goes by a deploy before.
    if (on.deletion_protection) await stack.apply({ ...on, deletion_protection: false });
    await stack.apply(OFF);
    expect(everything()).toEqual(without);
  },
  300_000,
);

it("no zone loses its way out: its route moves before the NAT gateway goes", () => {
  const { calls } = account.providers;
  const deletions = calls.flatMap(({ action, type, values }, index) =>
    action === "delete" && type === "aws_nat_gateway" ? [{ id: values.id, index }] : [],
  );
  expect(deletions).not.toEqual([]);
  for (const { id, index } of deletions) {
    const routes = new Map(
      calls
        .slice(0, index)
        .filter(({ type, action }) => type === "aws_route" && action !== "read")
        .map(({ values }) => [values.id, values.nat_gateway_id]),
    );
    expect([...routes.values()]).not.toContain(id);
  }
});

it("all go on again together", async () => {
  await stack.apply(EVERYTHING);
  const again = new Set(Object.keys(everything()));
  expect([...made.keys(), LASTING].sort()).toEqual(Object.keys(TOGGLES).sort());
  // The domain's certificate stands in for one that the operator names: both make the same listeners.
  const spared = INTERACTIONS.flatMap(({ spares = [] }) => spares);
  const expected = new Set([...made.values()].flat());
  expect([...expected].filter((address) => !again.has(address) && !spared.includes(address))).toEqual([]);
  expect(await stack.terraform.planForChanges()).toMatchObject({ hasChanges: false });
}, 300_000);

it("a zone is not given up again: that is refused before anything happens", async () => {
  const done = account.providers.calls.filter(({ ordinal }) => ordinal > 0).length;
  await expect(stack.apply({ ...EVERYTHING, availability_zone_count: 2 })).rejects.toThrow(
    /availability_zone_count is 2, but the installation is in 3 availability zones.*Set availability_zone_count = 3/s,
  );
  expect(account.providers.calls.filter(({ ordinal }) => ordinal > 0)).toHaveLength(done);
});
