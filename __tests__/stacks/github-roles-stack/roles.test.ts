import { TAGGED_ACTIONS } from "../../../src/github/tag-guards";
import { Permissions } from "../../support/iam-evaluation";
import { actionsNamed, knowsTagsOf } from "../../support/service-reference";
import { ACCOUNT, AppliedRoles, arn, ENVIRONMENTS, iam, object } from "./applied-roles";

const roles = new AppliedRoles();

function conditionsOfTrust(role: string): Record<string, unknown> {
  const { Statement } = JSON.parse(roles.text(`aws_iam_role.${role}`, "assume_role_policy"));
  expect(Statement).toEqual([
    expect.objectContaining({
      Effect: "Allow",
      Action: ["sts:AssumeRoleWithWebIdentity"],
      Principal: { Federated: roles.text("aws_iam_openid_connect_provider.identity_provider[0]", "arn") },
    }),
  ]);
  return Statement[0].Condition;
}

describe("trust", () => {
  test("plans are of pull requests and of the branch, and only for AWS", () => {
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
    const plan = roles.permissionsOf("plan");
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

  test("reads only the functions of the project's environments, which have their settings in them", () => {
    const plan = roles.permissionsOf("plan");
    const lambda = (name: string) => arn("lambda", `function:${name}`);
    expect(plan.allows("lambda:GetFunction", lambda("openemr-production-smtp-credentials"))).toBe(true);
    expect(plan.allows("lambda:GetFunction", lambda("openemr-development-smtp-credentials"))).toBe(true);
    expect(plan.allows("lambda:GetFunction", lambda("billing"))).toBe(false);
  });

  test("asks only for buckets of the project's environments: the same right lists the names of objects", () => {
    const plan = roles.permissionsOf("plan");
    for (const bucket of ["openemr-production-mail-1", "sagemaker-openemr-development-file-export-1"])
      expect([bucket, plan.allows("s3:ListBucket", `arn:aws:s3:::${bucket}`)]).toEqual([bucket, true]);
    expect(plan.allows("s3:ListBucket", "arn:aws:s3:::scans-of-another-clinic")).toBe(false);
  });

  test("asks for the objects that the stack itself makes, by name", () => {
    const bucket = `sagemaker-openemr-production-database-export-${ACCOUNT}-eu-west-1`;
    expect(roles.permissionsOf("plan").allows("s3:GetObject", object(bucket, "code/first-look.py"))).toBe(
      true,
    );
    expect(
      roles.permissionsOf("plan").allows("s3:GetObject", object(bucket, "exports/patients.parquet")),
    ).toBe(false);
  });

  test("reads the parameter that declares settings of OpenEMR, only of the project's environments", () => {
    const plan = roles.permissionsOf("plan");
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
    const actions = [...roles.resources.values()].flatMap(({ policy }) =>
      typeof policy === "string" ? (JSON.parse(policy).Statement ?? []) : [],
    );
    expect(actions.length).toBeGreaterThan(0);
    const allowed = [...roles.managed("plan"), ...roles.inline("plan")]
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
    expect(roles.permissionsOf("plan").allows(action, resource)).toBe(false);
    expect(roles.permissionsOf("plan").with(everything).allows(action, resource)).toBe(false);
  });
});

describe("the boundary", () => {
  test("keeps the roles of an installation from identities and states, whatever they are allowed", () => {
    const most = new Permissions([roles.text("aws_iam_policy.production_boundary[0]", "policy")]);
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

describe("AWS's service reference", () => {
  test("has every action that is allowed or denied", async () => {
    const statements = [...roles.resources.values()].flatMap(({ policy }) =>
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
