import { OfflineAccount, type OfflineStack, type Values } from "../support/offline-account";
import { SynthesizedProject } from "../support/synthesized-project";
import { OFF, TOGGLES } from "../support/toggles";

/** Zones in which AWS offers its services to the account. */
let zones = ["us-east-1a", "us-east-1b", "us-east-1c"];
const account = new OfflineAccount({
  aws: {
    dataSources: {
      aws_vpc_endpoint_service: ({ values: { service } }) => ({
        availability_zones: zones,
        service_name: `com.amazonaws.us-east-1.${service}`,
      }),
    },
  },
});
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

it("has each endpoint where AWS offers the service, and refuses one that would be nowhere", async () => {
  zones = ["us-east-1b", "us-east-1f"];
  await stack.apply(OPENEMR);
  for (const endpoint of endpoints()) expect(endpoint.subnet_ids).toHaveLength(1);
  zones = ["us-east-1f"];
  await expect(stack.plan(OPENEMR)).rejects.toThrow(
    /The VPC endpoint of kms needs a subnet in one of us-east-1f,\s+but the private\s+subnets are in us-east-1a,\s+us-east-1b/,
  );
  zones = ["us-east-1a", "us-east-1b"];
  await stack.apply(OPENEMR);
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
