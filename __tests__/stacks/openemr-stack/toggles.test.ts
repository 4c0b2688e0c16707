import { writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { groupTitle, reasonWhileOff } from "../../../scripts/plan/capabilities";
import { OfflineAccount, type OfflineStack, type Values } from "../../support/offline-account";
import { pairwise } from "../../support/pairwise";
import { plannedTo } from "../../support/planned-changes";
import { SynthesizedProject } from "../../support/synthesized-project";
import { addsTogether, OFF, TOGGLES, type ToggleName } from "../../support/toggles";
import toggleChanges from "./toggle-changes.json";

/** `npm run test:toggles` plans each toggle by itself as well. */
const IS_WHOLE = process.env.TOGGLES === "all";

const NAMES = Object.keys(TOGGLES) as ToggleName[];

interface ToggleChanges {
  readonly adds: readonly string[];
  readonly changes: readonly string[];
}

/** Changes of each toggle by itself in the smallest installation. */
const listed: Record<string, ToggleChanges> = toggleChanges;

/** `npm run test:toggles` writes the list as it is now, for whoever changed it on purpose. */
const FOUND = join(tmpdir(), "toggle-changes.json");

const account = new OfflineAccount();
/** The smallest installation, applied. */
let stack: OfflineStack;

beforeAll(async () => {
  stack = await account.add(SynthesizedProject.shared().stack("openemr-production"));
  await stack.apply(OFF);
}, 180_000);
afterAll(async () => {
  await account.close();
});

function valuesOf(names: readonly ToggleName[]): Values {
  return Object.assign({}, OFF, ...names.map((name) => TOGGLES[name]));
}

/** Groups of resources that every installation has. */
const ALWAYS_THERE = [
  "Edge",
  "Network",
  "Application",
  "Database",
  "Cache",
  "Files",
  "Encryption",
  "Backup",
  "Operations",
  "Guards",
];

/** Capabilities of which something is there, and about which the preview says nothing, though they are off. */
function unexplained(names: Iterable<string>, values: Values): string[] {
  const variables = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { value }]));
  const titles = [...names].map((address) => groupTitle(/\.([a-z]+)/.exec(address)![1]!));
  return [...new Set(titles)].filter(
    (title) => !ALWAYS_THERE.includes(title) && !reasonWhileOff(title, variables),
  );
}

test("what is off leaves nothing in a new installation, or the preview says why it is there", () => {
  // On by default.
  expect(unexplained(stack.resources().keys(), OFF)).toEqual(["Web firewall"]);
});

test("each toggle is in toggle-changes.json, and nothing else is: `npm run test:toggles` makes the list", () => {
  expect(Object.keys(listed).sort()).toEqual([...NAMES].sort());
});

describe("each two toggles, on and off", () => {
  it.each(pairwise(NAMES).map((row) => [row]))(
    "%j add and change what is listed for each, and for two",
    async (row) => {
      const values = valuesOf(row);
      const planned = await stack.planned(values);
      const lists = row.map((name) => listed[name]!);
      const adds = addsTogether(
        values,
        lists.map((list) => list.adds),
      );
      const updates = [...new Set(lists.flatMap(({ changes }) => changes))].sort();
      expect({ adds: plannedTo("create", planned), changes: plannedTo("update", planned) }).toEqual({
        adds,
        changes: updates,
      });
      // Nothing goes, and nothing is replaced.
      expect(Object.keys(planned)).toHaveLength(adds.length + updates.length);
    },
  );
});

if (IS_WHOLE) {
  test("what is on by default leaves nothing either, where it is off", async () => {
    const values = { ...OFF, enable_web_firewall: false, enable_nat_gateways: false };
    const planned = await stack.planned(values);
    const gone = new Set(plannedTo("delete", planned));
    const left = [...stack.resources().keys()].filter((address) => !gone.has(address));
    expect(unexplained(left, values)).toEqual([]);
    expect(left.filter((address) => /nat_gateway|aws_eip/.test(address))).toEqual([]);
  });

  describe("over an applied stack without it", () => {
    const found: Record<string, ToggleChanges> = {};
    afterAll(() => writeFileSync(FOUND, `${JSON.stringify(found, null, 2)}\n`));

    it.each(NAMES)("%s adds and changes just what is listed", async (name) => {
      const planned = await stack.planned(valuesOf([name]));
      const changes = { adds: plannedTo("create", planned), changes: plannedTo("update", planned) };
      found[name] = changes;
      expect(changes).toEqual(listed[name]);
      expect(Object.keys(planned)).toHaveLength(changes.adds.length + changes.changes.length);
    });
  });
}
