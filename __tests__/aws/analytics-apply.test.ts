import { rmSync } from "node:fs";
import { OfflineAccount } from "../support/offline-account";
import { plannedTo } from "../support/planned-changes";
import { folderWithPart } from "../support/stack-part";
import { SynthesizedProject } from "../support/synthesized-project";
import { OFF, TOGGLES } from "../support/toggles";
import { ANALYTICS } from "./support/areas";
import { EmulatedAccount } from "./support/emulated-account";
import type { Outcome } from "./support/emulated-stack";
import { addressesIn } from "./support/lifecycle";
import { lackingRights, uncalledReads } from "./support/rights";
import { READ_IN_ANALYTICS } from "./support/uncalled-reads";

const BASE = { ...OFF, region: ANALYTICS.region };
const CHANGE = TOGGLES["the analytics environment with all that it offers"];

/** The environment, and whatever of the installation it refers to. */
const folder = folderWithPart(
  SynthesizedProject.shared().stack("openemr-production"),
  /\.(analytics_|files_policy$|network_public$)/,
);
const offline = new OfflineAccount();
let account: EmulatedAccount;
let on: Outcome;
let repeated: Outcome;
let off: Outcome;
/** Addresses before the environment came and after it went. */
let before: string[];
let after: string[];
/** Addresses that the offline providers add for this toggle. */
let adds: string[];
/** A plan of the environment with the settings of an installation that is in use. */
let changed: Outcome;

beforeAll(async () => {
  const stand = await offline.add(folder);
  await stand.apply(BASE);
  adds = plannedTo("create", await stand.planned({ ...BASE, ...CHANGE })).filter(
    (address) => !address.startsWith("aws_efs_file_system_policy."),
  );
  account = await EmulatedAccount.open();
  const stack = await account.addAppliable(folder, ANALYTICS.real);
  await succeeds(stack.apply(BASE));
  before = addressesIn(stack.state);
  on = await succeeds(stack.apply({ ...BASE, ...CHANGE }));
  repeated = await stack.plan({ ...BASE, ...CHANGE });
  changed = await changeInUse(stack.state);
  off = await succeeds(stack.apply(BASE));
  after = addressesIn(stack.state);
  await stack.remove();
}, 600_000);
afterAll(async () => {
  await account?.close();
  await offline.close();
  rmSync(folder, { recursive: true });
}, 120_000);

/** Plans all types with the real provider, also those that the emulator lacks, over what stand-ins made of them. */
async function changeInUse(state: string): Promise<Outcome> {
  const stack = await account.addWithState(folder, state);
  const settings = {
    availability_zone_count: 3,
    deletion_protection: true,
    emr_serverless_maximum_vcpus: 64,
    sagemaker_idle_minutes: 120,
    analytics_export_retention_days: 90,
    analytics_file_export_deletes: false,
    tags: { Owner: "clinic" },
  };
  const outcome = await stack.plan({ ...BASE, ...CHANGE, ...settings }, ["-refresh=false"]);
  await stack.remove();
  return outcome;
}

async function succeeds(outcome: Promise<Outcome>): Promise<Outcome> {
  const { code, errors } = await outcome;
  if (code !== 0) throw new Error(errors.join("\n"));
  return outcome;
}

it("comes over an applied stack, and a second plan is clean", () => {
  expect(adds.length).toBeGreaterThan(60);
  expect(plannedTo("create", on.planned)).toEqual(adds);
  expect(plannedTo("update", on.planned)).toEqual(["aws_efs_file_system_policy.files_policy"]);
  expect(repeated).toMatchObject({ code: 0, errors: [] });
  expect(repeated.planned).toEqual({});
});

it("goes without a rest, and leaves the stack as it was", () => {
  expect(plannedTo("delete", off.planned)).toEqual(adds);
  expect(after).toEqual(before);
});

it("is replaced by no setting of an installation in use, a third zone included", () => {
  expect(changed).toMatchObject({ code: 0, errors: [] });
  const planned = Object.entries(changed.planned).filter(([address]) => address.includes(".analytics_"));
  const lost = planned.filter(([, action]) => action === "replace" || action === "delete");
  // A revision of a task's definition is never changed, but followed by another.
  expect(lost.map(([address]) => address)).toEqual(["aws_ecs_task_definition.analytics_file_export_task[0]"]);
  expect(plannedTo("update", changed.planned)).toEqual(
    expect.arrayContaining([
      "aws_emrserverless_application.analytics_spark_application[0]",
      "aws_sagemaker_domain.analytics_studio_domain[0]",
    ]),
  );
});

it("the roles of jobs allow all that the provider has called", () => {
  expect(account.calls.length).toBeGreaterThan(500);
  expect(lackingRights(account.calls)).toEqual([]);
  const unread = uncalledReads(account.calls);
  expect(READ_IN_ANALYTICS.filter((action) => unread.includes(action))).toEqual([]);
});
