import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { App } from "cdktf";
import { TerraformError } from "../../scripts/terraform/terraform-diagnostics";
import { GITHUB_ROLES_STACK } from "../../src/github/installation-names";
import { TAGGED_ACTIONS } from "../../src/github/tag-guards";
import { GitHubRolesStack } from "../../src/stacks/github-roles-stack";
import { readStateSettings } from "../../src/state/state-settings";
import { Permissions, type RequestContext } from "../support/iam-evaluation";
import { addresses, changes, OfflineAccount, type OfflineStack } from "../support/offline-account";
import { actionsNamed, knowsTagsOf } from "../support/service-reference";

const ENVIRONMENTS = ["development", "production"];
const STATE = { bucket: "states", region: "us-east-1", lockTable: "locks", useLockfile: true };
const VALUES = {
  repository: "clinic@12/openemr@34",
  region: "us-east-1",
  environments: { development: "us-east-1", production: "eu-west-1" },
  copy_regions: { production: "eu-central-1" },
  hosted_zones: { production: "Z0PRODUCTION" },
};

const outdir = mkdtempSync(path.join(tmpdir(), "github-roles-"));
const account = new OfflineAccount();
let stack: OfflineStack;
let resources: Map<string, Record<string, unknown>>;

/** The folder of the synthesized stack. */
function synthesize(name: string, context: unknown, environments: readonly string[] = ENVIRONMENTS): string {
  const app = new App({ outdir: path.join(outdir, name) });
  new GitHubRolesStack(app, GITHUB_ROLES_STACK, {
    state: readStateSettings(context, {}),
    environments,
  });
  app.synth();
  return path.join(outdir, name, "stacks", GITHUB_ROLES_STACK);
}

beforeAll(async () => {
  stack = await account.add(synthesize("s3", STATE));
  await stack.apply(VALUES);
  resources = stack.resources();
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

/** The documents of the policies that a role is given. */
function managed(role: string): string[] {
  const own = [...resources.keys()].filter((address) => address.startsWith(`aws_iam_policy.${role}_`));
  return ["aws_iam_policy.refresh", "aws_iam_policy.denials", ...own].map((each) => text(each, "policy"));
}

const permissionsOf = (role: string) => new Permissions([...managed(role), ...inline(role)]);

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

  test("reads the functions of the project's environments alone, which have their settings in them", () => {
    const plan = permissionsOf("plan");
    const lambda = (name: string) => arn("lambda", `function:${name}`);
    expect(plan.allows("lambda:GetFunction", lambda("openemr-production-smtp-credentials"))).toBe(true);
    expect(plan.allows("lambda:GetFunction", lambda("openemr-development-smtp-credentials"))).toBe(true);
    expect(plan.allows("lambda:GetFunction", lambda("billing"))).toBe(false);
  });

  test("asks for the objects that the stack itself makes, by name", () => {
    const bucket = `sagemaker-openemr-production-database-export-${ACCOUNT}-eu-west-1`;
    expect(permissionsOf("plan").allows("s3:GetObject", object(bucket, "code/first-look.py"))).toBe(true);
    expect(permissionsOf("plan").allows("s3:GetObject", object(bucket, "exports/patients.parquet"))).toBe(
      false,
    );
  });

  test("reads the parameter that declares settings of OpenEMR, of the project's environments alone", () => {
    const plan = permissionsOf("plan");
    const parameter = (name: string) => arn("ssm", `parameter/${name}`);
    for (const prefix of ["openemr-production", "openemr-development"]) {
      expect(plan.allows("ssm:GetParameter", parameter(`${prefix}/settings`))).toBe(true);
      expect(plan.allows("ssm:ListTagsForResource", parameter(`${prefix}/settings`))).toBe(true);
      expect(plan.allows("ssm:GetParameter", parameter(`${prefix}/password`))).toBe(false);
    }
    expect(plan.allows("ssm:GetParameter", parameter("billing/settings"))).toBe(false);
    expect(plan.allows("ssm:DescribeParameters", "*")).toBe(true);
  });

  test("writes nothing at all", () => {
    const actions = [...resources.values()].flatMap(({ policy }) =>
      typeof policy === "string" ? (JSON.parse(policy).Statement ?? []) : [],
    );
    expect(actions.length).toBeGreaterThan(0);
    const allowed = [...managed("plan"), ...inline("plan")]
      .flatMap((document) => JSON.parse(document).Statement)
      .filter(({ Effect }) => Effect === "Allow")
      .flatMap(({ Action }) => Action as string[]);
    expect(allowed.length).toBeGreaterThan(100);
    expect(allowed.filter((action) => !/^[a-z0-9-]+:(Describe|Get|List)[A-Za-z]*$/.test(action))).toEqual([
      // AWS Budgets has no action that begins with Describe.
      "budgets:ViewBudget",
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
    ["another parameter", "ssm:GetParameter", arn("ssm", "parameter/openemr-production/password")],
    ["parameters", "ssm:GetParameters", arn("ssm", "parameter/x")],
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
    permissionsOf("production_deploy").allows(action, resource, context);
  const boundary = () => ({
    "iam:PermissionsBoundary": text("aws_iam_policy.production_boundary[0]", "arn"),
  });
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
    expect(
      deploy("iam:CreateServiceLinkedRole", "arn:aws:iam::123456789012:role/aws-service-role/x", {
        "iam:AWSServiceName": "sagemaker.amazonaws.com",
      }),
    ).toBe(true);
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
    expect(deploy("s3:CreateBucket", "arn:aws:s3:::openemr-production-mail-x")).toBe(true);
    expect(deploy("s3:CreateBucket", "arn:aws:s3:::openemr-development-mail-x")).toBe(false);
    expect(deploy("s3:CreateBucket", "arn:aws:s3:::sagemaker-openemr-production-files-x")).toBe(true);
    expect(deploy("s3:CreateBucket", "arn:aws:s3:::sagemaker-openemr-development-files-x")).toBe(false);
    const secret = (environment: string) => arn("secretsmanager", `secret:openemr-${environment}-database-x`);
    expect(deploy("secretsmanager:GetSecretValue", secret("production"))).toBe(true);
    expect(deploy("secretsmanager:GetSecretValue", secret("development"))).toBe(false);
  });

  test("changes what carries its name, in whatever service, and nothing that carries another", () => {
    const calls: Array<[action: string, service: string, resourceOf: (prefix: string) => string]> = [
      ["logs:PutRetentionPolicy", "logs", (prefix) => `log-group:/${prefix}/application`],
      ["logs:CreateLogGroup", "logs", (prefix) => `log-group:/aws/rds/cluster/${prefix}-database/audit`],
      ["logs:PutRetentionPolicy", "logs", (prefix) => `log-group:/aws/lambda/${prefix}-smtp`],
      ["logs:DeleteLogGroup", "logs", (prefix) => `log-group:aws-waf-logs-${prefix}`],
      ["backup:CreateBackupVault", "backup", (prefix) => `backup-vault:${prefix}-backup`],
      ["elasticloadbalancing:CreateListener", "elasticloadbalancing", (p) => `loadbalancer/app/${p}-alb/1`],
      [
        "elasticloadbalancing:ModifyListener",
        "elasticloadbalancing",
        (prefix) => `listener/app/${prefix}-alb/1/2`,
      ],
      ["elasticloadbalancing:DeleteTargetGroup", "elasticloadbalancing", (p) => `targetgroup/${p}-web/1`],
      ["wafv2:UpdateWebACL", "wafv2", (prefix) => `regional/webacl/${prefix}-web-firewall/1`],
      ["wafv2:AssociateWebACL", "elasticloadbalancing", (prefix) => `loadbalancer/app/${prefix}-alb/1`],
      ["glue:CreateDatabase", "glue", (prefix) => `database/${prefix.replaceAll("-", "_")}_analytics`],
      ["kms:DeleteAlias", "kms", (prefix) => `alias/${prefix}-data`],
      ["ssm:PutParameter", "ssm", (prefix) => `parameter/${prefix}/settings`],
      ["ssm:AddTagsToResource", "ssm", (prefix) => `parameter/${prefix}/settings`],
      ["ssm:DeleteParameter", "ssm", (prefix) => `parameter/${prefix}/settings`],
      ["ssm:GetParameter", "ssm", (prefix) => `parameter/${prefix}/procedure-run`],
      ["ssm:PutParameter", "ssm", (prefix) => `parameter/${prefix}/procedure-run`],
      ["ssm:DeleteParameter", "ssm", (prefix) => `parameter/${prefix}/procedure-run`],
      ["cloudwatch:PutMetricAlarm", "cloudwatch", (p) => `alarm:TargetTracking-service/${p}-cluster/x-High`],
    ];
    for (const [action, service, resourceOf] of calls) {
      for (const prefix of ["openemr-production", "openemr-development", "billing"]) {
        const resource = resourceOf(prefix);
        expect([action, resource, deploy(action, arn(service, resource))]).toEqual([
          action,
          resource,
          prefix === "openemr-production",
        ]);
      }
    }
    expect(deploy("wafv2:CreateWebACL", arn("wafv2", "regional/managedruleset/x/y"))).toBe(true);
    expect(deploy("sagemaker:CreateDomain", arn("sagemaker", "domain/x"))).toBe(true);
    expect(deploy("sagemaker:CreateNotebookInstance", arn("sagemaker", "notebook-instance/x"))).toBe(false);
    expect(deploy("logs:PutResourcePolicy", "*")).toBe(true);
    expect(deploy("logs:PutAccountPolicy", "*")).toBe(false);
  });

  test("changes what AWS names only where it has the tags of the application", () => {
    const calls = [
      ["kms:PutKeyPolicy", arn("kms", "key/1")],
      ["elasticfilesystem:PutFileSystemPolicy", arn("elasticfilesystem", "file-system/1")],
      ["elasticfilesystem:DeleteAccessPoint", arn("elasticfilesystem", "access-point/1")],
      ["backup:DeleteBackupPlan", arn("backup", "backup-plan:1")],
      ["acm:DeleteCertificate", arn("acm", "certificate/1")],
      ["emr-serverless:DeleteApplication", arn("emr-serverless", "/applications/1")],
      ["sagemaker:DeleteDomain", arn("sagemaker", "domain/1")],
    ] as const;
    for (const [action, resource] of calls) {
      expect([action, deploy(action, resource, tagged("production"))]).toEqual([action, true]);
      expect([action, deploy(action, resource, tagged("development"))]).toEqual([action, false]);
      expect([action, deploy(action, resource)]).toEqual([action, false]);
    }
  });

  const inCopyRegion = { "aws:RequestedRegion": "eu-central-1" };
  const taggedThere = (environment: string) => ({ ...tagged(environment), ...inCopyRegion });
  const copies = (resource: string, service = "backup") => arn(service, resource, "eu-central-1");
  const VAULT = "backup-vault:openemr-production-copies";

  test("makes and changes the vault of the copies with lock, key and alias in their region", () => {
    const calls: Array<[resource: string, actions: string[]]> = [
      [
        copies(VAULT),
        [
          "backup:CreateBackupVault",
          "backup:TagResource",
          "backup:UntagResource",
          "backup:PutBackupVaultLockConfiguration",
        ],
      ],
      ["*", ["kms:CreateKey", "kms:TagResource", "backup-storage:MountCapsule"]],
      [copies("alias/openemr-production-copies", "kms"), ["kms:CreateAlias", "kms:UpdateAlias"]],
      [
        copies("key/12345678-1", "kms"),
        [
          "kms:CreateAlias",
          "kms:EnableKeyRotation",
          "kms:PutKeyPolicy",
          "kms:TagResource",
          "kms:DescribeKey",
          "kms:GenerateDataKey",
          "kms:CreateGrant",
          "kms:RetireGrant",
        ],
      ],
    ];
    const usedByBackup = {
      "kms:ViaService": "backup.eu-central-1.amazonaws.com",
      "kms:GrantIsForAWSResource": "true",
    };
    const refused = calls.flatMap(([resource, actions]) =>
      actions.filter(
        (action) => !deploy(action, resource, { ...taggedThere("production"), ...usedByBackup }),
      ),
    );
    expect(refused).toEqual([]);
    const reads = ["backup:DescribeBackupVault", "backup:ListTags"];
    for (const action of reads) {
      expect([action, deploy(action, copies(VAULT), inCopyRegion)]).toEqual([action, true]);
      expect([action, permissionsOf("plan").allows(action, copies(VAULT), inCopyRegion)]).toEqual([
        action,
        true,
      ]);
    }
  });

  test.each<[what: string, action: string, resource: string, context?: RequestContext]>([
    ["another vault", "backup:CreateBackupVault", copies("backup-vault:billing")],
    [
      "the vault of another environment",
      "backup:CreateBackupVault",
      copies("backup-vault:openemr-development-copies"),
    ],
    ["a vault in a third region", "backup:CreateBackupVault", arn("backup", VAULT, "us-west-2")],
    ["a plan of backups", "backup:CreateBackupPlan", copies("backup-plan:*")],
    ["the vault, away", "backup:DeleteBackupVault", copies(VAULT)],
    ["the lock, away", "backup:DeleteBackupVaultLockConfiguration", copies(VAULT)],
    ["the key, away", "kms:ScheduleKeyDeletion", copies("key/12345678-1", "kms"), taggedThere("production")],
    ["the policy of a key without tags", "kms:PutKeyPolicy", copies("key/12345678-1", "kms")],
    [
      "the policy of another environment's key",
      "kms:PutKeyPolicy",
      copies("key/12345678-1", "kms"),
      taggedThere("development"),
    ],
    ["tags of a foreign key", "kms:TagResource", copies("key/12345678-1", "kms")],
    ["a foreign key, in use", "kms:Decrypt", copies("key/12345678-1", "kms")],
    ["a foreign alias", "kms:UpdateAlias", copies("alias/billing", "kms")],
    ["a network", "ec2:CreateVpc", copies("vpc/*", "ec2")],
    ["a function", "lambda:CreateFunction", copies("function:openemr-production-x", "lambda")],
    [
      "a database",
      "rds:CreateDBCluster",
      copies("cluster:openemr-production-database", "rds"),
      taggedThere("production"),
    ],
  ])(
    "reaches nothing else in the region of the copies: %s",
    (_, action, resource, context = inCopyRegion) => {
      expect(deploy(action, resource, context)).toBe(false);
    },
  );

  test("development, which has no copies, reaches no vault and makes no key in another region", () => {
    const development = permissionsOf("development_deploy");
    const vault = copies("backup-vault:openemr-development-copies");
    expect(development.allows("backup:CreateBackupVault", vault, inCopyRegion)).toBe(false);
    expect(development.allows("kms:CreateKey", "*", inCopyRegion)).toBe(false);
    expect(text("aws_iam_policy.development_deploy_network[0]", "policy")).not.toContain("Copies");
    expect(text("aws_iam_policy.development_boundary[0]", "policy")).not.toContain("Copies");
  });

  test("writes into the hosted zone of its domain alone, where it has one", () => {
    const zone = (id: string) => `arn:aws:route53:::hostedzone/${id}`;
    expect(deploy("route53:ChangeResourceRecordSets", zone("Z0PRODUCTION"), {})).toBe(true);
    expect(deploy("route53:ChangeResourceRecordSets", zone("Z0OTHER"), {})).toBe(false);
    expect(inline("development_deploy").join()).not.toContain("ChangeResourceRecordSets");
  });

  test("leaves other environments and foreign resources as they are", () => {
    expect(deploy("ec2:DeleteSubnet", arn("ec2", "subnet/x"), tagged("production"))).toBe(true);
    expect(deploy("ec2:DeleteSubnet", arn("ec2", "subnet/x"), tagged("development"))).toBe(false);
    expect(deploy("kms:PutKeyPolicy", arn("kms", "key/x"), tagged("terraform"))).toBe(false);
    const foreign = { ...IN_REGION, "aws:ResourceTag/Environment": "prod" };
    expect(deploy("acm:DescribeCertificate", arn("acm", "certificate/x"), foreign)).toBe(true);
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
  });

  test("can do all that the backend does to its state, whose places have the tags of the bootstrap", () => {
    const state = object("states", "environments/production/terraform.tfstate");
    const lock = { "dynamodb:LeadingKeys": "states/environments/production/terraform.tfstate" };
    const key = arn("kms", "key/1", "us-east-1");
    const ofObject = { "kms:EncryptionContext:aws:s3:arn": state };
    const ofTable = { "kms:EncryptionContext:aws:dynamodb:tableName": "locks" };
    const calls: Array<[resource: string, actions: string[], context: RequestContext]> = [
      ["arn:aws:s3:::states", ["s3:ListBucket"], {}],
      [state, ["s3:GetObject", "s3:PutObject"], {}],
      // Terraform reads a lock before it takes it away.
      [`${state}.tflock`, ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"], {}],
      [
        arn("dynamodb", "table/locks", "us-east-1"),
        ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:DeleteItem"],
        lock,
      ],
      [key, ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey", "kms:DescribeKey"], ofObject],
      [key, ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey", "kms:DescribeKey"], ofTable],
    ];
    const refused = calls.flatMap(([resource, actions, context]) =>
      actions
        .filter((action) => !deploy(action, resource, { ...tagged("terraform"), ...context }))
        .map((action) => `${action} ${resource}`),
    );
    expect(refused).toEqual([]);
    const ofDevelopment = { ...tagged("development"), ...ofObject };
    expect(deploy("kms:Decrypt", arn("kms", "key/2"), ofDevelopment)).toBe(false);
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
    expect(deploy("iam:CreatePolicyVersion", text("aws_iam_policy.production_boundary[0]", "arn"))).toBe(
      false,
    );
    expect(deploy("iam:CreateOpenIDConnectProvider", iam("oidc-provider/x"))).toBe(false);
    expect(deploy("iam:CreatePolicy", iam("policy/openemr-production-x"))).toBe(false);
  });

  test("destroys neither data nor backups nor the trail, and reads no data", () => {
    for (const action of [
      "rds:DeleteDBCluster",
      "elasticfilesystem:DeleteFileSystem",
      "backup:DeleteRecoveryPoint",
      "backup:UpdateRecoveryPointLifecycle",
      "kms:ScheduleKeyDeletion",
      "cloudtrail:StopLogging",
      "cloudtrail:UpdateTrail",
      "cloudtrail:PutEventSelectors",
      "s3:BypassGovernanceRetention",
      "secretsmanager:DeleteSecret",
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
    expect(deploy("s3:DeleteObjectVersion", object(bucket, "exports/x"))).toBe(false);
    // What the stack uploads itself it takes away with all its versions.
    expect(deploy("s3:DeleteObjectVersion", object(bucket, "code/x"))).toBe(true);
  });

  test("reads and tags what the audit trail keeps, and no more", () => {
    const bucket = `arn:aws:s3:::openemr-production-audit-${ACCOUNT}-eu-west-1`;
    const log = arn("logs", "log-group:/openemr-production/audit");
    const allowed = (action: string, resource: string) => deploy(action, resource, tagged("production"));
    for (const action of [
      "s3:PutLifecycleConfiguration",
      "s3:PutBucketPolicy",
      "s3:PutBucketVersioning",
      "s3:DeleteBucket",
    ]) {
      expect([action, allowed(action, bucket)]).toEqual([action, false]);
    }
    expect(allowed("s3:DeleteObject", `${bucket}/AWSLogs/x`)).toBe(false);
    expect(allowed("s3:PutObject", `${bucket}/AWSLogs/x`)).toBe(false);
    for (const action of ["logs:DeleteLogGroup", "logs:PutRetentionPolicy"]) {
      expect([action, allowed(action, log)]).toEqual([action, false]);
    }
    expect(allowed("s3:GetBucketPolicy", bucket)).toBe(true);
    expect(allowed("s3:PutBucketTagging", bucket)).toBe(true);
    expect(allowed("logs:TagResource", log)).toBe(true);
    expect(allowed("cloudtrail:AddTags", arn("cloudtrail", "trail/openemr-production-audit"))).toBe(true);
    expect(allowed("cloudtrail:CreateTrail", arn("cloudtrail", "trail/openemr-production-audit"))).toBe(
      false,
    );
  });
});

describe("a deploy that tries to climb", () => {
  const deploy = (action: string, resource: string, context: RequestContext = IN_REGION) =>
    permissionsOf("production_deploy").allows(action, resource, context);
  const role = iam("role/openemr-production-climber-eu-west-1");
  const boundary = () => ({
    "iam:PermissionsBoundary": text("aws_iam_policy.production_boundary[0]", "arn"),
  });

  test("1: makes a role with AdministratorAccess only within the boundary", () => {
    expect(deploy("iam:CreateRole", role, {})).toBe(false);
    expect(deploy("iam:CreateRole", role, boundary())).toBe(true);
    expect(deploy("iam:AttachRolePolicy", role, boundary())).toBe(true);
    const ofDevelopment = text("aws_iam_policy.development_boundary[0]", "arn");
    expect(deploy("iam:CreateRole", role, { "iam:PermissionsBoundary": ofDevelopment })).toBe(false);
  });

  test("2: takes the boundary away from no role, and does not change it", () => {
    expect(deploy("iam:DeleteRolePermissionsBoundary", role, boundary())).toBe(false);
    for (const action of ["iam:CreatePolicyVersion", "iam:SetDefaultPolicyVersion", "iam:DeletePolicy"]) {
      expect([action, deploy(action, boundary()["iam:PermissionsBoundary"])]).toEqual([action, false]);
    }
  });

  test("3: passes no role of somebody else, and becomes none", () => {
    const toLambda = { "iam:PassedToService": "lambda.amazonaws.com" };
    expect(deploy("iam:PassRole", role, toLambda)).toBe(true);
    expect(deploy("iam:PassRole", iam("role/admin"), toLambda)).toBe(false);
    expect(deploy("sts:AssumeRole", iam("role/admin"))).toBe(false);
    expect(deploy("iam:CreateAccessKey", iam("user/openemr-production-smtp"), boundary())).toBe(false);
  });

  test("4: a function with that role destroys nothing, and makes no wider role", () => {
    const everything = JSON.stringify({ Statement: [{ Effect: "Allow", Action: ["*"], Resource: ["*"] }] });
    const most = new Permissions([text("aws_iam_policy.production_boundary[0]", "policy")]);
    const climber = new Permissions([everything]);
    const tagged = {
      ...IN_REGION,
      "aws:ResourceTag/Application": "openemr",
      "aws:ResourceTag/Environment": "production",
    };
    const can = (action: string, resource: string) =>
      climber.allows(action, resource, tagged) && most.allows(action, resource, tagged);
    const attempts: Array<[action: string, resource: string]> = [
      ["rds:DeleteDBCluster", arn("rds", "cluster:openemr-production-database")],
      ["backup:DeleteRecoveryPoint", arn("backup", "recovery-point:1")],
      ["elasticfilesystem:DeleteFileSystem", arn("elasticfilesystem", "file-system/fs-1")],
      ["kms:ScheduleKeyDeletion", arn("kms", "key/1")],
      ["kms:PutKeyPolicy", arn("kms", "key/1")],
      ["cloudtrail:StopLogging", arn("cloudtrail", "trail/openemr-production-audit")],
      ["s3:GetObject", object(`openemr-production-audit-${ACCOUNT}`, "AWSLogs/x")],
      ["s3:DeleteObjectVersion", object("openemr-production-mail", "x")],
      ["secretsmanager:DeleteSecret", arn("secretsmanager", "secret:openemr-production-database")],
      ["iam:CreateRole", iam("role/openemr-production-next")],
      ["iam:PutRolePolicy", role],
      ["iam:UpdateAssumeRolePolicy", role],
      ["iam:PassRole", iam("role/github/openemr-production-github-deploy-us-east-1")],
      ["sts:AssumeRole", iam("role/admin")],
      ["ec2:RunInstances", arn("ec2", "instance/*")],
      ["lambda:UpdateFunctionCode", arn("lambda", "function:openemr-production-smtp")],
    ];
    expect(attempts.filter((attempt) => can(...attempt))).toEqual([]);
  });

  test("5: that function reads nothing of another environment, another application, or another region", () => {
    const most = new Permissions([text("aws_iam_policy.production_boundary[0]", "policy")]);
    const secret = (name: string, region?: string) => arn("secretsmanager", `secret:${name}`, region);
    expect(
      most.allows("secretsmanager:GetSecretValue", secret("openemr-production-database"), IN_REGION),
    ).toBe(true);
    expect(
      most.allows("secretsmanager:GetSecretValue", secret("openemr-development-database"), IN_REGION),
    ).toBe(false);
    expect(most.allows("secretsmanager:GetSecretValue", secret("billing"), IN_REGION)).toBe(false);
    const elsewhere = { "aws:RequestedRegion": "us-east-1" };
    expect(
      most.allows("secretsmanager:GetSecretValue", secret("openemr-production-x", "us-east-1"), elsewhere),
    ).toBe(false);
    expect(most.allows("s3:GetObject", object("openemr-development-files", "x"), IN_REGION)).toBe(false);
    expect(most.allows("s3:GetObject", object("billing", "x"), IN_REGION)).toBe(false);
    expect(most.allows("kms:Decrypt", arn("kms", "key/1"), IN_REGION)).toBe(false);
  });
});

describe("the boundary", () => {
  test("keeps the roles of an installation from identities and states, whatever they are allowed", () => {
    const most = new Permissions([text("aws_iam_policy.production_boundary[0]", "policy")]);
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

test("IAM has room for every policy, with names as long as they may be", async () => {
  const folder = synthesize("long", { ...STATE, bucket: "b".repeat(63), lockTable: "t".repeat(60) }, [
    "e".repeat(20),
    "f".repeat(20),
    "production",
  ]);
  const long = await account.add(folder);
  const region = "ap-southeast-1";
  const environments = { ["e".repeat(20)]: region, ["f".repeat(20)]: region, production: region };
  const zones = { ["e".repeat(20)]: "Z".repeat(32) };
  const copyRegions = Object.fromEntries(Object.keys(environments).map((name) => [name, "ap-southeast-2"]));
  await long.apply({
    ...VALUES,
    name: "n".repeat(32),
    region,
    environments,
    copy_regions: copyRegions,
    hosted_zones: zones,
  });
  const all = [...(await long.resources())];
  const sizes = new Map<string, number>();
  for (const [address, { policy }] of all) {
    if (!address.startsWith("aws_iam_role_policy.")) continue;
    const role = address.replace(/_[a-z]+(\[0\])?$/, "");
    sizes.set(role, (sizes.get(role) ?? 0) + String(policy).length);
  }
  expect(sizes.size).toBe(4);
  for (const [role, size] of sizes) expect([role, size <= 10_240, size]).toEqual([role, true, size]);
  const shared = all.filter(([address]) => address.startsWith("aws_iam_policy."));
  // Of all roles two; of the plan role one; of each environment five.
  expect(shared).toHaveLength(18);
  for (const [address, { policy }] of shared) {
    const size = String(policy).length;
    expect([address, size <= 6_144, size]).toEqual([address, true, size]);
  }
});

describe("AWS's service reference", () => {
  test("has every action that is allowed or denied", async () => {
    const statements = [...resources.values()].flatMap(({ policy }) =>
      typeof policy === "string" ? JSON.parse(policy).Statement : [],
    );
    const named = new Set<string>(statements.flatMap(({ Action, NotAction }) => Action ?? NotAction));
    expect(named.size).toBeGreaterThan(300);
    const unknown: string[] = [];
    for (const action of named) if ((await actionsNamed(action)).length === 0) unknown.push(action);
    // An operation of CloudWatch Logs that the reference does not have yet.
    expect(unknown.filter((action) => action !== "*")).toEqual(["logs:GetLogObject"]);
  });

  test("knows tags for what is compared by tags", async () => {
    const tagless: string[] = [];
    for (const name of TAGGED_ACTIONS) {
      const [service, action] = name.split(":") as [string, string];
      if (!(await knowsTagsOf(service, action))) tagless.push(name);
    }
    expect(tagless).toEqual([]);
  });
});

describe("choices", () => {
  test("a second apply changes nothing, and an environment that goes takes its role alone along", async () => {
    expect(addresses(changes(await stack.plan(VALUES)))).toEqual([]);
    const without = changes(await stack.plan({ ...VALUES, environments: { production: "eu-west-1" } }));
    expect(addresses(without)).toEqual([
      "aws_iam_policy.development_boundary[0]",
      "aws_iam_policy.development_deploy_data[0]",
      "aws_iam_policy.development_deploy_guard[0]",
      "aws_iam_policy.development_deploy_identities[0]",
      "aws_iam_policy.development_deploy_network[0]",
      "aws_iam_role.development_deploy[0]",
      "aws_iam_role_policy.development_deploy_change[0]",
      "aws_iam_role_policy_attachment.development_deploy_denials[0]",
      "aws_iam_role_policy_attachment.development_deploy_own_data[0]",
      "aws_iam_role_policy_attachment.development_deploy_own_guard[0]",
      "aws_iam_role_policy_attachment.development_deploy_own_identities[0]",
      "aws_iam_role_policy_attachment.development_deploy_own_network[0]",
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
    expect(stack.resources().size).toBe(resources.size);
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
    await refused(
      { hosted_zones: { staging: "Z1" } },
      "hosted_zones",
      "must be a map whose keys are among development, production",
    );
    await refused({ hosted_zones: { production: "example.org" } }, "each the id of a hosted zone");
    await refused(
      { copy_regions: { staging: "europe", production: "eu-west-1" } },
      "copy_regions",
      "must be a map whose keys are among development, production",
      "must be a map whose values are each the code of an AWS region",
      "must be a map whose values are each another region than that of the environment",
    );
    await refused(
      { environments: { development: "us-east-1" }, copy_regions: { production: "eu-central-1" } },
      "must be a map whose keys are all in environments as well",
    );
  });

  test("an environment whose name another one continues is refused: names could not keep the two apart", async () => {
    const alike = await account.add(
      synthesize("alike", STATE, ["production", "production-eu", "productions", "test"]),
    );
    const planned = (environments: object) =>
      alike.plan({ ...VALUES, environments, copy_regions: {}, hosted_zones: {} });
    await expect(planned({ test: "us-east-1", production: "eu-west-1" })).rejects.toThrow(/production-eu/);
    await planned({ "production-eu": "eu-west-1", productions: "eu-west-1" });
  });
});
