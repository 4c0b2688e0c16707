import { readFileSync } from "node:fs";
import path from "node:path";
import { checkAccount } from "../../../scripts/check/check-account";
import { type SharedUse, sharedUse } from "../../../scripts/check/questions/quotas";
import { CheckedAccount } from "./checked-account";
import { addresses, logPolicies, type Reply, vpcs } from "./stub-account";

const checked = new CheckedAccount();

/** As AWS has them for a new account, on the pages of Amazon VPC's and of CloudWatch Logs' quotas. */
const AT_FIRST = { vpcs: 5, addresses: 5, logPolicies: 10 };

/** AWS itself makes the default VPC in each region. */
const FROM_AWS = { vpcs: 1, addresses: 0, logPolicies: 0 };

const REPLIES: Readonly<Record<keyof SharedUse, (taken: number) => Record<string, Reply>>> = {
  // Those that another account shares count against its quota.
  vpcs: (taken) => ({ "ec2:DescribeVpcs": vpcs(taken, 0, 3) }),
  addresses: (taken) => ({ "ec2:DescribeAddresses": addresses(taken) }),
  logPolicies: (taken) => ({ "logs:DescribeResourcePolicies": logPolicies(taken) }),
};
const WHAT: Readonly<Record<keyof SharedUse, string>> = {
  vpcs: "VPCs",
  addresses: "Elastic IP addresses",
  logPolicies: "resource policies of CloudWatch Logs",
};

const inRegion = (settings: string) => `region = "eu-south-1"\n${settings}`;
const THREE_GATEWAYS = inRegion("availability_zone_count = 3\nsingle_nat_gateway = false");
const ONE_GATEWAY = inRegion("single_nat_gateway = true");

/** The answer for the installation after so many that are as it is. */
async function answerAfter(others: number, quota: keyof SharedUse, tfvars: string) {
  const takes = await checked.look(async (environment) => sharedUse(environment)[quota], tfvars);
  const findings = await checked.look(checkAccount, tfvars, REPLIES[quota](FROM_AWS[quota] + others * takes));
  return { takes, finding: findings.find(({ what }) => what === WHAT[quota])! };
}

test.each([
  ["VPCs", "vpcs", ONE_GATEWAY, 4],
  ["addresses with a NAT gateway each", "addresses", ONE_GATEWAY, 5],
  ["addresses with 3 NAT gateways each", "addresses", THREE_GATEWAYS, 1],
  ["policies of logs", "logPolicies", ONE_GATEWAY, 10],
  ["policies of logs with the log of DNS queries", "logPolicies", inRegion("enable_dns_query_log = true"), 5],
] as const)(
  "of %s a new account has enough for so many installations, and the next is refused",
  async (_, quota, tfvars, fit) => {
    const { takes, finding: last } = await answerAfter(fit - 1, quota, tfvars);
    const taken = (count: number) => FROM_AWS[quota] + count * takes;
    expect([taken(fit) <= AT_FIRST[quota], taken(fit + 1) > AT_FIRST[quota]]).toEqual([true, true]);
    expect(last).toMatchObject({ verdict: "right" });
    const { finding: next } = await answerAfter(fit, quota, tfvars);
    expect(next).toMatchObject({ verdict: "wrong", mend: expect.any(String) });
    if (quota !== "logPolicies") expect(next.mend).toMatch(new RegExp(`--desired-value ${taken(fit + 1)}$`));
  },
);

test.each([
  ["in a VPC that exists", 'vpc_id = "vpc-0123456789abcdef0"'],
  ["without NAT gateways", "enable_nat_gateways = false"],
])("one %s takes no address, however many there are", async (_, settings) => {
  const { takes, finding } = await answerAfter(9, "addresses", inRegion(settings));
  expect([takes, finding.verdict]).toEqual([0, "right"]);
});

test("the document says how many fit", () => {
  const text = readFileSync(path.join(__dirname, "../../../docs/README.md"), "utf8").replace(/\s+/g, " ");
  expect(text).toContain(`${AT_FIRST.addresses} Elastic IP addresses and ${AT_FIRST.vpcs} VPCs in a region`);
  expect(text).toContain(
    "room for one installation with 3 NAT gateways, as in `production.tfvars`, or for 4 with 1",
  );
  expect(text).toContain(`CloudWatch Logs has ${AT_FIRST.logPolicies} resource policies in a region`);
});
