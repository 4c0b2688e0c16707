import pc from "picocolors";
import type { NameServers } from "../../../scripts/check/account";
import { checkAccount } from "../../../scripts/check/check-account";
import type { Finding } from "../../../scripts/check/question";
import { renderFindings } from "../../../scripts/check/render";
import { CACHE, CERTIFIED, CheckedAccount, DNS, DNS_LOG, GUARDDUTY, MAIL } from "./checked-account";
import { detector, listedRoles, orderable, type Reply, regions, vcpus, vpcs, zones } from "./stub-account";

const checked = new CheckedAccount();

const noAnswer = (code: string) => async () => Promise.reject(Object.assign(new Error(code), { code }));

const check = (tfvars: string, replies?: Record<string, Reply>, dns?: NameServers) =>
  checked.look(checkAccount, tfvars, replies, dns);

const notRight = (findings: readonly Finding[]) => findings.filter(({ verdict }) => verdict !== "right");

it.each([
  ["mail and a domain", MAIL],
  ["a certificate and an image in ECR", CERTIFIED],
  ["a cache of images and copies of backups", CACHE],
])("finds all right with %s, and changes nothing", async (_, tfvars) => {
  const findings = await check(tfvars);
  expect(notRight(findings)).toEqual([]);
  expect(findings.length).toBeGreaterThan(14);
  for (const action of checked.actions) expect(action).toMatch(/:(Get|List|Describe)/);
});

it("refuses a text without quotation marks, of which Terraform's parser makes a template", async () => {
  await expect(check(MAIL.replace('"eu-south-1"', "eu-south-1"))).rejects.toThrow(
    'line 2, region: eu-south-1 must be "eu-south-1"',
  );
});

describe("what is wrong, with what mends it", () => {
  it.each<[string, string, Record<string, Reply>, string, RegExp]>([
    [
      "a region that is off, and nothing else is asked",
      MAIL,
      { "ec2:DescribeRegions": regions("not-opted-in") },
      "eu-south-1",
      /^aws account enable-region --region-name eu-south-1$/,
    ],
    [
      "VPCs of others",
      MAIL,
      { "ec2:DescribeVpcs": vpcs(5, 1) },
      "VPCs",
      /--service-code vpc --quota-code L-F678F1CE --desired-value 6$/,
    ],
    [
      "too few addresses",
      MAIL,
      { "servicequotas:GetServiceQuota": { body: '{"Quota":{"Value":1}}' } },
      "Elastic IP addresses",
      /--service-code ec2 --quota-code L-0263D0A3 --desired-value 2$/,
    ],
    [
      "vCPUs of Fargate that others use",
      MAIL,
      { "monitoring:GetMetricStatistics": vcpus(1, 4) },
      "Fargate vCPUs",
      /--service-code fargate --quota-code L-3032A538 --desired-value 8$/,
    ],
    [
      "too many policies of logs",
      MAIL,
      {
        "logs:DescribeResourcePolicies": {
          body: JSON.stringify({ resourcePolicies: Array(10).fill({ policyName: "x" }) }),
        },
      },
      "resource policies of CloudWatch Logs",
      /delete-resource-policy/,
    ],
    [
      "one policy of logs too few for the log of DNS queries",
      DNS_LOG,
      {
        "logs:DescribeResourcePolicies": {
          body: JSON.stringify({ resourcePolicies: Array(9).fill({ policyName: "x" }) }),
        },
      },
      "resource policies of CloudWatch Logs",
      /delete-resource-policy/,
    ],
    [
      "a policy of logs of another environment, whose name begins with this one's",
      DNS_LOG,
      {
        "logs:DescribeResourcePolicies": {
          body: JSON.stringify({
            resourcePolicies: [
              ...Array(8).fill({ policyName: "x" }),
              { policyName: "openemr-clinic-dns-query-log" },
              { policyName: "openemr-clinic-west-dns-query-log" },
            ],
          }),
        },
      },
      "resource policies of CloudWatch Logs",
      /delete-resource-policy/,
    ],
    [
      "a role that only the log of DNS queries needs",
      DNS_LOG,
      { "iam:GetRole": { error: "NoSuchEntity" } },
      "route53resolver.amazonaws.com",
      /^aws iam create-service-linked-role --aws-service-name route53resolver.amazonaws.com$/,
    ],
    [
      "a role that is missing",
      MAIL,
      { "iam:GetRole": { error: "NoSuchEntity" } },
      "rds.amazonaws.com",
      /^aws iam create-service-linked-role --aws-service-name rds.amazonaws.com$/,
    ],
    [
      "a role that only channels need",
      'region = "eu-south-1"\nslack_channel = "T0123ABCDEF/C0123ABCDEF"\n',
      { "iam:GetRole": { error: "NoSuchEntity" } },
      "management.chatbot.amazonaws.com",
      /^aws iam create-service-linked-role --aws-service-name management.chatbot.amazonaws.com$/,
    ],
    [
      "a role with a name of the installation and without its boundary",
      `${MAIL}permissions_boundary_arn = "arn:aws:iam::111122223333:policy/github/boundary"\n`,
      {
        "iam:ListRoles": listedRoles(
          ["/", "openemr-clinic-admin"],
          ["/", "admin"],
          ["/github/", "openemr-clinic-x"],
        ),
      },
      "named openemr-clinic-* without the boundary",
      /^aws iam put-role-permissions-boundary --role-name openemr-clinic-admin --permissions-boundary arn:aws:iam::111122223333:policy\/github\/boundary$/,
    ],
    [
      "a detector of GuardDuty that belongs to something else",
      GUARDDUTY,
      detector("another"),
      "detector",
      /^enable_guardduty = false/,
    ],
    [
      "secrets that wait for deletion",
      MAIL,
      {
        "secretsmanager:ListSecrets": {
          body: JSON.stringify({
            SecretList: [
              { Name: "openemr-clinic-database", DeletedDate: 1.7e9 },
              { Name: "openemr-clinic-other" },
              // Another installation's name can begin with this one's.
              {
                Name: "openemr-clinic-west-database",
                DeletedDate: 1.7e9,
                Tags: [{ Key: "Environment", Value: "clinic-west" }],
              },
            ],
          }),
        },
      },
      "secrets that are scheduled for deletion",
      /^aws secretsmanager delete-secret .*--secret-id openemr-clinic-database --force-delete-without-recovery$/,
    ],
    [
      "a domain without a zone",
      MAIL,
      { "route53:ListHostedZonesByName": zones() },
      "hosted zone example.org",
      /^aws route53 create-hosted-zone --name example.org/,
    ],
    [
      "a domain with two zones, of which Terraform takes none",
      MAIL,
      { "route53:ListHostedZonesByName": zones("Z1", "Z2") },
      "hosted zone example.org",
      /^keep that which the registrar names/,
    ],
    [
      "backups that are off",
      MAIL,
      {
        "backup:DescribeRegionSettings": {
          body: '{"ResourceTypeOptInPreference":{"Aurora":false,"EFS":true}}',
        },
      },
      "opt-in of Aurora and EFS",
      /--resource-type-opt-in-preference Aurora=true$/,
    ],
    [
      "an engine that cannot be ordered",
      MAIL,
      { "rds:DescribeOrderableDBInstanceOptions": orderable(false) },
      "engine 8.0.mysql_aurora.3.10.3",
      /aurora_engine_version$/,
    ],
    [
      "an image that is not in ECR",
      CERTIFIED,
      { "ecr:DescribeImages": { error: "ImageNotFoundException" } },
      "111122223333.dkr.ecr.eu-south-1.amazonaws.com/openemr:",
      /^push it/,
    ],
  ])("%s", async (_, tfvars, replies, what, mend) => {
    const found = notRight(await check(tfvars, replies)).find((each) => each.what.startsWith(what));
    expect(found).toMatchObject({ verdict: "wrong", mend: expect.stringMatching(mend) });
  });

  it.each<[string, Partial<NameServers>, RegExp]>([
    [
      "a domain that others answer for",
      { resolveNs: async () => ["ns.example.net"] },
      /at the registrar of example.org: ns-1/,
    ],
    ["a domain that nobody knows", { resolveNs: noAnswer("ENOTFOUND") }, /at the registrar/],
    [
      "an authority that may not issue",
      { resolveCaa: async (name) => (name === "example.org" ? [{ issue: "letsencrypt.org" }] : []) },
      /add a CAA record to example.org: 0 issue "amazon.com"/,
    ],
  ])("%s", async (_, dns, mend) => {
    expect(notRight(await check(MAIL, {}, { ...DNS, ...dns }))).toMatchObject([
      { verdict: "wrong", mend: expect.stringMatching(mend) },
    ]);
  });
});

it("shows a table, and below it what mends the rest", async () => {
  const text = renderFindings(await check(MAIL, { "iam:GetRole": { error: "NoSuchEntity" } }));
  expect(text).toMatch(/^right +Account +111122223333 +arn:aws:iam/);
  expect(text).toContain(
    "\nService-linked roles, ecs.amazonaws.com:\n  aws iam create-service-linked-role --aws-service-name ecs.amazonaws.com\n",
  );
  expect(text).toMatch(/\d+ right, 8 wrong, 0 unknown$/);
});

it("has a colour for each verdict at a terminal", async () => {
  const findings = await check(MAIL, { "iam:GetRole": { error: "NoSuchEntity" } });
  const colors = pc.createColors(true);
  const text = renderFindings(findings, colors);
  expect(text).toContain(colors.green("right"));
  expect(text).toContain(colors.red("wrong"));
});

it("names the file that has no region", async () => {
  await expect(check('name = "openemr"\n')).rejects.toThrow(/environments\/clinic.tfvars gives no region/);
});
