import { addresses, changes, OfflineAccount } from "../support/offline-account";
import { SynthesizedProject } from "../support/synthesized-project";
import { OFF, TOGGLES } from "../support/toggles";
import { ANALYTICS } from "./support/areas";
import { EmulatedAccount } from "./support/emulated-account";
import { addressesIn, type Lifecycle, live, plannedTo } from "./support/lifecycle";

const BASE = { ...OFF, region: ANALYTICS.region };
const CHANGE = TOGGLES["the analytics environment with all that it offers"];

const project = new SynthesizedProject();
const offline = new OfflineAccount();
let account: EmulatedAccount;
let life: Lifecycle;
/** What the offline providers make of the same toggle. */
let adds: string[];

beforeAll(async () => {
  const folder = project.stack("openemr-production");
  const stand = await offline.add(folder);
  await stand.apply(BASE);
  adds = addresses(changes(await stand.plan({ ...BASE, ...CHANGE }))).filter(
    (address) => !address.startsWith("aws_efs_file_system_policy."),
  );
  account = await EmulatedAccount.open();
  const stack = await account.addAppliable(folder, ANALYTICS.real);
  life = await live(stack, { base: BASE, change: CHANGE });
  stack.remove();
}, 600_000);
afterAll(async () => {
  await account?.close();
  await offline.close();
  project.remove();
});

it("comes over an applied stack, and a second plan is clean", () => {
  expect(adds.length).toBeGreaterThan(60);
  expect(plannedTo("create", life.changed)).toEqual(adds);
  expect(plannedTo("update", life.changed)).toEqual(["aws_efs_file_system_policy.files_policy"]);
  expect(life.changeRepeated).toMatchObject({ code: 0, planned: {} });
});

it("goes without a rest, and leaves the stack as it was", () => {
  expect(plannedTo("delete", life.restored)).toEqual(adds);
  expect(life.restoreRepeated).toMatchObject({ code: 0, planned: {} });
  expect(addressesIn(life.restoredState)).toEqual(addressesIn(life.state));
  expect(addressesIn(life.lastState)).toEqual([]);
});
