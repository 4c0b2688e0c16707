import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { CheckedEnvironment } from "../../../scripts/check/environment";
import { askAll } from "../../../scripts/check/question";
import { existingVpcQuestions } from "../../../scripts/check/questions/existing-vpc/questions";
import { quotaQuestions } from "../../../scripts/check/questions/quotas";
import { temporaryFolder } from "../../support/stand-in";
import { ec2, type Reply, StubAccount } from "./stub-account";

const PUBLIC = `
region = "eu-south-1"
vpc_id = "vpc-1"
private_subnet_ids = ["subnet-1a", "subnet-1b"]
public_subnet_ids = ["subnet-2a", "subnet-2b"]
security_group_ip_range_ipv4 = ["0.0.0.0/0"]
`;
const INTERNAL = `
region = "eu-south-1"
vpc_id = "vpc-1"
private_subnet_ids = ["subnet-1a", "subnet-1b"]
internal_load_balancer = true
security_group_ip_range_ipv4 = ["192.168.10.0/24"]
`;

const items = (list: readonly string[]) => list.map((each) => `<item>${each}</item>`).join("");

/** Subnets by id; the last letter is the zone. */
function subnets(ids: readonly string[], free = 200, vpc = "vpc-1"): Reply {
  const subnet = (id: string) =>
    `<subnetId>${id}</subnetId><vpcId>${vpc}</vpcId><availabilityZone>eu-south-1${id.at(-1)}</availabilityZone><availableIpAddressCount>${free}</availableIpAddressCount>`;
  return ec2("DescribeSubnets", `<subnetSet>${items(ids.map(subnet))}</subnetSet>`);
}

type Routes = Readonly<Record<string, string>>;

/** The main table, which private subnets have, and one of the public subnets. */
function routes(main: Routes, ofPublic: Routes, state = "active"): Reply {
  const route = ([to, target]: [string, string]) => {
    const kind = target.startsWith("nat-")
      ? "natGatewayId"
      : target.startsWith("tgw-")
        ? "transitGatewayId"
        : "gatewayId";
    return `<destinationCidrBlock>${to}</destinationCidrBlock><${kind}>${target}</${kind}><state>${state}</state>`;
  };
  const table = (associations: readonly string[], some: Routes) =>
    `<associationSet>${items(associations)}</associationSet><routeSet>${items(Object.entries(some).map(route))}</routeSet>`;
  const tables = [
    table(
      ["subnet-2a", "subnet-2b"].map((id) => `<main>false</main><subnetId>${id}</subnetId>`),
      ofPublic,
    ),
    table(["<main>true</main>"], main),
  ];
  return ec2("DescribeRouteTables", `<routeTableSet>${items(tables)}</routeTableSet>`);
}

function endpoints(service: string, tags = ""): Reply {
  return ec2(
    "DescribeVpcEndpoints",
    `<vpcEndpointSet><item><serviceName>com.amazonaws.eu-south-1.${service}</serviceName><privateDnsEnabled>true</privateDnsEnabled><tagSet>${tags}</tagSet></item></vpcEndpointSet>`,
  );
}

const MAIN = { "10.0.0.0/16": "local", "0.0.0.0/0": "nat-1", "192.168.0.0/16": "tgw-1" };
const OF_PUBLIC = { "10.0.0.0/16": "local", "0.0.0.0/0": "igw-1" };

const ACCOUNT = "111122223333";
const vpcOf = (owner: string) =>
  ec2(
    "DescribeVpcs",
    `<vpcSet>${items([`<ownerId>${owner}</ownerId><vpcId>vpc-1</vpcId><cidrBlockAssociationSet><item><cidrBlock>10.0.0.0/16</cidrBlock><cidrBlockState><state>associated</state></cidrBlockState></item></cidrBlockAssociationSet>`])}</vpcSet>`,
  );

/** Elements as botocore's model of EC2 names them, 2026-11-30. */
const FIT: Readonly<Record<string, Reply>> = {
  "ec2:DescribeVpcs": vpcOf(ACCOUNT),
  "ec2:DescribeSubnets": subnets(["subnet-1a", "subnet-1b", "subnet-2a", "subnet-2b"]),
  "ec2:DescribeRouteTables": routes(MAIN, OF_PUBLIC),
  "ec2:DescribeVpcEndpoints": endpoints("s3"),
  "ec2:DescribeFlowLogs": ec2(
    "DescribeFlowLogs",
    "<flowLogSet><item><flowLogStatus>ACTIVE</flowLogStatus></item></flowLogSet>",
  ),
};

const project = temporaryFolder();
mkdirSync(path.join(project, "environments"));

async function environmentOf(tfvars: string): Promise<CheckedEnvironment> {
  writeFileSync(path.join(project, "environments/clinic.tfvars"), tfvars);
  return CheckedEnvironment.read(project, "clinic");
}

async function check(tfvars: string, replies: Record<string, Reply> = {}) {
  const account = new StubAccount({ ...FIT, ...replies });
  return askAll(existingVpcQuestions(account.clients, await environmentOf(tfvars), ACCOUNT));
}

it.each([
  ["a public load balancer", PUBLIC],
  ["an internal load balancer", INTERNAL],
])("finds an existing VPC fit for %s", async (_, tfvars) => {
  const found = await check(tfvars);
  expect(found).toHaveLength(7);
  expect(found.filter(({ verdict }) => verdict !== "right")).toEqual([]);
});

it("asks nothing of a VPC that the installation makes", async () => {
  expect(await check('region = "eu-south-1"\n')).toEqual([]);
});

const SMTP = 'configure_ses = true\nroute53_domain = "example.org"\n';

it.each<[string, string, Record<string, Reply>, what: string, seen: string]>([
  [
    "a VPC that another account shares",
    PUBLIC,
    { "ec2:DescribeVpcs": vpcOf("999988887777") },
    "owner",
    "vpc-1 is of account 999988887777, and AWS lets the installation make no VPC endpoints there",
  ],
  [
    "a subnet that is elsewhere",
    PUBLIC,
    { "ec2:DescribeSubnets": subnets(["subnet-1a", "subnet-1b", "subnet-2a"]) },
    "subnets and free addresses",
    "vpc-1 has no subnet-2b",
  ],
  [
    "two subnets in one zone",
    PUBLIC.replaceAll("1b", "3a"),
    { "ec2:DescribeSubnets": subnets(["subnet-1a", "subnet-3a", "subnet-2a", "subnet-2b"]) },
    "subnets and free addresses",
    "subnet-1a, subnet-3a are in eu-south-1a, eu-south-1a",
  ],
  [
    "a zone without a public subnet",
    PUBLIC.replaceAll("2b", "2c"),
    { "ec2:DescribeSubnets": subnets(["subnet-1a", "subnet-1b", "subnet-2a", "subnet-2c"]) },
    "subnets and free addresses",
    "no public subnet is in eu-south-1b",
  ],
  [
    "full subnets",
    INTERNAL,
    { "ec2:DescribeSubnets": subnets(["subnet-1a", "subnet-1b"], 15) },
    "subnets and free addresses",
    "fewer than 16 addresses are free in subnet-1a, subnet-1b",
  ],
  [
    "private subnets without a way out",
    PUBLIC,
    { "ec2:DescribeRouteTables": routes({ "10.0.0.0/16": "local" }, OF_PUBLIC) },
    "way out of private subnets",
    "subnet-1a leads out by nothing that works; subnet-1b leads out by nothing that works",
  ],
  [
    "private subnets that are public",
    PUBLIC,
    { "ec2:DescribeRouteTables": routes({ "0.0.0.0/0": "igw-1" }, OF_PUBLIC) },
    "way out of private subnets",
    "subnet-1a leads out by igw-1; subnet-1b leads out by igw-1",
  ],
  [
    "a way out whose gateway was deleted",
    INTERNAL,
    { "ec2:DescribeRouteTables": routes(MAIN, OF_PUBLIC, "blackhole") },
    "way out of private subnets",
    "subnet-1a leads out by nothing that works; subnet-1b leads out by nothing that works",
  ],
  [
    "public subnets that are private",
    PUBLIC,
    { "ec2:DescribeRouteTables": routes(MAIN, MAIN) },
    "way in to public subnets",
    "subnet-2a leads out by nat-1; subnet-2b leads out by nat-1",
  ],
  [
    "a network that overlaps the VPC",
    INTERNAL.replace("192.168.10.0/24", "10.0.0.0/8"),
    {},
    "networks of people",
    "10.0.0.0/8 overlaps 10.0.0.0/16 of the VPC, so answers to it stay in the VPC",
  ],
  [
    "a network to which the NAT gateway would be the way",
    INTERNAL.replace("192.168.10.0/24", "172.16.0.0/16"),
    {},
    "networks of people",
    "no route of private_subnet_ids leads to 172.16.0.0/16 by a VPN, Direct Connect, a transit gateway or a peering",
  ],
  [
    "an endpoint that has the name of another",
    PUBLIC + SMTP,
    { "ec2:DescribeVpcEndpoints": endpoints("email-smtp") },
    "endpoints",
    "email-smtp has an endpoint with the service's own name, and configure_ses = true makes another",
  ],
  [
    "an endpoint that has the name of one of analytics without the internet",
    `${PUBLIC}create_serverless_analytics_environment = true\nanalytics_internet_access = false\n`,
    { "ec2:DescribeVpcEndpoints": endpoints("sts") },
    "endpoints",
    "sts has an endpoint with the service's own name, and analytics_internet_access = false makes another",
  ],
  [
    "connections that nobody records",
    PUBLIC,
    { "ec2:DescribeFlowLogs": ec2("DescribeFlowLogs", "<flowLogSet/>") },
    "record of connections",
    "no flow log is active, and the installation makes none in a VPC that it did not make",
  ],
])("refuses %s", async (_, tfvars, replies, what, seen) => {
  const wrong = (await check(tfvars, replies)).filter(({ verdict }) => verdict !== "right");
  expect(wrong).toEqual(
    expect.arrayContaining([
      { area: "Existing VPC", what, verdict: "wrong", seen, mend: expect.any(String) },
    ]),
  );
});

it("takes a network behind the VPC's own address, and an endpoint of this installation, for what they are", async () => {
  const tags = ["Application/openemr", "Environment/clinic"].map((tag) => {
    const [key, value] = tag.split("/");
    return `<key>${key}</key><value>${value}</value>`;
  });
  const found = await check(INTERNAL.replace("192.168.10.0/24", "10.0.7.0/24") + SMTP, {
    "ec2:DescribeVpcEndpoints": endpoints("email-smtp", items(tags)),
  });
  expect(found.filter(({ verdict }) => verdict !== "right")).toEqual([]);
});

it("needs no VPC and no addresses of the account's quotas there", async () => {
  const account = new StubAccount({
    ...FIT,
    "servicequotas:GetServiceQuota": { body: '{"Quota":{"Value":0}}' },
  });
  const found = await askAll(quotaQuestions(account.clients, await environmentOf(PUBLIC), ACCOUNT));
  expect(found.find(({ what }) => what === "Elastic IP addresses")).toMatchObject({ verdict: "right" });
  expect(found.find(({ what }) => what === "VPCs")!.seen).toMatch(/0 are needed$/);
});
