import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { APPLY_POLICIES } from "../../../../scripts/commands/terraform-cloud/apply-permissions";
import { terraformCloud } from "../../../../scripts/commands/terraform-cloud/command";
import { DATA_ACTIONS } from "../../../../src/aws/data-actions";
import { sharedDenyStatements } from "../../../../src/github/deny-policy";
import { deployPolicies } from "../../../../src/github/deploy-policies";
import { FINAL_ACTIONS } from "../../../../src/github/final-actions";
import { boundaryStatements } from "../../../../src/github/permissions-boundary";
import { refreshReads } from "../../../../src/github/plan-statements";
import { StateAccess } from "../../../../src/github/state-access";
import { documentOf, placeOf } from "../../../github/boundary-support";
import { Permissions } from "../../../support/iam-evaluation";
import { READERS_TOKEN, TerraformCloud, TOKEN } from "../../../support/terraform-cloud/terraform-cloud";
import { Workspace } from "../../../support/terraform-cloud/workspace";

const project = mkdtempSync(path.join(tmpdir(), "terraform-cloud-"));
const ROLE = "arn:aws:iam::123456789012:role/openemr-terraform";
/** Policies of the role for applies; the boundary is one of what it makes. */
const APPLIED = APPLY_POLICIES.filter((name) => name !== "boundary");
let cloud: TerraformCloud;
let env: NodeJS.ProcessEnv;

beforeAll(async () => {
  cloud = await TerraformCloud.start(async () => ({}));
  mkdirSync(path.join(project, "environments"));
  writeFileSync(path.join(project, "environments/trial.tfvars"), 'region = "eu-west-1"\n');
  writeFileSync(
    path.join(project, "environments/copied.tfvars"),
    'region = "eu-west-1"\nbackup_copy_region = "eu-central-1"\n',
  );
  writeFileSync(path.join(project, "environments/nowhere.tfvars"), 'region = join("-", ["eu", "west-1"])\n');
  writeFileSync(path.join(project, "cdktf.json"), "{}");
});

beforeEach(() => {
  cloud.requests.length = 0;
  cloud.organization.workspaces.length = 0;
  cloud.organization.projects.length = 1;
  env = {
    PATH: process.env.PATH,
    OPENEMR_STATE_KIND: "cloud",
    OPENEMR_STATE_ORGANIZATION: "clinic",
    OPENEMR_STATE_HOSTNAME: cloud.host,
    ...cloud.environment(project),
  };
});

afterAll(async () => {
  await cloud.close();
  rmSync(project, { recursive: true });
});

/** @returns what it printed, and the exit code */
async function run(line: string, more: NodeJS.ProcessEnv = {}): Promise<{ output: string; code: number }> {
  const said = jest.spyOn(console, "log").mockImplementation(() => {});
  try {
    await terraformCloud(line.split(" "), { project, env: { ...env, ...more } });
    return { output: said.mock.calls.join("\n"), code: Number(process.exitCode ?? 0) };
  } finally {
    said.mockRestore();
    process.exitCode = undefined;
  }
}

/** A workspace as somebody else made it. */
function existing(attributes: object = {}): Workspace {
  const { organization } = cloud;
  const settings = { name: "openemr-trial", "terraform-version": "1.11.4", ...attributes };
  const workspace = new Workspace(settings, organization.projects[0]!, organization.name);
  organization.workspaces.push(workspace);
  return workspace;
}

const variable = (key: string, value: string, category = "env", sensitive = false) => ({
  id: `var-${key}`,
  attributes: { key, value: sensitive ? null : value, category, sensitive },
});

describe("setup", () => {
  test("makes project and workspace, with roles of AWS for its runs, and a check finds nothing wrong", async () => {
    const line = `setup trial --plan-role-arn ${ROLE}-plan --apply-role-arn ${ROLE}-apply --terraform-version 1.11.4 --yes`;
    const { output, code } = await run(line, { OPENEMR_STATE_PROJECT: "Medical records" });
    expect(output).toContain('make the project "Medical records"');
    expect(output).toContain(`Its plans get the role ${ROLE}-plan, and its applies ${ROLE}-apply.`);
    expect(output).not.toMatch(/^ {2}(problem|note)/m);
    expect(code).toBe(0);
    const workspace = cloud.organization.workspace("openemr-trial");
    expect(workspace.project.name).toBe("Medical records");
    expect(workspace.attributes).toMatchObject({
      "execution-mode": "remote",
      "terraform-version": "1.11.4",
      "auto-apply": false,
    });
    expect(
      Object.fromEntries(workspace.variables.map(({ attributes: { key, value } }) => [key, value])),
    ).toEqual({
      TFC_AWS_PROVIDER_AUTH: "true",
      TFC_AWS_PLAN_ROLE_ARN: `${ROLE}-plan`,
      TFC_AWS_APPLY_ROLE_ARN: `${ROLE}-apply`,
    });
  });

  test("changes what would stop a run, leaves the rest, and has nothing to do afterwards", async () => {
    const workspace = existing({
      "terraform-version": "1.10.5",
      "working-directory": "infrastructure",
      "global-remote-state": true,
      "auto-apply": true,
    });
    workspace.variables.push(
      variable("TFC_AWS_RUN_ROLE_ARN", `${ROLE}-old`),
      variable("AWS_REGION", "eu-west-1"),
    );
    const line = `setup trial --role-arn ${ROLE} --yes`;
    const { output } = await run(line);
    expect(output).toContain(
      `set the environment variable TFC_AWS_RUN_ROLE_ARN to ${ROLE}, from ${ROLE}-old`,
    );
    expect(workspace.attributes).toMatchObject({
      "terraform-version": "1.11.4",
      "working-directory": "",
      "global-remote-state": false,
      "auto-apply": true,
    });
    expect(workspace.variables.map(({ attributes: { key, value } }) => `${key}=${value}`)).toEqual([
      `TFC_AWS_RUN_ROLE_ARN=${ROLE}`,
      "AWS_REGION=eu-west-1",
      "TFC_AWS_PROVIDER_AUTH=true",
    ]);
    cloud.requests.length = 0;
    expect((await run(line)).output).toContain("The workspace is as it should be.");
    expect(cloud.requests.filter((request) => !request.startsWith("GET"))).toEqual([]);
  });

  test("goes on where an earlier run has failed", async () => {
    const settings = { OPENEMR_STATE_PROJECT: "Medical records" };
    await expect(run("setup trial --terraform-version 1.12.0 --yes", settings)).rejects.toThrow(
      /refused POST organizations\/clinic\/workspaces \(422\): .*Terraform version is not available\.$/,
    );
    const { output } = await run(`setup trial --terraform-version 1.11.4 --role-arn ${ROLE} --yes`, settings);
    expect(output).not.toContain("make the project");
    expect(cloud.organization.projects).toHaveLength(2);
    expect(cloud.organization.workspace("openemr-trial").project.name).toBe("Medical records");
  });

  test("changes nothing before somebody agrees, and says what the token may not do", async () => {
    await expect(run("setup trial")).rejects.toThrow(
      "There is no terminal to ask for a confirmation. Nothing was changed.",
    );
    expect(cloud.organization.workspaces).toEqual([]);
    const reader = cloud.environment(project, READERS_TOKEN);
    await expect(run("setup trial --yes", reader)).rejects.toThrow(
      /refused POST organizations\/clinic\/workspaces \(404\): the token may not do that\.$/,
    );
  });

  test("leaves the folder of a connected repository alone", async () => {
    const workspace = existing({
      "working-directory": "openemr-trial",
      "vcs-repo": { identifier: "clinic/openemr" },
    });
    const { output } = await run(`setup trial --role-arn ${ROLE} --yes`);
    expect(workspace.attributes["working-directory"]).toBe("openemr-trial");
    expect(output).toContain("Commits in clinic/openemr start its runs");
  });
});

describe("check", () => {
  test("a workspace that is not there leads to setup", async () => {
    const { output, code } = await run("check trial");
    expect(output).toMatch(
      /^https:\/\/localhost:\d+\/app\/clinic\/workspaces\/openemr-trial\n {2}problem {2}There is no such workspace, .* setup trial$/,
    );
    expect(code).toBe(1);
  });

  test("what is wrong there is told, and makes the exit code 1", async () => {
    const workspace = existing({ "terraform-version": "1.9.8", "working-directory": "a", permissions: {} });
    workspace.variables.push(variable("vpc_cidr", "10.9.0.0/16", "terraform"));
    const { output, code } = await run("check trial");
    expect(output).toContain("  ok       Terraform runs in Terraform Cloud.");
    expect(output).toContain("  problem  Its version of Terraform is 1.9.8, but must be 1.11.0 or later.");
    expect(output).toContain(
      "  problem  It has values of its own for vpc_cidr, which win over environments/trial.tfvars",
    );
    expect(output).toContain('  problem  Its working directory is "a", but must be empty');
    expect(output).toContain("  problem  The token may not plan there.");
    expect(code).toBe(1);
  });

  test("a lock, and a workspace outside of the project, are told", async () => {
    const workspace = existing();
    workspace.locked = true;
    const { output } = await run("check trial", { OPENEMR_STATE_PROJECT: "Medical records" });
    expect(output).toContain("  problem  It is locked");
    expect(output).toContain('  note     There is no project "Medical records" that the token may see.');
    cloud.organization.projects.push({ id: "prj-2", name: "Medical records" });
    expect((await run("check trial", { OPENEMR_STATE_PROJECT: "Medical records" })).output).toContain(
      'It is not in the project "Medical records".',
    );
  });

  test("no value of a variable is printed that is not a role", async () => {
    existing().variables.push(
      variable("AWS_ACCESS_KEY_ID", "AKIAPLANTED"),
      variable("vpc_cidr", "planted", "terraform"),
    );
    const { output } = await run("check trial");
    expect(output).not.toMatch(/planted/i);
    expect(output).not.toContain(TOKEN);
  });
});

describe("trust-policy", () => {
  const policy = async (line: string, more?: NodeJS.ProcessEnv) =>
    JSON.parse((await run(`trust-policy trial --account 123456789012${line}`, more)).output).Statement[0];

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
    expect(cloud.requests).toEqual([]);
  });
});

describe("plan-policy", () => {
  test("reads what a refresh reads, and nothing that jobs of GitHub Actions are denied", async () => {
    const { output } = await run("plan-policy trial --account 123456789012");
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
    expect(cloud.requests).toEqual([]);
  });
});

describe("apply-policy", () => {
  const policies = new Map<string, string>();
  const BOUNDARY = "arn:aws:iam::123456789012:policy/terraform-cloud/openemr-trial-boundary";
  const apply = () => new Permissions(APPLIED.map((name) => policies.get(name)!));

  beforeAll(async () => {
    for (const name of APPLY_POLICIES) {
      const line = `apply-policy trial --account 123456789012 --policy ${name} --hosted-zone Z1`;
      policies.set(name, (await run(line)).output);
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
    const { output } = await run("apply-policy trial --account 123456789012 --policy identities");
    expect(output).not.toContain("ChangeResourceRecordSets");
  });

  test("the region of copies comes from the environment's file, and a file without a region is refused", async () => {
    const line = (name: string) => `apply-policy ${name} --account 123456789012 --policy network`;
    expect((await run(line("trial"))).output).not.toContain("CopiesBackup");
    expect((await run(line("copied"))).output).toContain(
      "arn:aws:backup:eu-central-1:123456789012:backup-vault:openemr-copied-*",
    );
    await expect(run(line("nowhere"))).rejects.toThrow(/nowhere\.tfvars assigns no text to region/);
  });
});

describe("what is refused", () => {
  test.each([
    ["", 'The command is "", but must be "check", "setup", "trust-policy", "plan-policy" or "apply-policy".'],
    ["chek trial", 'The command is "chek"'],
    ["check", "Which environment? The environments are copied, nowhere, trial."],
    ["check trail", 'Did you mean "trial"?'],
    ["check trial more", '"more" is one argument too many.'],
    ["apply-policy trial --account 123456789012", '--policy is missing, but must be "boundary", '],
    ["apply-policy trial --account 123456789012 --policy all", '--policy is "all", but must be "boundary", '],
    [
      "apply-policy trial --account 123456789012 --policy data --hosted-zone example.org",
      '--hosted-zone is "example.org", but must be the id of a hosted zone',
    ],
    ["check trial --yes", "--yes is an option of setup, not of check. Leave it out."],
    ["check trial --yess", "--yess"],
    ["setup trial --role-arn me", '--role-arn is "me", but must be the ARN of a role of IAM, such as'],
    [`setup trial --plan-role-arn ${ROLE}`, "--plan-role-arn and --apply-role-arn belong together"],
    ["setup trial --execution-mode agent", '--execution-mode is "agent", but must be "remote" or "local".'],
    [
      "setup trial --terraform-version 1.10.5",
      '--terraform-version is "1.10.5", but must be 1.11.0 or later.',
    ],
    [
      "setup trial --terraform-version newest",
      '--terraform-version is "newest", but must be 1.11.0 or later.',
    ],
    ["trust-policy trial", "--account is missing, but must be the 12 digits of the AWS account."],
    ["trust-policy trial --account 123", '--account is "123", but must be'],
    [
      "trust-policy trial --account 123456789012 --phase both",
      '--phase is "both", but must be "plan" or "apply".',
    ],
  ])("%p", async (line, message) => {
    await expect(run(line)).rejects.toThrow(message);
    expect(cloud.requests).toEqual([]);
  });

  test.each<[string, NodeJS.ProcessEnv, RegExp]>([
    [
      "another kind of state",
      { OPENEMR_STATE_KIND: "local" },
      /^State is kept by "local", and not in Terraform Cloud\. Set kind/,
    ],
    [
      "no organization",
      { OPENEMR_STATE_ORGANIZATION: "" },
      /^State is kept by "cloud", and has no place yet: organization is not set/,
    ],
    [
      "another organization",
      { OPENEMR_STATE_ORGANIZATION: "clinik" },
      /^There is no organization "clinik" at localhost/,
    ],
    [
      "no token",
      { TF_CLI_CONFIG_FILE: "/dev/null" },
      /^There is no token for localhost:\d+\. Sign in: terraform login localhost/,
    ],
    [
      "an authority nobody knows",
      { SSL_CERT_FILE: "" },
      /^localhost:\d+ cannot be reached: .*certificate.* set SSL_CERT_FILE to/,
    ],
    [
      "no such file of authorities",
      { SSL_CERT_FILE: "/nowhere" },
      /^SSL_CERT_FILE is "\/nowhere", which cannot be read/,
    ],
    [
      "nobody there",
      { OPENEMR_STATE_HOSTNAME: "localhost:1", "TF_TOKEN_localhost:1": "x" },
      /^localhost:1 cannot be reached: .*ECONNREFUSED/,
    ],
  ])("%s", async (_, more, message) => {
    await expect(run("check trial", more)).rejects.toThrow(message);
  });

  test("a token that is no longer valid", async () => {
    const old = { TF_CLI_CONFIG_FILE: "/dev/null", [`TF_TOKEN_${cloud.host}`]: "an-old-one" };
    await expect(run("check trial", old)).rejects.toThrow(
      /does not accept the token: it has expired, or was revoked\./,
    );
  });
});
