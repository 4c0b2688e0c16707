import { tmpdir } from "node:os";
import type { CtyObject } from "#offline-providers/protocol";
import { InstallationWithEverything } from "../support/installation-with-everything";
import { SynthesizedProject } from "../support/synthesized-project";
import { emulatedTerraform } from "./support/emulated-terraform";
import { type Outcome, ProviderClient } from "./support/provider-client";
import { RealProvider } from "./support/real-provider";
import { RefusingAws } from "./support/refusing-aws";
import { lackingRights, uncalledReads, uncalledRights } from "./support/rights";
import { pathsGiven } from "./support/type-changes";
import {
  NEVER_READ,
  READ_AFTER_THE_FIRST,
  READ_IN_ANALYTICS,
  READ_OF_FIREWALL,
} from "./support/uncalled-reads";
import { AFTER_THE_FIRST, FIREWALL_AFTER_THE_FIRST, NEVER_CALLED } from "./support/uncalled-rights";

// Each argument that the stack gives, of each type, is changed once; everything is read, made and deleted once. The calls of
// the real provider are compared with the roles of plans and deploys. What follows on its first change is compared where stacks are applied.

/** A plan takes the provider ten seconds of processor time: its arguments are changed in groups. */
const FIREWALL = "aws_wafv2_web_acl";

/** Calls that the deploy role is refused on purpose. */
const REFUSED: Readonly<Record<string, string>> = {
  "aws_iam_role change: iam:DeleteRolePermissionsBoundary": "no deploy takes the boundary away from a role",
  "aws_iam_user change: iam:DeleteUserPermissionsBoundary": "no deploy takes the boundary away from a user",
};

let aws: RefusingAws;
let terraform: ReturnType<typeof emulatedTerraform>;
let provider: RealProvider;
let client: ProviderClient;
/** The outcomes of the changes of each argument. */
const outcomes = new Map<string, Array<Outcome | "failed">>();

beforeAll(async () => {
  const resources = [...(await InstallationWithEverything.shared()).resources()];

  aws = new RefusingAws();
  await aws.start();
  terraform = emulatedTerraform(aws.url);
  provider = await RealProvider.install({ ...terraform.env, AWS_MAX_ATTEMPTS: "1" });
  await connect();
  const { resource } = SynthesizedProject.shared().document("openemr-production");
  for (const [type, blocks] of Object.entries(resource)) {
    if (!type.startsWith("aws_")) continue;
    const states = resources
      .filter(([address]) => address.startsWith(`${type}.`))
      .map(([, values]) => values as CtyObject);
    const given = new Set(["tags", ...Object.values(blocks).flatMap((block) => pathsGiven(block))]);
    if (type === FIREWALL) await changeFirewall(states[0]!, given);
    else await change(type, differing(states), given);
  }
}, 600_000);
afterAll(async () => {
  client?.close();
  await provider?.stop();
  aws?.stop();
  terraform?.remove();
});

/** Resources that have an argument which none before them has: further ones would give the same calls. */
function differing(states: readonly CtyObject[]): CtyObject[] {
  const seen = new Set<string>();
  return states.filter((state) => {
    const there = Object.fromEntries(Object.entries(state).filter(([, value]) => value !== null));
    const fresh = pathsGiven(there).filter((path) => !seen.has(path));
    for (const path of fresh) seen.add(path);
    return fresh.length > 0;
  });
}

/** Reads a resource, changes each argument of the first resource that has it, makes a resource of the type, and deletes one. */
async function change(type: string, states: readonly CtyObject[], given: ReadonlySet<string>): Promise<void> {
  const done = new Set<string>();
  for (const state of states) {
    const changes = await client.changesOf(type, state, given);
    const open = changes.filter(({ path }) => !done.has(path));
    for (const each of open) {
      const outcome = await tolerate(() => client.change(type, each, given));
      const argument = `${type}.${each.path}`;
      outcomes.set(argument, [...(outcomes.get(argument) ?? []), outcome ?? "failed"]);
      if (outcome === "changed" || outcome === "replaced") done.add(each.path);
    }
  }
  await tolerate(() => client.read(type, states[0]!));
  await tolerate(() => client.make(type, states[0]!, given));
  await tolerate(() => client.remove(type, states[0]!));
}

/** Changes all arguments at once but the name, its scope and its tags; then gives tags, takes them away, and changes the rest. */
async function changeFirewall(state: CtyObject, given: ReadonlySet<string>): Promise<void> {
  const rule = differing(state.rule as CtyObject[]);
  const all = client.changedAtOnce(FIREWALL, { ...state, rule }, given, ["name", "scope", "tags"]);
  const without: CtyObject = { ...all.before, rule: [] };
  const tagged = { ...without, tags: { Owner: "clinic" }, tags_all: { Owner: "clinic" } };
  const bare = { ...without, tags: null, tags_all: {} };
  const elsewhere = { ...bare, name: `${without.name}x`, scope: "CLOUDFRONT" };
  const groups = [
    all,
    { before: bare, after: tagged },
    { before: tagged, after: bare },
    { before: bare, after: elsewhere },
  ];
  for (const group of groups) {
    const outcome = await tolerate(() => client.change(FIREWALL, { path: "*", ...group }, given));
    outcomes.set(`${FIREWALL} ${outcomes.size}`, [outcome ?? "failed"]);
  }
}

/** Connects to a process of the provider that is new. */
async function connect(): Promise<void> {
  client = await ProviderClient.connect(await provider.start(tmpdir()), {
    region: "us-east-1",
    access_key: "key",
    secret_key: "secret",
    skip_credentials_validation: true,
    skip_requesting_account_id: true,
    skip_metadata_api_check: "true",
    skip_region_validation: true,
    s3_use_path_style: true,
    max_retries: 1,
  });
}

/** Where the provider stumbles over an AWS that has nothing, the next process goes on. */
async function tolerate<T>(attempt: () => Promise<T>): Promise<T | undefined> {
  try {
    return await attempt();
  } catch (error) {
    if (!String(error).includes("UNAVAILABLE")) return undefined;
    client.close();
    await connect();
    return undefined;
  }
}

test("each argument that the stack gives was changed, unless the provider would replace the resource", () => {
  const made = [...outcomes].filter(([, each]) => each.some((outcome) => /changed|replaced/.test(outcome)));
  const isMade = (argument: string) =>
    made.some(([other]) => other === argument || other.startsWith(`${argument}.`));
  const unchanged = [...outcomes].filter(([argument]) => !isMade(argument));
  expect(unchanged).toEqual([]);
});

test("the deploy role allows what the provider calls to change any argument, but what it is refused on purpose", () => {
  expect(lackingRights(provider.calls)).toEqual(Object.keys(REFUSED));
});

test("the deploy role has no right that no call needs, but those that are listed", () => {
  const listed = [...AFTER_THE_FIRST, ...FIREWALL_AFTER_THE_FIRST, ...Object.keys(NEVER_CALLED)].sort();
  expect(uncalledRights(provider.calls)).toEqual(listed);
});

test("the plan role has no right that no look-up needs, but those that are listed", () => {
  const listed = [
    ...READ_AFTER_THE_FIRST,
    ...READ_IN_ANALYTICS,
    ...READ_OF_FIREWALL,
    ...Object.keys(NEVER_READ),
  ].sort();
  expect(uncalledReads(provider.calls)).toEqual(listed);
});
