import { rmSync } from "node:fs";
import { plannedTo } from "../support/planned-changes";
import { folderWithPart } from "../support/stack-part";
import { SynthesizedProject } from "../support/synthesized-project";
import { CERTIFICATE, DOCKER_HUB_CREDENTIAL, OFF, TOGGLES } from "../support/toggles";
import { ANALYTICS, AREAS, type Area, FIREWALL, HOSTED_ZONE } from "./support/areas";
import { EmulatedAccount } from "./support/emulated-account";
import { canHold, isReal } from "./support/emulator-limits";
import {
  addressesIn,
  type Lifecycle,
  type LifecycleOptions,
  live,
  TYPES_WITH_DATA,
} from "./support/lifecycle";
import { lackingRights, uncalledReads, uncalledRights } from "./support/rights";
import { READ_AFTER_THE_FIRST } from "./support/uncalled-reads";
import { AFTER_THE_FIRST } from "./support/uncalled-rights";

/** Among others that run at the same time, on a slow machine. */
const PATIENCE = 30 * 60_000;

let account: EmulatedAccount;
let project: SynthesizedProject;
let lives: Record<Area, Promise<Lifecycle>>;
/** The findings of a look at the applied data. */
let found: Promise<Awaited<ReturnType<typeof lookAtData>>>;

beforeAll(async () => {
  account = await EmulatedAccount.open();
  await account.createHostedZone(HOSTED_ZONE);
  project = SynthesizedProject.shared();
  found = new Promise((resolve, reject) => {
    const data = run("data", async (state) => resolve(lookAtData(state)));
    // A failure before the look must not keep those waiting who want what was found.
    data.catch(reject);
    lives = { edge: run("edge"), data };
  });
  // Each is awaited by the tests.
  for (const life of [...Object.values(lives), found]) life.catch(() => {});
}, 120_000);
afterAll(async () => {
  await Promise.allSettled(Object.values(lives ?? {}));
  await account?.close();
}, PATIENCE);

async function run(name: Area, inspect?: LifecycleOptions["inspect"]): Promise<Lifecycle> {
  const { part, real, change } = AREAS[name];
  const folder = folderWithPart(project.stack("openemr-production"), part);
  const stack = await account.addAppliable(folder, real);
  rmSync(folder, { recursive: true });
  const life = await live(stack, { base: base(name), change: change(), inspect });
  await stack.remove();
  return life;
}

function base(name: Area) {
  const { region, base } = AREAS[name];
  return { ...OFF, region, skip_final_snapshot: true, ...base };
}

async function lookAtData(state: string) {
  const { region } = AREAS.data;
  const passwordOf = async (secret: string) => {
    const id = { SecretId: `openemr-production-${secret}` };
    const { SecretString } = await account.call(region, "secretsmanager.GetSecretValue", id);
    return JSON.parse(SecretString!).password as string;
  };
  return {
    secrets: await Promise.all(["database", "administrator"].map(passwordOf)),
    everythingChanged: await planEverything(state),
  };
}

/** Plans all types with the real provider, also those that the emulator lacks, over what stand-ins made of them. */
async function planEverything(state: string) {
  const { region } = AREAS.data;
  const stack = await account.addWithState(project.stack("openemr-production"), state);
  const outcome = await stack.plan(
    {
      ...base("data"),
      ...Object.assign({}, ...Object.values(TOGGLES)),
      // The emulator lacks an endpoint that a closed Studio needs.
      analytics_internet_access: true,
      ...AREAS.data.change(),
      certificate_arn: CERTIFICATE.replace("us-east-1", region),
      docker_hub_credential_secret_arn: DOCKER_HUB_CREDENTIAL.replace("us-east-1", region),
      aurora_maximum_capacity: 32,
      database_backup_retention_days: 20,
      openemr_service_fargate_maximum_capacity: 9,
      tags: { Owner: "clinic" },
    },
    ["-refresh=false"],
  );
  await stack.remove();
  return outcome;
}

describe.each(Object.keys(AREAS) as Area[])("the stack with a real %s", (name) => {
  const { adds, replaces, updates } = AREAS[name];

  it(
    "is applied, and a second plan is clean",
    async () => {
      const { applied, repeated, state } = await lives[name];
      expect(plannedTo("create", applied.planned)).toEqual(addressesIn(state));
      expect(plannedTo("create", applied.planned).length).toBeGreaterThan(90);
      expect(repeated).toMatchObject({ code: 0, errors: [] });
      expect(repeated.planned).toEqual({});
    },
    PATIENCE,
  );

  it(
    "takes toggles and settings without replacing or losing anything",
    async () => {
      const { changed, changeRepeated } = await lives[name];
      expect(plannedTo("create", changed.planned)).toEqual(adds);
      expect(plannedTo("update", changed.planned)).toEqual(updates);
      expect(plannedTo("replace", changed.planned)).toEqual(replaces);
      expect(Object.keys(changed.planned)).toHaveLength(adds.length + updates.length + replaces.length);
      expect(changeRepeated).toMatchObject({ code: 0, errors: [] });
      expect(changeRepeated.planned).toEqual({});
    },
    PATIENCE,
  );

  it(
    "gives up just what the toggles added when they are turned off",
    async () => {
      const { restored, state, restoredState } = await lives[name];
      expect(plannedTo("delete", restored.planned)).toEqual(adds);
      expect(plannedTo("update", restored.planned)).toEqual(updates);
      expect(plannedTo("replace", restored.planned)).toEqual(replaces);
      expect(Object.keys(restored.planned)).toHaveLength(adds.length + updates.length + replaces.length);
      expect(addressesIn(restoredState)).toEqual(addressesIn(state));
    },
    PATIENCE,
  );

  it(
    "is destroyed without a rest",
    async () => {
      const { destroyed, lastState, restoredState } = await lives[name];
      expect(plannedTo("delete", destroyed.planned)).toEqual(addressesIn(restoredState));
      expect(addressesIn(lastState)).toEqual([]);
    },
    PATIENCE,
  );
});

it(
  "all toggles and many settings at once replace nothing that holds anything, whether an emulator can hold it or not",
  async () => {
    const { everythingChanged } = await found;
    expect(everythingChanged).toMatchObject({ code: 0, errors: [] });
    // AWS keeps each revision.
    expect(plannedTo("replace", everythingChanged.planned)).toEqual([
      "aws_ecs_task_definition.application_task",
      "aws_ecs_task_definition.operations_maintenance",
    ]);
    expect(plannedTo("delete", everythingChanged.planned)).toEqual([]);
    const updated = plannedTo("update", everythingChanged.planned).map((address) => address.split(".")[0]);
    expect(updated).toEqual(
      expect.arrayContaining([...TYPES_WITH_DATA, "aws_rds_cluster_instance", "aws_appautoscaling_target"]),
    );
  },
  PATIENCE,
);

it(
  "the database got the password that is in the secret, and no state holds one",
  async () => {
    const { state, restoredState } = await lives.data;
    const [database, administrator] = (await found).secrets;
    expect(database).toMatch(/^[A-Za-z0-9]{32}$/);
    expect(administrator).toMatch(/^[A-Za-z0-9]{32}$/);
    const given = account.secretCalls.calls.filter(({ operation }) => operation === "CreateDBCluster");
    expect(given.map(({ form }) => form.get("MasterUserPassword"))).toEqual([database]);
    for (const text of [state, restoredState]) {
      expect(text).toContain("dbadmin");
      expect(text).not.toContain(database);
      expect(text).not.toContain(administrator);
    }
  },
  PATIENCE,
);

it(
  "passwords are made up by an apply and never by a plan",
  async () => {
    await Promise.all(Object.values(lives));
    const made = account.secretCalls.calls.filter(({ operation }) => operation === "GetRandomPassword");
    // Three secrets, three applies.
    expect(made).toHaveLength(3 * 3 * Object.keys(AREAS).length);
  },
  PATIENCE,
);

it("every type that an emulator can hold is real in one of them", () => {
  const types = Object.keys(project.document("openemr-production").resource).filter(
    (type) => type.startsWith("aws_") && canHold(type),
  );
  const real = [...Object.values(AREAS), ANALYTICS, FIREWALL].flatMap((area) => area.real);
  expect(types.length).toBeGreaterThan(40);
  expect(types.filter((type) => !isReal(type, real))).toEqual([]);
});

it(
  "the roles of jobs allow all that the provider has called",
  async () => {
    await Promise.all(Object.values(lives));
    expect(account.calls.length).toBeGreaterThan(1000);
    expect(lackingRights(account.calls)).toEqual([]);
    const uncalled = uncalledRights(account.calls);
    expect(AFTER_THE_FIRST.filter((action) => uncalled.includes(action))).toEqual([]);
    const unread = uncalledReads(account.calls);
    expect(READ_AFTER_THE_FIRST.filter((action) => unread.includes(action))).toEqual([]);
  },
  PATIENCE,
);
