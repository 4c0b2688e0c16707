import { APPLY_POLICIES } from "../../../../scripts/commands/terraform-cloud/apply-permissions";
import { DATA_ACTIONS } from "../../../../src/aws/data-actions";
import { sharedDenyStatements } from "../../../../src/github/deny-policy";
import { deployPolicies } from "../../../../src/github/deploy-policies";
import { FINAL_ACTIONS } from "../../../../src/github/final-actions";
import { boundaryStatements } from "../../../../src/github/permissions-boundary";
import { refreshReads } from "../../../../src/github/plan-statements";
import { StateAccess } from "../../../../src/github/state-access";
import { documentOf, placeOf } from "../../../github/boundary-support";
import { Permissions } from "../../../support/iam-evaluation";
import { CommandRun } from "./command-run";

const command = new CommandRun();
/** Policies of the role for applies; the boundary is one of what it makes. */
const APPLIED = APPLY_POLICIES.filter((name) => name !== "boundary");

describe("trust-policy", () => {
  const policy = async (line: string, more?: NodeJS.ProcessEnv) =>
    JSON.parse((await command.run(`trust-policy trial --account 123456789012${line}`, more)).output)
      .Statement[0];

  test("trusts the runs of one workspace, of both phases or one, for the audience of AWS", async () => {
    const settings = { OPENEMR_STATE_HOSTNAME: "", OPENEMR_STATE_PROJECT: "Medical records" };
    const workspace = "organization:clinic:project:Medical records:workspace:openemr-trial:run_phase";
    expect(await policy("", settings)).toEqual({
      Effect: "Allow",
      Principal: { Federated: "arn:aws:iam::123456789012:oidc-provider/app.terraform.io" },
      Action: "sts:AssumeRoleWithWebIdentity",
      Condition: {
        StringEquals: { "app.terraform.io:aud": "aws.workload.identity" },
        StringLike: { "app.terraform.io:sub": `${workspace}:*` },
      },
    });
    expect((await policy(" --phase plan", settings)).Condition).toEqual({
      StringEquals: {
        "app.terraform.io:aud": "aws.workload.identity",
        "app.terraform.io:sub": `${workspace}:plan`,
      },
    });
    expect(command.cloud.requests).toEqual([]);
  });
});

describe("plan-policy", () => {
  test("reads what a refresh reads, and nothing that jobs of GitHub Actions are denied", async () => {
    const { output } = await command.run("plan-policy trial --account 123456789012");
    expect(output.replace(/\s+/g, "").length).toBeLessThan(10_240);
    const everything = JSON.stringify({ Statement: [{ Effect: "Allow", Action: ["*"], Resource: ["*"] }] });
    const role = new Permissions([output]);
    const widened = new Permissions([output, everything]);
    for (const action of refreshReads().filter(
      (each) => !/^(lambda:|s3:ListBucket$|ssm:GetParameter$)/.test(each),
    ))
      expect([action, role.allows(action, "*")]).toEqual([action, true]);
    for (const action of [
      ...DATA_ACTIONS,
      "secretsmanager:GetSecretValue",
      "logs:GetQueryResults",
      "sqs:ReceiveMessage",
    ])
      expect([action, widened.allows(action, "*")]).toEqual([action, false]);
    expect(role.allows("s3:ListBucket", "arn:aws:s3:::openemr-trial-exec-1")).toBe(true);
    expect(role.allows("s3:ListBucket", "arn:aws:s3:::scans-of-another-clinic")).toBe(false);
    const parameter = (name: string) => `arn:aws:ssm:us-east-1:123456789012:parameter/openemr-trial/${name}`;
    expect(role.allows("ssm:GetParameter", parameter("settings"))).toBe(true);
    expect(widened.allows("ssm:GetParameter", parameter("password"))).toBe(false);
    const object = (key: string) => `arn:aws:s3:::sagemaker-openemr-trial-database-export-1/${key}`;
    expect(role.allows("s3:GetObject", object("code/chart.py"))).toBe(true);
    expect(widened.allows("s3:GetObject", object("exports/patients.parquet"))).toBe(false);
    expect(command.cloud.requests).toEqual([]);
  });
});

describe("apply-policy", () => {
  const policies = new Map<string, string>();
  const BOUNDARY = "arn:aws:iam::123456789012:policy/terraform-cloud/openemr-trial-boundary";
  const apply = () => new Permissions(APPLIED.map((name) => policies.get(name)!));

  beforeAll(async () => {
    for (const name of APPLY_POLICIES) {
      const line = `apply-policy trial --account 123456789012 --policy ${name} --hosted-zone Z1`;
      policies.set(name, (await command.run(line)).output);
    }
  });

  test("IAM has room for each: one is written into the role, the others are attached", () => {
    const lengths = new Map([...policies].map(([name, text]) => [name, text.replace(/\s/g, "").length]));
    const tooLong = [...lengths].filter(([name, length]) => length > (name === "change" ? 10_240 : 6144));
    expect(tooLong).toEqual([]);
    // The boundary is attached to no role that deploys, and a role has room for ten.
    expect(APPLIED.length).toBeLessThan(10);
  });

  test("has the statements of the role of deploys by GitHub Actions, and no others", () => {
    const target = {
      application: "openemr",
      environment: "trial",
      place: placeOf("trial", "eu-west-1"),
      iamPath: "/terraform-cloud/",
      copies: { areMade: false, place: placeOf("trial", "eu-west-1") },
      state: new StateAccess({ partition: "aws", accountId: "123456789012" }, { kind: "cloud" }),
      codeObjects: ["arn:aws:s3:::sagemaker-openemr-trial-*/code/*"],
    };
    const limits = {
      boundaryArn: BOUNDARY,
      hostedZoneArn: "arn:aws:route53:::hostedzone/Z1",
      hasHostedZone: true,
    };
    for (const [name, statements] of Object.entries(deployPolicies(target, limits)))
      expect([name, JSON.parse(policies.get(name)!).Statement]).toEqual([
        name,
        JSON.parse(documentOf(statements)).Statement,
      ]);
    expect(JSON.parse(policies.get("boundary")!).Statement).toEqual(
      JSON.parse(documentOf(boundaryStatements(target))).Statement,
    );
    expect(JSON.parse(policies.get("denials")!).Statement).toEqual(
      JSON.parse(documentOf(sharedDenyStatements())).Statement,
    );
  });

  test("makes roles within its boundary, and changes neither itself nor the boundary", () => {
    const role = "arn:aws:iam::123456789012:role/openemr-trial-task";
    const bounded = { "iam:PermissionsBoundary": BOUNDARY };
    expect(apply().allows("iam:CreateRole", role, bounded)).toBe(true);
    expect(apply().allows("iam:CreateRole", role)).toBe(false);
    const itself = "arn:aws:iam::123456789012:role/terraform-cloud/openemr-trial-apply";
    const own = [
      ["iam:PutRolePolicy", itself],
      ["iam:UpdateAssumeRolePolicy", itself],
      ["iam:CreatePolicyVersion", BOUNDARY],
    ] as const;
    const everything = { Effect: "Allow", Action: ["*"], Resource: ["*"] } as const;
    for (const [action, resource] of own)
      expect([action, apply().with(everything).allows(action, resource, bounded)]).toEqual([action, false]);
  });

  test("destroys no data, reads none, and changes what is in its region", () => {
    const everything = { Effect: "Allow", Action: ["*"], Resource: ["*"] } as const;
    for (const action of [...FINAL_ACTIONS, ...DATA_ACTIONS])
      expect([action, apply().with(everything).allows(action, "*")]).toEqual([action, false]);
    const vpc = "arn:aws:ec2:eu-west-1:123456789012:vpc/*";
    expect(apply().allows("ec2:CreateVpc", vpc, { "aws:RequestedRegion": "eu-west-1" })).toBe(true);
    expect(apply().allows("ec2:CreateVpc", vpc, { "aws:RequestedRegion": "us-east-1" })).toBe(false);
  });

  test("writes records only in the zone that is given", async () => {
    const zone = "arn:aws:route53:::hostedzone/Z1";
    expect(apply().allows("route53:ChangeResourceRecordSets", zone)).toBe(true);
    const { output } = await command.run("apply-policy trial --account 123456789012 --policy identities");
    expect(output).not.toContain("ChangeResourceRecordSets");
  });

  test("the region of copies comes from the environment's file, and a file without a region is refused", async () => {
    const line = (name: string) => `apply-policy ${name} --account 123456789012 --policy network`;
    expect((await command.run(line("trial"))).output).not.toContain("CopiesBackup");
    expect((await command.run(line("copied"))).output).toContain(
      "arn:aws:backup:eu-central-1:123456789012:backup-vault:openemr-copied-*",
    );
    await expect(command.run(line("nowhere"))).rejects.toThrow(/nowhere\.tfvars assigns no text to region/);
  });
});
