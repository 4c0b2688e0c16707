import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import {
  AuthorizeSecurityGroupIngressCommand,
  CreateSecurityGroupCommand,
  DescribeSecurityGroupRulesCommand,
  EC2Client,
} from "@aws-sdk/client-ec2";
import { GetRoleCommand, GetRolePolicyCommand, IAMClient } from "@aws-sdk/client-iam";
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { planPermissions } from "../../scripts/commands/terraform-cloud/plan-permissions";
import { trustPolicy } from "../../scripts/commands/terraform-cloud/trust-policy";
import { findEnvironment } from "../../src/environments";
import type { StateSettings } from "../../src/state/state-settings";
import { blocksOf, PROJECT } from "../support/documents";
import { Permissions } from "../support/iam-evaluation";
import type { Statement } from "../support/iam-policies";
import { type EmulatedAws, startMoto } from "./support/moto";

// Procedures of the documents in which one command takes what another said, as a person pastes them: the real AWS CLI
// against an emulated AWS. That each command by itself is understood is tested over all documents without an AWS.

const REGION = "us-east-1";
const ACCOUNT = "123456789012";
// Each command of the CLI is a start of Python.
jest.setTimeout(600_000);
const folder = mkdtempSync(path.join(tmpdir(), "documents-"));
let aws: EmulatedAws;

beforeAll(async () => {
  aws = await startMoto();
  // Version 1 of the CLI has an address of its own for SQS, which no variable changes.
  standIn("aws", `PATH='${process.env.PATH}' exec aws --endpoint-url ${aws.url} "$@"`);
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await aws?.stop();
});

/** The block of a document that has this text. */
function block(document: string, part: string): string {
  const found = blocksOf(document).find(({ text }) => text.includes(part));
  if (!found) throw new Error(`${document} has no block with ${part}`);
  return found.text;
}

/** A program that stands before the real one of its name, in the words of a shell. */
function standIn(program: string, script: string): void {
  const file = path.join(folder, program);
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
}

function run(script: string): { stdout: string; stderr: string } {
  const { stdout, stderr } = spawnSync("sh", ["-x"], {
    cwd: folder,
    input: script,
    encoding: "utf8",
    env: {
      ...process.env,
      PATH: `${folder}:${process.env.PATH}`,
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
      AWS_DEFAULT_REGION: REGION,
      AWS_CONFIG_FILE: "/dev/null",
      AWS_PAGER: "",
    },
  });
  return { stdout, stderr };
}

const client = () => ({
  endpoint: aws.url,
  region: REGION,
  credentials: { accessKeyId: "test", secretAccessKey: "test" },
});

test("docs/mail.md: what was given up is tried again from the queue that the outputs name", () => {
  const { stdout } = run("aws sqs create-queue --queue-name dead-letters --query QueueUrl --output text");
  standIn("npm", `echo ${stdout.trim()}`);
  // The emulated SQS knows no move task: the last command is only seen with its argument.
  const { stderr } = run(block("docs/mail.md", "start-message-move-task"));
  expect(stderr).toContain(
    `+ aws sqs start-message-move-task --source-arn arn:aws:sqs:${REGION}:${ACCOUNT}:dead-letters`,
  );
});

test("docs/analytics.md: the notebook comes from the bucket that the parameter names", () => {
  run(
    [
      "aws s3 mb s3://exports",
      "echo '{\"cells\": []}' | aws s3 cp - s3://exports/code/first-look.ipynb",
      `aws ssm put-parameter --type String --name /openemr-production/analytics --value '{"database_bucket": "exports"}'`,
    ].join("\n"),
  );
  run(block("docs/analytics.md", "first-look.ipynb"));
  expect(readFileSync(path.join(folder, "first-look.ipynb"), "utf8")).toBe('{"cells": []}\n');
});

test("docs/terraform-cloud.md: two roles are made, each trusted by one phase of one workspace, the one for plans with its policy", async () => {
  const settings = { kind: "cloud", organization: "clinic", project: "openemr" } as StateSettings;
  for (const phase of ["plan", "apply"] as const) {
    const file = path.join(folder, `trust-${phase}.json`);
    writeFileSync(file, JSON.stringify(trustPolicy(settings, "production", ACCOUNT, phase)));
  }
  const environment = findEnvironment(path.join(PROJECT, "environments"), "production");
  writeFileSync(path.join(folder, "plan-policy.json"), JSON.stringify(planPermissions(environment, ACCOUNT)));
  standIn(
    "npm",
    `case "$*" in *plan-policy*) cat plan-policy.json;; *"trust-policy production --account ${ACCOUNT} --phase "*) cat "trust-\${10}.json";; esac`,
  );
  run(
    block("docs/terraform-cloud.md", "create-open-id-connect-provider") +
      block("docs/terraform-cloud.md", "aws iam put-role-policy"),
  );
  const iam = new IAMClient(client());
  for (const phase of ["plan", "apply"]) {
    const { Role } = await iam.send(new GetRoleCommand({ RoleName: `openemr-production-${phase}` }));
    expect(Role?.MaxSessionDuration).toBe(7200);
    expect(decodeURIComponent(Role!.AssumeRolePolicyDocument!)).toContain(
      `workspace:openemr-production:run_phase:${phase}"`,
    );
  }
  const { PolicyDocument } = await iam.send(
    new GetRolePolicyCommand({ RoleName: "openemr-production-plan", PolicyName: "plan" }),
  );
  expect(decodeURIComponent(PolicyDocument!)).toContain("NoData");
});

test("docs/incident.md: the way in of an attacker is closed by the identifiers that the commands before said", async () => {
  const ec2 = new EC2Client(client());
  const { GroupId } = await ec2.send(
    new CreateSecurityGroupCommand({ GroupName: "openemr-production-load-balancer", Description: "edge" }),
  );
  await ec2.send(
    new AuthorizeSecurityGroupIngressCommand({
      GroupId,
      IpPermissions: [
        { IpProtocol: "tcp", FromPort: 443, ToPort: 443, IpRanges: [{ CidrIp: "203.0.113.0/24" }] },
      ],
    }),
  );
  const [find, list, revoke] = block("docs/incident.md", "revoke-security-group-ingress").split(
    /\n(?=aws )/,
  ) as [string, string, string];
  const [, group] = /^(sg-\w+)\topenemr-production-load-balancer$/m.exec(run(find).stdout) ?? [];
  expect(group).toBe(GroupId);
  const withGroup = (text: string) => text.replaceAll("sg-0123456789abcdef0", group!);
  const { SecurityGroupRules } = JSON.parse(run(withGroup(list)).stdout);
  const rule = SecurityGroupRules.find(({ IsEgress }: { IsEgress: boolean }) => !IsEgress);
  run(withGroup(revoke).replaceAll("sgr-0123456789abcdef0", rule.SecurityGroupRuleId));
  const left = await ec2.send(
    new DescribeSecurityGroupRulesCommand({ Filters: [{ Name: "group-id", Values: [group!] }] }),
  );
  expect(left.SecurityGroupRules?.filter(({ IsEgress }) => !IsEgress)).toEqual([]);
});

test("docs/images.md: the credential of Docker Hub is in the secret, and no longer in the file", async () => {
  const credential = JSON.stringify({ username: "clinic", accessToken: "dckr_pat_1" });
  writeFileSync(path.join(folder, "credential.json"), credential);
  run(block("docs/images.md", "ecr-pullthroughcache/docker-hub"));
  const secrets = new SecretsManagerClient(client());
  const found = await secrets.send(
    new GetSecretValueCommand({ SecretId: "ecr-pullthroughcache/docker-hub" }),
  );
  expect(found.SecretString).toBe(credential);
  expect(existsSync(path.join(folder, "credential.json"))).toBe(false);
});

test("docs/dns.md: the zone that is found by its name says its name servers", () => {
  run("aws route53 create-hosted-zone --name example.org --caller-reference 1");
  standIn("dig", "exit 0");
  const { stdout } = run(block("docs/dns.md", "list-hosted-zones-by-name"));
  expect(JSON.parse(stdout).length).toBeGreaterThan(1);
});

test("docs/incident.md: logs are exported to a bucket that lets CloudWatch Logs in, of this account only, and keeps them", async () => {
  run("aws logs create-log-group --log-group-name /openemr-production/application");
  standIn("npm", `echo '{"message":"last"}'`);
  const { stderr } = run(
    block("docs/incident.md", "create-bucket") + block("docs/incident.md", "create-export-task"),
  );
  expect(stderr).not.toMatch(/An error occurred|Traceback/);
  const bucket = `incident-evidence-${ACCOUNT}`;
  const { stdout } = run(
    [
      `aws s3api get-bucket-policy --bucket ${bucket} --query Policy --output text`,
      `aws s3api get-object-lock-configuration --bucket ${bucket} --query ObjectLockConfiguration.Rule.DefaultRetention.Days`,
      `aws s3 ls --recursive s3://${bucket}`,
    ].join("\n"),
  );
  const [policy, days, ...objects] = stdout.trim().split("\n");
  expect(days).toBe("2555");
  expect(objects.join()).toMatch(/aws-logs-write-test.*last-hours\/application\.json/s);
  // AWS's guide asks for that: the acl is read first, then objects are written.
  const statements = (JSON.parse(policy!) as { Statement: Statement[] }).Statement;
  const listed = statements.map((each) => ({
    ...each,
    Action: [each.Action].flat(),
    Resource: [each.Resource!].flat(),
  }));
  const logs = new Permissions([JSON.stringify({ Statement: listed })]);
  const from = (account: string) => ({
    "aws:SourceAccount": account,
    "aws:SourceArn": `arn:aws:logs:${REGION}:${account}:log-group:/openemr-production/application:*`,
  });
  const asked = (account: string) => [
    logs.allows("s3:GetBucketAcl", `arn:aws:s3:::${bucket}`, from(account)),
    logs.allows("s3:PutObject", `arn:aws:s3:::${bucket}/application/x/000000.gz`, from(account)),
  ];
  expect(asked(ACCOUNT)).toEqual([true, true]);
  expect(asked("999999999999")).toEqual([false, false]);
  expect(new Set(statements.map(({ Principal }) => JSON.stringify(Principal)))).toEqual(
    new Set([JSON.stringify({ Service: `logs.${REGION}.amazonaws.com` })]),
  );
});
