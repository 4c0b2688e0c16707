import { readFileSync } from "node:fs";
import path from "node:path";
import type { NameServers } from "../../../scripts/check/account";
import { checkAccount } from "../../../scripts/check/check-account";
import type { Finding } from "../../../scripts/check/question";
import { CACHE, CERTIFIED, CheckedAccount, DNS_LOG, GUARDDUTY, MAIL } from "./checked-account";
import { detector, type Reply, vcpus } from "./stub-account";

const checked = new CheckedAccount();

const noAnswer = (code: string) => async () => Promise.reject(Object.assign(new Error(code), { code }));

const check = (tfvars: string, replies?: Record<string, Reply>, dns?: NameServers) =>
  checked.look(checkAccount, tfvars, replies, dns);

const notRight = (findings: readonly Finding[]) => findings.filter(({ verdict }) => verdict !== "right");

const DENIED: Reply = {
  error: "AccessDeniedException",
  message: "User a is not authorized to perform: backup:DescribeRegionSettings",
};

describe("what cannot be seen", () => {
  it.each<[string, Reply, RegExp]>([
    ["others use vCPUs", vcpus(2), /^2 of 5 .*: enough only where those used were this installation's own$/],
    [
      "the metric may not be read",
      {
        error: "AccessDeniedException",
        message: "User a is not authorized to perform: cloudwatch:GetMetricStatistics",
      },
      /^not allowed to look: cloudwatch:GetMetricStatistics$/,
    ],
  ])("is unknown of Fargate's quota where %s", async (_, use, seen) => {
    const found = notRight(
      await check(MAIL, {
        "monitoring:GetMetricStatistics": use,
      }),
    );
    expect(found).toMatchObject([
      { what: "Fargate vCPUs", verdict: "unknown", seen: expect.stringMatching(seen) },
    ]);
  });

  it("is unknown, with the permission that is missing, and stops nothing else", async () => {
    const findings = await check(MAIL, { "backup:DescribeRegionSettings": DENIED });
    expect(notRight(findings)).toMatchObject([
      { verdict: "unknown", seen: "not allowed to look: backup:DescribeRegionSettings" },
    ]);
  });

  it("is unknown where nobody answers for the domain", async () => {
    const silent = { resolveNs: noAnswer("ETIMEOUT"), resolveCaa: noAnswer("ETIMEOUT") };
    expect(notRight(await check(MAIL, {}, silent)).map(({ verdict }) => verdict)).toEqual([
      "unknown",
      "unknown",
    ]);
  });

  it("is unknown where a certificate has no name to be compared with", async () => {
    const [found] = notRight(await check(CERTIFIED.replace(/host_name.*\n/, "")));
    expect(found).toMatchObject({ area: "Certificate", verdict: "unknown" });
  });
});

const EXISTING_VPC = `
region = "eu-south-1"
vpc_id = "vpc-1"
private_subnet_ids = ["subnet-1a"]
public_subnet_ids = ["subnet-2a"]
permissions_boundary_arn = "arn:aws:iam::111122223333:policy/github/boundary"
`;

it("docs/getting-started.md names each right that it takes, and no other", async () => {
  // npm run deploy asks whether it is the first.
  const asked = new Set(["ec2:DescribeSecurityGroups"]);
  for (const tfvars of [MAIL, CACHE, CERTIFIED, DNS_LOG, GUARDDUTY, EXISTING_VPC]) {
    await checked.look(checkAccount, tfvars, tfvars === GUARDDUTY ? detector("clinic") : {});
    for (const action of checked.actions) {
      asked.add(action.replace(/^monitoring:/, "cloudwatch:").replace(/^sesv2:/, "ses:"));
    }
  }
  // AWS allows everybody to ask who they are.
  asked.delete("sts:GetCallerIdentity");
  const document = readFileSync(path.join(__dirname, "../../../docs/getting-started.md"), "utf8");
  const [, paragraph] = /It takes `ReadOnlyAccess` of AWS, or these actions: (.*?)\n\n/s.exec(document)!;
  expect([...paragraph!.matchAll(/`([a-z0-9-]+:\w+)`/g)].map(([, action]) => action!).sort()).toEqual(
    [...asked].sort(),
  );
});
