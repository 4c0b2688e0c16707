import { tmpdir } from "node:os";
import type { CtyObject } from "#offline-providers/protocol";
import { OfflineAccount } from "../support/offline-account";
import { SynthesizedProject } from "../support/synthesized-project";
import { EVERYTHING } from "../support/toggles";
import { emulatedTerraform } from "./support/emulated-terraform";
import { ProviderClient } from "./support/provider-client";
import { RealProvider } from "./support/real-provider";
import { RefusingAws } from "./support/refusing-aws";
import { lackingRights } from "./support/rights";

// Each argument that the stack gives, of each type, is changed once; everything is made and deleted once. The calls of the
// real provider are compared with the deploy role. What follows on its first change is compared where stacks are applied.

/** Its schema takes the provider a minute for each plan; the applied stacks have its calls. */
const TOO_LARGE = "aws_wafv2_web_acl";

let aws: RefusingAws;
let terraform: ReturnType<typeof emulatedTerraform>;
let provider: RealProvider;
let client: ProviderClient;
/** Types of which something was changed in place. */
const changed = new Set<string>();

beforeAll(async () => {
  const offline = new OfflineAccount();
  const project = SynthesizedProject.shared();
  const stack = await offline.add(project.stack("openemr-production"));
  await stack.apply(EVERYTHING);
  const resources = [...stack.resources()];
  await offline.close();

  aws = await RefusingAws.start();
  terraform = emulatedTerraform(aws.url);
  provider = await RealProvider.install({ ...terraform.env, AWS_MAX_ATTEMPTS: "1" });
  await connect();
  const types = new Map(resources.map(([address, values]) => [address.split(".")[0]!, values as CtyObject]));
  for (const [type, values] of types) {
    if (!type.startsWith("aws_") || type === TOO_LARGE) continue;
    const given = Object.values(project.document("openemr-production").resource[type]!).flatMap(Object.keys);
    for (const argument of new Set([...given, "tags_all"])) {
      await tolerate(async () => {
        if (await client.change(type, values, argument)) changed.add(type);
      });
    }
    await tolerate(() => client.make(type, values));
    await tolerate(() => client.remove(type, values));
  }
}, 600_000);
afterAll(async () => {
  client?.close();
  await provider?.stop();
  aws?.close();
  terraform?.remove();
});

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
async function tolerate(attempt: () => Promise<void>): Promise<void> {
  try {
    await attempt();
  } catch (error) {
    if (!String(error).includes("UNAVAILABLE")) return;
    client.close();
    await connect();
  }
}

test("the provider is asked to change most types in place", () => {
  expect(changed.size).toBeGreaterThan(50);
  const types = new Set(provider.calls.filter(({ kind }) => kind === "change").map(({ type }) => type));
  expect(types.size).toBeGreaterThan(70);
});

test("the deploy role allows what the provider calls to change any argument", () => {
  expect(lackingRights(provider.calls)).toEqual([]);
});
