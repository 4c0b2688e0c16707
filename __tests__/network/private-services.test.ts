import { OfflineAccount, type OfflineStack, type Values } from "../support/offline-account";
import { SynthesizedProject } from "../support/synthesized-project";
import { OFF, TOGGLES } from "../support/toggles";

const account = new OfflineAccount();
let stack: OfflineStack;
beforeAll(async () => {
  const folder = SynthesizedProject.shared().stack("openemr-production");
  stack = await account.add(folder, /\.private_services_/);
});
afterAll(() => account.close());

const OPENEMR: Values = { ...OFF, enable_private_endpoints: true };
const CLOSED: Values = { ...OFF, ...TOGGLES["analytics without internet"] };

interface Endpoint extends Record<string, unknown> {
  readonly id: string;
  readonly service_name: string;
}

function endpoints(): Endpoint[] {
  const found = [...stack.resources()].filter(([address]) => address.startsWith("aws_vpc_endpoint.private_"));
  return found.map(([, values]) => values as Endpoint);
}

const ids = () => endpoints().map(({ id }) => id);
const names = () => endpoints().map(({ service_name: name }) => name.replace("com.amazonaws.us-east-1.", ""));

it("keeps ECR, logs and secrets inside the VPC under their usual names, for everything in it and nothing else", async () => {
  await stack.apply(OFF);
  expect(names()).toEqual([]);
  await stack.apply(OPENEMR);
  expect(names()).toEqual(["ecr.api", "ecr.dkr", "kms", "logs", "secretsmanager", "ssm", "ssmmessages"]);
  for (const endpoint of endpoints()) {
    expect(endpoint).toMatchObject({ private_dns_enabled: true, vpc_endpoint_type: "Interface" });
    expect(endpoint.subnet_ids).toHaveLength(2);
  }
  const rules = [...stack.resources()].filter(([address]) => /_rule\.private_services_/.test(address));
  expect(rules.map(([, { cidr_ipv4: from, from_port: port }]) => [from, port])).toEqual([
    ["10.0.0.0/16", 443],
  ]);
});

// AWS refuses a second endpoint with the same name in a VPC, and so does the offline account.
it("shares them with analytics without internet: neither makes those of the other anew", async () => {
  const former = ids();
  await stack.apply({ ...CLOSED, ...OPENEMR, ...TOGGLES["analytics without internet"] });
  const both = names();
  expect(both).toHaveLength(14);
  expect(new Set(both).size).toBe(14);
  expect(ids()).toEqual(expect.arrayContaining(former));
  const all = ids();
  await stack.apply(CLOSED);
  expect(names()).toHaveLength(12);
  expect(all).toEqual(expect.arrayContaining(ids()));
});
