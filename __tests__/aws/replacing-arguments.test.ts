import { tmpdir } from "node:os";
import known from "../../scripts/terraform/offline/replacing-arguments.json";
import { emulatedTerraform } from "./support/emulated-terraform";
import { ProviderClient } from "./support/provider-client";
import { RealProvider } from "./support/real-provider";

/** The provider looks at other arguments, too: storage types are changed in place for Aurora, and not for others. */
const CONDITIONAL = ["aws_rds_cluster.storage_type"];

const ARGUMENTS: Readonly<Record<string, readonly string[]>> = known.arguments;

/** Nothing answers there: the provider is asked what it would plan, and asks nobody else. */
const terraform = emulatedTerraform("http://127.0.0.1:9");

let provider: RealProvider;
let client: ProviderClient;

beforeAll(async () => {
  provider = await RealProvider.install({ ...terraform.env, AWS_MAX_ATTEMPTS: "1" });
  client = await ProviderClient.connect(await provider.start(tmpdir()), {
    region: "us-east-1",
    access_key: "key",
    secret_key: "secret",
    skip_credentials_validation: true,
    skip_requesting_account_id: true,
    skip_metadata_api_check: "true",
  });
}, 120_000);
afterAll(async () => {
  client?.close();
  await provider?.stop();
  terraform.remove();
});

test("what the offline providers replace, the real provider replaces", async () => {
  const answers = new Map<string, boolean | undefined>();
  for (const [type, names] of Object.entries(ARGUMENTS)) {
    for (const name of names) answers.set(`${type}.${name}`, await client.replaces(type, name));
  }
  const by = (answer: boolean | undefined) =>
    [...answers].filter(([, given]) => given === answer).map(([name]) => name);
  expect(by(false)).toEqual([]);
  // Some types it refuses to plan with so little in them.
  expect(by(undefined).length).toBeLessThan(answers.size / 10);
}, 120_000);

test("and what it replaces, they do", async () => {
  const missing: string[] = [];
  for (const [type, names] of Object.entries(ARGUMENTS)) {
    const listed = ["id", ...names.map((name) => name.split(".")[0])];
    for (const name of client.argumentsOf(type).filter((argument) => !listed.includes(argument))) {
      if (await client.replaces(type, name)) missing.push(`${type}.${name}`);
    }
  }
  expect(missing).toEqual(CONDITIONAL);
}, 120_000);
