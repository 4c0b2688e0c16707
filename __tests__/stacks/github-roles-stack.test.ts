import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { App } from "cdktf";
import { TerraformError } from "../../scripts/lib/terraform-diagnostics";
import { SERVICES_WITH_ROLES } from "../../src/github/deploy-services";
import { REFRESH_READS } from "../../src/github/refresh-reads";
import { GITHUB_ROLES_STACK, GitHubRolesStack } from "../../src/stacks/github-roles-stack";
import { readStateSettings } from "../../src/state/state-settings";
import { Permissions, type RequestContext } from "../github/iam-evaluation";
import { addresses, changes, OfflineAccount, type OfflineStack } from "../support/offline-account";
import { SynthesizedProject } from "../support/synthesized-project";

const ENVIRONMENTS = ["development", "production"];
const STATE = { bucket: "states", region: "us-east-1", lockTable: "locks", useLockfile: true };
const VALUES = {
  repository: "clinic@12/openemr@34",
  region: "us-east-1",
  environments: { development: "us-east-1", production: "eu-west-1" },
};

const outdir = mkdtempSync(path.join(tmpdir(), "github-roles-"));
const account = new OfflineAccount();
let stack: OfflineStack;
let resources: Map<string, Record<string, unknown>>;

/** The folder of the synthesized stack. */
function synthesize(name: string, context: unknown): string {
  const app = new App({ outdir: path.join(outdir, name) });
  new GitHubRolesStack(app, GITHUB_ROLES_STACK, {
    state: readStateSettings(context, {}),
    environments: ENVIRONMENTS,
  });
  app.synth();
  return path.join(outdir, name, "stacks", GITHUB_ROLES_STACK);
}

beforeAll(async () => {
  stack = await account.add(synthesize("s3", STATE));
  await stack.apply(VALUES);
  resources = await stack.resources();
});

afterAll(async () => {
  await account.close();
  rmSync(outdir, { recursive: true });
});

const text = (address: string, attribute: string) => String(resources.get(address)?.[attribute]);

/** The documents of a role that count against IAM's limit for one role. */
function inline(role: string): string[] {
  const own = [...resources.keys()].filter((address) => address.startsWith(`aws_iam_role_policy.${role}_`));
  return own.map((address) => text(address, "policy"));
}

const permissionsOf = (role: string) =>
  new Permissions([text("aws_iam_policy.refresh", "policy"), ...inline(role)]);

function conditionsOfTrust(role: string): Record<string, unknown> {
  const { Statement } = JSON.parse(text(`aws_iam_role.${role}`, "assume_role_policy"));
  expect(Statement).toEqual([
    expect.objectContaining({
      Effect: "Allow",
      Action: ["sts:AssumeRoleWithWebIdentity"],
      Principal: { Federated: text("aws_iam_openid_connect_provider.identity_provider[0]", "arn") },
    }),
  ]);
  return Statement[0].Condition;
}

const ACCOUNT = "123456789012";
const arn = (service: string, resource: string, region = "eu-west-1") =>
  `arn:aws:${service}:${region}:${ACCOUNT}:${resource}`;
const iam = (resource: string) => arn("iam", resource, "");
const object = (bucket: string, key: string) => `arn:aws:s3:::${bucket}/${key}`;
const IN_REGION = { "aws:RequestedRegion": "eu-west-1" };

describe("trust", () => {
  test("plans are of pull requests and of the branch, and for AWS alone", () => {
    expect(conditionsOfTrust("plan")).toEqual({
      StringEquals: {
        "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
        "token.actions.githubusercontent.com:sub": [
          "repo:clinic@12/openemr@34:pull_request",
          "repo:clinic@12/openemr@34:ref:refs/heads/main",
        ],
      },
    });
  });

  test.each(ENVIRONMENTS)(
    "a deploy of %s is of GitHub's environment of that name and of the branch",
    (environment) => {
      expect(conditionsOfTrust(`${environment}_deploy[0]`)).toEqual({
        StringEquals: {
          "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
          "token.actions.githubusercontent.com:sub": [`repo:clinic@12/openemr@34:environment:${environment}`],
          "token.actions.githubusercontent.com:ref": "refs/heads/main",
        },
      });
    },
  );
});

describe("the plan role", () => {
  const everything = { Effect: "Allow", Action: ["*"], Resource: ["*"] } as const;

  test("reads what a refresh reads, and the states", () => {
    const plan = permissionsOf("plan");
    expect(plan.allows("rds:DescribeDBClusters", arn("rds", "cluster:x"))).toBe(true);
    expect(plan.allows("secretsmanager:DescribeSecret", arn("secretsmanager", "secret:x"))).toBe(true);
    expect(plan.allows("s3:GetObject", object("states", "environments/production/terraform.tfstate"))).toBe(
      true,
    );
    expect(plan.allows("s3:ListBucket", "arn:aws:s3:::states")).toBe(true);
    const checksum = { "dynamodb:LeadingKeys": "states/environments/production/terraform.tfstate-md5" };
    expect(plan.allows("dynamodb:GetItem", arn("dynamodb", "table/locks", "us-east-1"), checksum)).toBe(true);
    const key = arn("kms", "key/1", "us-east-1");
    const ofState = { "kms:EncryptionContext:aws:s3:arn": "arn:aws:s3:::states" };
    expect(plan.allows("kms:Decrypt", key, ofState)).toBe(true);
    expect(
      plan.allows("kms:Decrypt", key, { "kms:EncryptionContext:aws:s3:arn": "arn:aws:s3:::records" }),
    ).toBe(false);
    expect(plan.allows("kms:Decrypt", key)).toBe(false);
  });

  test("asks for the objects that the stack itself makes, by name", () => {
    const bucket = `sagemaker-openemr-production-database-export-${ACCOUNT}-eu-west-1`;
    expect(permissionsOf("plan").allows("s3:GetObject", object(bucket, "code/first-look.py"))).toBe(true);
    expect(permissionsOf("plan").allows("s3:GetObject", object(bucket, "exports/patients.parquet"))).toBe(
      false,
    );
  });

  test("writes nothing at all", () => {
    const actions = [...resources.values()].flatMap(({ policy }) =>
      typeof policy === "string" ? (JSON.parse(policy).Statement ?? []) : [],
    );
    expect(actions.length).toBeGreaterThan(0);
    const allowed = [text("aws_iam_policy.refresh", "policy"), ...inline("plan")]
      .flatMap((document) => JSON.parse(document).Statement)
      .filter(({ Effect }) => Effect === "Allow")
      .flatMap(({ Action }) => Action as string[]);
    expect(allowed.length).toBeGreaterThan(100);
    expect(allowed.filter((action) => !/^[a-z0-9-]+:(Describe|Get|List)[A-Za-z]*$/.test(action))).toEqual([
      "kms:Decrypt",
      "kms:Decrypt",
    ]);
  });

  test.each([
    [
      "a secret",
      "secretsmanager:GetSecretValue",
      arn("secretsmanager", "secret:openemr-production-database-x"),
    ],
    ["a parameter", "ssm:GetParameter", arn("ssm", "parameter/x")],
    ["an object", "s3:GetObject", object("openemr-production-audit", "AWSLogs/x")],
    ["another version of an object", "s3:GetObjectVersion", object("records", "x")],
    ["the state of the roles", "s3:GetObject", object("states", "github-roles/terraform.tfstate")],
    ["the database by SQL", "rds-data:ExecuteStatement", arn("rds", "cluster:x")],
    ["a log", "logs:FilterLogEvents", arn("logs", "log-group:x")],
    ["a log by a query", "logs:StartQuery", arn("logs", "log-group:x")],
    ["a task's shell", "ecs:ExecuteCommand", arn("ecs", "task/x")],
    ["the files", "elasticfilesystem:ClientMount", arn("elasticfilesystem", "file-system/x")],
    ["a notebook", "sagemaker:CreatePresignedDomainUrl", arn("sagemaker", "user-profile/x")],
  ])("cannot read %s, whatever is attached to it", (_, action, resource) => {
    expect(permissionsOf("plan").allows(action, resource)).toBe(false);
    expect(permissionsOf("plan").with(everything).allows(action, resource)).toBe(false);
  });
});

describe("the deploy role of production", () => {
  const ROLE = "production_deploy[0]";
  const deploy = (action: string, resource: string, context: RequestContext = IN_REGION) =>
    new Permissions([
      text("aws_iam_policy.refresh", "policy"),
      text("aws_iam_role_policy.production_deploy_change[0]", "policy"),
      text("aws_iam_role_policy.production_deploy_guard[0]", "policy"),
    ]).allows(action, resource, context);
  const boundary = () => ({ "iam:PermissionsBoundary": text("aws_iam_policy.boundary", "arn") });
  const tagged = (environment: string) => ({
    ...IN_REGION,
    "aws:ResourceTag/Application": "openemr",
    "aws:ResourceTag/Environment": environment,
  });

  test("changes its own installation, in its region", () => {
    expect(
      deploy("rds:ModifyDBCluster", arn("rds", "cluster:openemr-production-database"), tagged("production")),
    ).toBe(true);
    expect(deploy("rds:ModifyDBCluster", arn("rds", "cluster:billing"))).toBe(false);
    expect(deploy("rds:CreateDBInstance", arn("rds", "og:default:aurora-mysql-8-0"))).toBe(true);
    expect(
      deploy("ecs:UpdateService", arn("ecs", "service/openemr-production-cluster/openemr-production")),
    ).toBe(true);
    expect(deploy("ecs:UpdateService", arn("ecs", "service/billing/web"))).toBe(false);
    expect(deploy("ecs:RegisterTaskDefinition", "*")).toBe(true);
    expect(deploy("lambda:InvokeFunction", arn("lambda", "function:openemr-production-smtp"))).toBe(true);
    expect(deploy("lambda:InvokeFunction", arn("lambda", "function:billing"))).toBe(false);
    const handledBy = (name: string) => ({
      ...IN_REGION,
      "lambda:FunctionArn": arn("lambda", `function:${name}`),
    });
    for (const action of ["Create", "Delete", "Update"].map((verb) => `lambda:${verb}EventSourceMapping`)) {
      expect(deploy(action, "*", handledBy("openemr-production-forward-mail"))).toBe(true);
      expect(deploy(action, "*", handledBy("openemr-development-forward-mail"))).toBe(false);
    }
    expect(deploy("lambda:TagResource", arn("lambda", "event-source-mapping:x"))).toBe(true);
    expect(deploy("lambda:TagResource", arn("lambda", "event-source-mapping:x"), tagged("development"))).toBe(
      false,
    );
    expect(deploy("sns:Publish", arn("sns", "billing"))).toBe(false);
    expect(deploy("ec2:CreateVpc", arn("ec2", "vpc/*"))).toBe(true);
    expect(deploy("ec2:CreateVpc", arn("ec2", "vpc/*"), { "aws:RequestedRegion": "us-east-1" })).toBe(false);
    expect(deploy("ec2:RunInstances", arn("ec2", "instance/*"))).toBe(false);
    expect(deploy("s3:CreateBucket", "arn:aws:s3:::openemr-production-audit-x")).toBe(true);
    expect(deploy("s3:CreateBucket", "arn:aws:s3:::openemr-development-audit-x")).toBe(false);
    expect(deploy("s3:CreateBucket", "arn:aws:s3:::sagemaker-openemr-production-files-x")).toBe(true);
    expect(deploy("s3:CreateBucket", "arn:aws:s3:::sagemaker-openemr-development-files-x")).toBe(false);
    const secret = (environment: string) => arn("secretsmanager", `secret:openemr-${environment}-database-x`);
    expect(deploy("secretsmanager:GetSecretValue", secret("production"))).toBe(true);
    expect(deploy("secretsmanager:GetSecretValue", secret("development"))).toBe(false);
  });

  test("leaves other environments and foreign resources as they are", () => {
    expect(deploy("ec2:DeleteSubnet", arn("ec2", "subnet/x"), tagged("production"))).toBe(true);
    expect(deploy("ec2:DeleteSubnet", arn("ec2", "subnet/x"), tagged("development"))).toBe(false);
    expect(deploy("kms:PutKeyPolicy", arn("kms", "key/x"), tagged("terraform"))).toBe(false);
    const foreign = { ...IN_REGION, "aws:ResourceTag/Environment": "prod" };
    expect(deploy("elasticloadbalancing:AddListenerCertificates", arn("acm", "certificate/x"), foreign)).toBe(
      true,
    );
  });

  test("keeps and locks its own state, and no other", () => {
    const state = (environment: string) => object("states", `environments/${environment}/terraform.tfstate`);
    expect(deploy("s3:PutObject", state("production"))).toBe(true);
    expect(deploy("s3:PutObject", state("development"))).toBe(false);
    expect(deploy("s3:GetObject", state("development"))).toBe(false);
    expect(deploy("s3:DeleteObject", state("production"))).toBe(false);
    expect(deploy("s3:DeleteObject", `${state("production")}.tflock`)).toBe(true);
    const table = arn("dynamodb", "table/locks", "us-east-1");
    const entry = (environment: string) => ({
      "dynamodb:LeadingKeys": `states/environments/${environment}/terraform.tfstate`,
    });
    expect(deploy("dynamodb:PutItem", table, entry("production"))).toBe(true);
    expect(deploy("dynamodb:DeleteItem", table, entry("development"))).toBe(false);
    const keyOfStates = { ...tagged("terraform"), "kms:EncryptionContext:aws:s3:arn": state("production") };
    expect(deploy("kms:GenerateDataKey", arn("kms", "key/1", "us-east-1"), keyOfStates)).toBe(true);
  });

  test("makes and changes roles and users of its installation, with the boundary alone", () => {
    const role = iam("role/openemr-production-task-eu-west-1");
    for (const action of [
      "iam:CreateRole",
      "iam:PutRolePolicy",
      "iam:AttachRolePolicy",
      "iam:PutRolePermissionsBoundary",
    ]) {
      expect([action, deploy(action, role, boundary())]).toEqual([action, true]);
      expect([action, deploy(action, role, {})]).toEqual([action, false]);
      expect([action, deploy(action, role, { "iam:PermissionsBoundary": iam("policy/mine") })]).toEqual([
        action,
        false,
      ]);
      expect([action, deploy(action, iam("role/openemr-development-task"), boundary())]).toEqual([
        action,
        false,
      ]);
      expect([action, deploy(action, iam("role/admin"), boundary())]).toEqual([action, false]);
    }
    expect(deploy("iam:DeleteRolePermissionsBoundary", role, boundary())).toBe(false);
    expect(deploy("iam:CreateAccessKey", iam("user/openemr-production-smtp"), boundary())).toBe(false);
    expect(deploy("iam:PassRole", role, { "iam:PassedToService": "ecs-tasks.amazonaws.com" })).toBe(true);
    expect(deploy("iam:PassRole", role, { "iam:PassedToService": "ec2.amazonaws.com" })).toBe(false);
    expect(
      deploy("iam:PassRole", iam("role/admin"), { "iam:PassedToService": "ecs-tasks.amazonaws.com" }),
    ).toBe(false);
  });

  test("can neither change itself nor any role of jobs nor who is trusted", () => {
    const itself = text(`aws_iam_role.${ROLE}`, "arn");
    expect(itself).toBe(iam("role/github/openemr-production-github-deploy-us-east-1"));
    for (const resource of [itself, iam("role/github/openemr-github-plan-us-east-1")]) {
      for (const action of [
        "iam:PutRolePolicy",
        "iam:UpdateAssumeRolePolicy",
        "iam:DeleteRolePolicy",
        "iam:PassRole",
      ]) {
        expect([resource, action, deploy(action, resource, boundary())]).toEqual([resource, action, false]);
      }
    }
    expect(deploy("iam:CreatePolicyVersion", text("aws_iam_policy.boundary", "arn"))).toBe(false);
    expect(deploy("iam:CreateOpenIDConnectProvider", iam("oidc-provider/x"))).toBe(false);
    expect(deploy("iam:CreatePolicy", iam("policy/openemr-production-x"))).toBe(false);
  });

  test("destroys neither data nor backups nor the trail, and reads no data", () => {
    for (const action of [
      "rds:DeleteDBCluster",
      "elasticfilesystem:DeleteFileSystem",
      "backup:DeleteRecoveryPoint",
      "kms:ScheduleKeyDeletion",
      "cloudtrail:StopLogging",
      "rds-data:ExecuteStatement",
      "logs:GetLogEvents",
      "ecs:RunTask",
      "ecs:ExecuteCommand",
      "rds:ModifyDBClusterSnapshotAttribute",
    ]) {
      expect([action, deploy(action, "*", tagged("production"))]).toEqual([action, false]);
    }
    const bucket = `sagemaker-openemr-production-database-export-${ACCOUNT}-eu-west-1`;
    expect(deploy("s3:GetObject", object(bucket, "exports/x"))).toBe(false);
    expect(deploy("s3:GetObject", object(bucket, "code/x"))).toBe(true);
  });
});

describe("the boundary", () => {
  test("keeps the roles of an installation from identities and states, whatever they are allowed", () => {
    const most = new Permissions([text("aws_iam_policy.boundary", "policy")]);
    expect(most.allows("s3:PutObject", object("openemr-production-audit", "x"))).toBe(true);
    expect(most.allows("iam:PutRolePolicy", iam("role/openemr-production-task"))).toBe(false);
    expect(most.allows("iam:CreateAccessKey", iam("user/openemr-production-smtp"))).toBe(true);
    expect(most.allows("iam:CreateAccessKey", iam("user/admin"))).toBe(false);
    expect(most.allows("iam:PassRole", iam("role/openemr-production-spark"))).toBe(true);
    expect(most.allows("iam:PassRole", iam("role/github/openemr-production-github-deploy-us-east-1"))).toBe(
      false,
    );
    expect(most.allows("sts:AssumeRole", iam("role/admin"))).toBe(false);
    expect(most.allows("s3:GetObject", object("states", "environments/production/terraform.tfstate"))).toBe(
      false,
    );
  });
});

test("IAM has room for every policy", () => {
  for (const role of ["plan", "development_deploy", "production_deploy"]) {
    expect([role, inline(role).length]).toEqual([role, 2]);
    expect(inline(role).join("").length).toBeLessThanOrEqual(10_240);
  }
  const managed = [...resources].filter(([address]) => address.startsWith("aws_iam_policy."));
  expect(managed).toHaveLength(2);
  for (const [, { policy }] of managed) expect(String(policy).length).toBeLessThanOrEqual(6_144);
});

describe("choices", () => {
  test("a second apply changes nothing, and an environment that goes takes its role alone along", async () => {
    expect(addresses(changes(await stack.plan(VALUES)))).toEqual([]);
    const without = changes(await stack.plan({ ...VALUES, environments: { production: "eu-west-1" } }));
    expect(addresses(without)).toEqual([
      "aws_iam_role.development_deploy[0]",
      "aws_iam_role_policy.development_deploy_change[0]",
      "aws_iam_role_policy.development_deploy_guard[0]",
      "aws_iam_role_policy_attachment.development_deploy_refresh[0]",
    ]);
    expect(new Set(without.map(({ change }) => change.actions.join()))).toEqual(new Set(["delete"]));
  });

  test("an identity provider that exists takes the place of an own one", async () => {
    const existing = `arn:aws:iam::${ACCOUNT}:oidc-provider/token.actions.githubusercontent.com`;
    const changed = changes(await stack.plan({ ...VALUES, identity_provider_arn: existing }));
    const actions = Object.fromEntries(
      changed.map(({ address, change }) => [address, change.actions.join()]),
    );
    expect(actions).toMatchObject({
      "aws_iam_openid_connect_provider.identity_provider[0]": "delete",
      "aws_iam_role.plan": "update",
    });
    const role = changed.find(({ address }) => address === "aws_iam_role.plan")!;
    expect((role.change.after as { assume_role_policy: string }).assume_role_policy).toContain(existing);
  });

  test.each(["cloud", "local"])("where state is kept by %s, no role gets at a bucket of states", (kind) => {
    const folder = synthesize(kind, {
      kind,
      organization: "clinic",
      bucket: "states",
      lockTable: "locks",
      region: "us-east-1",
    });
    const document = require(path.join(folder, "cdk.tf.json"));
    expect(JSON.stringify(document.resource)).not.toContain("states");
    expect(JSON.stringify(document.resource)).not.toContain("dynamodb:LeadingKeys");
  });

  test("a destroy is refused while deletion_protection is true", async () => {
    await expect(stack.destroy(VALUES)).rejects.toThrow(
      /deletion_protection is true, so nothing is destroyed/,
    );
    expect((await stack.resources()).size).toBe(resources.size);
  });

  test("what is bad is refused, with the way out", async () => {
    const refused = async (values: Record<string, unknown>, ...says: string[]) => {
      const error = await stack.plan({ ...VALUES, ...values }).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(TerraformError);
      const message = (error as Error).message.replace(/\s+/g, " ");
      for (const words of says) expect(message).toContain(words);
    };
    await refused(
      { repository: "clinic", branch: "*", environments: {}, identity_provider_arn: "arn:aws:iam::1:role/x" },
      "must be owner/name or owner@id/name@id",
      "must be the name of a branch",
      "must be at least one environment with its region",
      "must be the ARN of the identity provider",
    );
    await refused(
      { repository: "clinic@12/openemr", environments: { staging: "europe" } },
      "must be with both ids or with none",
      "must be a map whose keys are among development, production",
      "must be a map whose values are each the code of an AWS region",
    );
    await refused(
      { repository: "clinic/*", environments: { production: "cn-north-1" } },
      "must be owner/name or owner@id/name@id",
      "must be a map whose values are each a region of the commercial partition",
    );
  });
});

describe("is in step with the installation", () => {
  const project = new SynthesizedProject();
  const document = project.document("openemr-production");
  project.remove();

  test("whose every type is one that a plan may refresh", () => {
    const types = [...Object.keys(document.resource), ...Object.keys(document.data)].filter((type) =>
      type.startsWith("aws_"),
    );
    expect(types.length).toBeGreaterThan(50);
    const beginnings = Object.keys(REFRESH_READS);
    expect(types.filter((type) => !beginnings.some((beginning) => type.startsWith(beginning)))).toEqual([]);
  });

  test("whose every role can be passed to its service", () => {
    const trusted = JSON.stringify(document.resource.aws_iam_role).matchAll(
      /\\"Service\\" = \\"([a-z.-]+)\\"/g,
    );
    const services = new Set([...trusted].map(([, service]) => service));
    expect(services.size).toBeGreaterThan(3);
    expect([...services].filter((service) => !SERVICES_WITH_ROLES.includes(service!))).toEqual([]);
  });
});
