import { OfflineAccount, type OfflineStack, type Values } from "../../support/offline-account";
import { pairwise } from "../../support/pairwise";
import { plannedTo } from "../../support/planned-changes";
import { SynthesizedProject } from "../../support/synthesized-project";
import { addsTogether, OFF, TOGGLES, type ToggleName } from "../../support/toggles";

const NAMES = Object.keys(TOGGLES) as ToggleName[];

const project = SynthesizedProject.shared();
const account = new OfflineAccount();
/** The smallest installation, applied. */
let stack: OfflineStack;
/** What each toggle adds to it alone. */
const alone = new Map<ToggleName, string[]>();

beforeAll(async () => {
  stack = await account.add(project.stack("openemr-production"));
  await stack.apply(OFF);
}, 180_000);
afterAll(async () => {
  await account.close();
});

function valuesOf(names: readonly ToggleName[]): Values {
  return Object.assign({}, OFF, ...names.map((name) => TOGGLES[name]));
}

describe("over an applied stack without it", () => {
  it.each(NAMES)("%s adds and changes just what is listed", async (name) => {
    const planned = await stack.planned(valuesOf([name]));
    const [adds, updates] = [plannedTo("create", planned), plannedTo("update", planned)];
    alone.set(name, adds);
    // The one kind of snapshot that this project has: lists of addresses. `npx jest -u` renews it.
    expect({ adds, changes: updates }).toMatchSnapshot();
    expect(Object.keys(planned)).toHaveLength(adds.length + updates.length);
  });
});

describe("each two toggles, on and off", () => {
  it.each(pairwise(NAMES).map((row) => [row]))(
    "%j add what they add alone, and what is listed for two",
    async (row) => {
      const values = valuesOf(row);
      const planned = await stack.planned(values);
      expect(plannedTo("create", planned)).toEqual(
        addsTogether(
          values,
          row.map((name) => alone.get(name)!),
        ),
      );
      // Nothing goes, and nothing is replaced.
      const others = Object.values(planned).filter((action) => action !== "create");
      expect(others.filter((action) => action !== "update")).toEqual([]);
    },
  );
});
