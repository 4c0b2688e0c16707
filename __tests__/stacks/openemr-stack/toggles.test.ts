import { addresses, changes, OfflineAccount, type OfflineStack } from "../../support/offline-account";
import { SynthesizedProject } from "../../support/synthesized-project";
import { OFF, TOGGLES } from "../../support/toggles";

describe("over an applied stack without it", () => {
  const project = new SynthesizedProject();
  const account = new OfflineAccount();
  let stack: OfflineStack;
  let before: Record<string, unknown>;

  beforeAll(async () => {
    stack = await account.add(project.stack("openemr-production"));
    await stack.apply(OFF);
    before = Object.fromEntries(await stack.resources());
  }, 60_000);
  afterAll(async () => {
    await account.close();
    project.remove();
  });

  it.each(Object.entries(TOGGLES))(
    "%s adds and changes just what is listed, and goes without a trace",
    async (_, on) => {
      const found = changes(await stack.apply({ ...OFF, ...on }));
      const by = (action: string) =>
        addresses(found.filter(({ change }) => change.actions.join() === action));
      // The one kind of snapshot that this project has: lists of addresses. `npx jest -u toggles` renews it.
      expect({ adds: by("create"), changes: by("update") }).toMatchSnapshot();
      expect(by("create").length + by("update").length).toBe(found.length);
      expect(changes(await stack.plan({ ...OFF, ...on }))).toEqual([]);

      await stack.apply(OFF);
      expect(Object.fromEntries(await stack.resources())).toEqual(before);
      expect(changes(await stack.plan(OFF))).toEqual([]);
    },
    60_000,
  );
});
