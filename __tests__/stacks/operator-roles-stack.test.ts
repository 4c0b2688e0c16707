import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { App } from "cdktf";
import { backup } from "../../scripts/procedures/backup/backup";
import { finishRestore } from "../../scripts/procedures/restore/finish";
import { restore } from "../../scripts/procedures/restore/restore";
import { undoRestore } from "../../scripts/procedures/restore/undo";
import { rotateAdministrator } from "../../scripts/procedures/rotate/administrator";
import { rotateDatabase } from "../../scripts/procedures/rotate/database";
import { rotateMail } from "../../scripts/procedures/rotate/mail";
import { run } from "../../scripts/procedures/run/run";
import { start, stop } from "../../scripts/procedures/service/stop-and-start";
import { FUNCTION_NAMES } from "../../src/openemr/function-names";
import { OPERATOR_ROLES_STACK, operatorCalls, STATUS_CALLS } from "../../src/operators/operator-calls";
import { OPERATOR_REACH, SESSION_REACH } from "../../src/operators/operator-resources";
import { OperatorRolesStack } from "../../src/stacks/operator-roles-stack";
import { readStateSettings } from "../../src/state/state-settings";
import { definitions } from "../monitoring/all-alarms";
import { carriedOut, type Make, NAMES } from "../scripts/procedures/support/carried-out";
import { importedBackup } from "../scripts/procedures/support/import-account";
import { ParametersPart } from "../scripts/procedures/support/parameters-part";
import { MOMENT, restoreAccount } from "../scripts/procedures/support/restore-account";
import { RotationsPart } from "../scripts/procedures/support/rotations-part";
import { ServicePart } from "../scripts/procedures/support/service-part";
import { TasksPart } from "../scripts/procedures/support/tasks-part";
import { World } from "../scripts/procedures/support/world";
import { calledIn } from "../support/called-actions";
import { PROJECT } from "../support/documents";
import { Permissions } from "../support/iam-evaluation";
import { OfflineAccount, type OfflineStack } from "../support/offline-account";
import { canBothMatch, resourcesOf } from "../support/service-reference";
import { type OperatorRequest, requestOf } from "./operator-requests";

const STATE = { bucket: "states", region: "us-east-1", lockTable: "locks", useLockfile: true };
const OPERATOR = "arn:aws:iam::123456789012:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Operators_1";
const VALUES = {
  region: "eu-west-1",
  name: "openemr",
  environments: { trial: "eu-west-1" },
  operator_arns: [OPERATOR],
};

const outdir = mkdtempSync(path.join(tmpdir(), "operator-roles-"));
const account = new OfflineAccount();
let stack: OfflineStack;
let variableNames: string[];

beforeAll(async () => {
  const app = new App({ outdir });
  const { variableNames: names } = new OperatorRolesStack(app, OPERATOR_ROLES_STACK, {
    state: readStateSettings(STATE, {}),
    environments: ["trial", "production"],
  });
  variableNames = [...names];
  app.synth();
  stack = await account.add(path.join(outdir, "stacks", OPERATOR_ROLES_STACK));
  await stack.apply(VALUES);
});

afterAll(async () => {
  await account.close();
  rmSync(outdir, { recursive: true });
});

const text = (address: string, attribute: string) => String(stack.resources().get(address)?.[attribute]);
const policy = () => text("aws_iam_role_policy.trial_role_policy[0]", "policy");
const actionsIn = (document: string): string[] =>
  JSON.parse(document).Statement.flatMap(({ Action }: { Action: string[] }) => Action);

test("an environment that is named gets a role, and only those who are named take it", () => {
  expect([...stack.resources().keys()].sort()).toEqual([
    "aws_iam_role.trial_role[0]",
    "aws_iam_role_policy.trial_role_policy[0]",
    "terraform_data.destroy_guard",
  ]);
  const trust = JSON.parse(text("aws_iam_role.trial_role[0]", "assume_role_policy"));
  expect(trust.Statement).toEqual([
    { Sid: "Operators", Effect: "Allow", Action: ["sts:AssumeRole"], Principal: { AWS: [OPERATOR] } },
  ]);
  // No deploy reaches a role with a path: it manages role/<name>-<environment>-...
  expect(text("aws_iam_role.trial_role[0]", "path")).toBe("/operators/");
});

test("the calls of status are those of its code", () => {
  const parts = ["scripts/openemr/status", "scripts/openemr/signs", "scripts/aws"].map((part) =>
    path.join(PROJECT, part),
  );
  const called = parts.flatMap((part) => calledIn(part));
  expect([...new Set(called)].filter((call) => !STATUS_CALLS.includes(call))).toEqual([]);
});

test("each call of a procedure has its place, once", () => {
  const placed = OPERATOR_REACH.flatMap(({ actions }) => actions);
  expect(operatorCalls().filter((call) => !placed.includes(call))).toEqual([]);
  expect(placed.filter((action, i) => placed.indexOf(action) !== i)).toEqual([]);
});

test("a way into a task allows what shell and port-forward call beside that, and nothing else", () => {
  const parts = ["scripts/openemr/exec", "scripts/commands/port-forward"];
  const called = parts.flatMap((part) => calledIn(path.join(PROJECT, part)));
  const placed = OPERATOR_REACH.flatMap(({ actions }) => actions);
  const further = called.filter((call) => !placed.includes(call)).sort();
  expect(SESSION_REACH.flatMap(({ actions }) => actions).sort()).toEqual(further);
});

test("the role may do what procedures ask for and read its state, and nothing else", () => {
  const ofState = ["dynamodb:GetItem", "kms:Decrypt", "s3:GetObject", "s3:ListBucket"];
  expect([...new Set(actionsIn(policy()))].sort()).toEqual(
    [...new Set([...operatorCalls(), ...ofState])].sort(),
  );
  // IAM's limit for the policies that are written into a role.
  expect(policy().length).toBeLessThan(10_240);
});

/** Actions that AWS could bind to resources, and that procedures and status ask for without a name. */
const ASKED_OF_ALL = [
  "cloudwatch:DescribeAlarms",
  "cloudwatch:GetMetricData",
  "ecs:ListTasks",
  "rds:DescribeDBClusterSnapshots",
  "rds:DescribeDBClusters",
  "rds:DescribeDBInstances",
  "rds:DescribeExportTasks",
  "ses:ListSuppressedDestinations",
];

test("each resource is of a kind that AWS compares for the action", async () => {
  const wrong: string[] = [];
  for (const { actions, arns } of [...OPERATOR_REACH, ...SESSION_REACH]) {
    for (const action of actions) {
      const [service, name] = action.split(":") as [string, string];
      const kinds = await resourcesOf(service, name);
      const forms = arns.map((arn) => arn.replace(/\{\w+\}/g, "*").replaceAll("$", ""));
      const fits = kinds.some((kind) => forms.some((form) => canBothMatch(kind, form)));
      if (arns.includes("*") ? kinds.length > 0 && !ASKED_OF_ALL.includes(action) : !fits) wrong.push(action);
    }
  }
  expect(wrong).toEqual([]);
});

function rotations(): World {
  const service = new ServicePart(NAMES.cluster, NAMES.service);
  return new World([new RotationsPart(service), service, new TasksPart(), new ParametersPart()]);
}

/** The requests of all procedures while they run, each once. */
async function recorded(): Promise<OperatorRequest[]> {
  const toMoment: Make = (to) => restore(to, { to: MOMENT, keepFiles: false, rehearse: false });
  const runs: ReadonlyArray<readonly Make[]> = [
    [(installation) => backup(installation, { keepDays: 35 })],
    [toMoment, undoRestore],
    [stop, start],
    [(installation) => run(installation, { script: "ls", name: "ls.sh", print: () => {}, ended: () => {} })],
    [rotateAdministrator],
    [rotateDatabase],
    [rotateMail],
  ];
  const requests = new Map<string, OperatorRequest>();
  for (const makes of runs) {
    const world = makes[0]!.name.startsWith("rotate") ? rotations() : restoreAccount().world;
    for (const make of makes) await carriedOut(world, make);
    for (const { permission, input } of world.requests) {
      for (const request of requestOf(permission, input)) requests.set(JSON.stringify(request), request);
    }
  }
  const moving = await importedBackup(outdir);
  await carriedOut(moving.world, moving.moveIn);
  for (const { permission, input } of moving.world.requests) {
    for (const request of requestOf(permission, input)) requests.set(JSON.stringify(request), request);
  }
  const removal = restoreAccount();
  await carriedOut(removal.world, toMoment);
  removal.backUpFiles();
  await carriedOut(removal.world, finishRestore);
  for (const { permission, input } of removal.world.requests) {
    for (const request of requestOf(permission, input)) requests.set(JSON.stringify(request), request);
  }
  return [...requests.values()];
}

describe("by IAM's rules", () => {
  test("every request of a procedure is allowed", async () => {
    const permissions = new Permissions([policy().replaceAll("123456789012", "111122223333")]);
    const requests = await recorded();
    expect(requests.length).toBeGreaterThan(30);
    const refused = requests.filter(
      ({ action, resource, context }) => !permissions.allows(action, resource, context),
    );
    expect(refused).toEqual([]);
  });

  test.each([
    [
      "ecs:UpdateService",
      "arn:aws:ecs:eu-west-1:123456789012:service/openemr-production-cluster/openemr-production-service",
    ],
    ["ecs:RunTask", "arn:aws:ecs:eu-west-1:123456789012:task-definition/openemr-trial-export-files:1"],
    ["ecs:ExecuteCommand", "arn:aws:ecs:eu-west-1:123456789012:task/openemr-trial-cluster/1"],
    ["rds:DeleteDBCluster", "arn:aws:rds:eu-west-1:123456789012:cluster:openemr-production-database"],
    ["rds:DeleteDBCluster", "arn:aws:rds:eu-west-1:123456789012:cluster:openemr-trial-database"],
    ["rds:DeleteDBInstance", "arn:aws:rds:eu-west-1:123456789012:db:openemr-trial-database-writer"],
    ["rds:DeleteDBClusterSnapshot", "arn:aws:rds:eu-west-1:123456789012:cluster-snapshot:awsbackup:1"],
    [
      "secretsmanager:GetSecretValue",
      "arn:aws:secretsmanager:eu-west-1:123456789012:secret:openemr-trial-administrator-1",
    ],
    [
      "secretsmanager:GetSecretValue",
      "arn:aws:secretsmanager:eu-west-1:123456789012:secret:openemr-production-database-1",
    ],
    ["backup:DeleteRecoveryPoint", "arn:aws:backup:eu-west-1:123456789012:recovery-point:1"],
    ["backup:DeleteBackupVault", "arn:aws:backup:eu-west-1:123456789012:backup-vault:openemr-trial-backup"],
    ["iam:PassRole", "arn:aws:iam::123456789012:role/openemr-trial-export-files-task-eu-west-1"],
    ["iam:PassRole", "arn:aws:iam::123456789012:role/admin"],
    ["iam:PutRolePolicy", "arn:aws:iam::123456789012:role/operators/openemr-trial-operator-eu-west-1"],
    ["kms:ScheduleKeyDeletion", "arn:aws:kms:eu-west-1:123456789012:key/1"],
    ["logs:GetLogEvents", "arn:aws:logs:eu-west-1:123456789012:log-group:/openemr-trial/audit:*"],
    ["s3:GetObject", "arn:aws:s3:::openemr-trial-mail-123456789012-eu-west-1/received/1"],
    ["s3:GetObject", "arn:aws:s3:::states/openemr/production.tfstate"],
    ["s3:PutObject", "arn:aws:s3:::states/openemr/trial.tfstate"],
    ["ssm:PutParameter", "arn:aws:ssm:eu-west-1:123456789012:parameter/openemr-trial/settings"],
  ])("%s on %s is refused", (action, resource) => {
    const context = {
      "aws:RequestedRegion": "eu-west-1",
      "ecs:cluster": "arn:aws:ecs:eu-west-1:123456789012:cluster/openemr-trial-cluster",
      "iam:PassedToService": "ecs-tasks.amazonaws.com",
      "kms:ViaService": "rds.eu-west-1.amazonaws.com",
      "aws:ResourceTag/Application": "openemr",
      "aws:ResourceTag/Environment": "trial",
    };
    expect(new Permissions([policy()]).allows(action, resource, context)).toBe(false);
  });

  test("the logs that alarms send people to can be read, but those of the trail", () => {
    const permissions = new Permissions([policy()]);
    const groups = {
      application: ["/openemr-trial/application"],
      firewall: ["aws-waf-logs-openemr-trial"],
      functions: FUNCTION_NAMES.map((name) => `/aws/lambda/openemr-trial-${name}`),
      network: ["/openemr-trial/vpc-flow-log"],
      audit: ["/openemr-trial/audit"],
    };
    const parts = definitions.flatMap(({ todo }) =>
      [...todo.matchAll(/npm run logs -- <environment>( [a-z]+)?/g)].map(([, part = "application"]) =>
        part.trim(),
      ),
    );
    expect([...new Set(parts)].sort()).toEqual(Object.keys(groups).sort());
    const readable = Object.entries(groups).flatMap(([part, names]) =>
      names.every((name) =>
        permissions.allows(
          "logs:FilterLogEvents",
          `arn:aws:logs:eu-west-1:123456789012:log-group:${name}:*`,
          { "aws:RequestedRegion": "eu-west-1" },
        ),
      )
        ? [part]
        : [],
    );
    expect(readable).toEqual(["application", "firewall", "functions", "network"]);
    expect(
      permissions.allows(
        "logs:FilterLogEvents",
        "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/openemr-trial-west-probe:*",
        { "aws:RequestedRegion": "eu-west-1" },
      ),
    ).toBe(false);
  });

  test("a role is passed to the service that it is for only, and a key of another environment is out of reach", () => {
    const permissions = new Permissions([policy()]);
    const role = "arn:aws:iam::123456789012:role/openemr-trial-restore-eu-west-1";
    expect(permissions.allows("iam:PassRole", role, { "iam:PassedToService": "backup.amazonaws.com" })).toBe(
      true,
    );
    expect(permissions.allows("iam:PassRole", role, { "iam:PassedToService": "lambda.amazonaws.com" })).toBe(
      false,
    );
    const key = "arn:aws:kms:eu-west-1:123456789012:key/1";
    const tags = (environment: string) => ({
      "aws:ResourceTag/Application": "openemr",
      "aws:ResourceTag/Environment": environment,
      "kms:ViaService": "rds.eu-west-1.amazonaws.com",
    });
    expect(permissions.allows("kms:CreateGrant", key, tags("trial"))).toBe(true);
    expect(permissions.allows("kms:CreateGrant", key, tags("production"))).toBe(false);
  });
});

test("a way into tasks is a choice", async () => {
  const plan = await stack.plan({ ...VALUES, sessions_for_operators: true });
  const [change] = (plan.resource_changes ?? []).filter(({ type }) => type === "aws_iam_role_policy");
  const document = String((change!.change.after as { policy?: string }).policy);
  const permissions = new Permissions([document]);
  const task = "arn:aws:ecs:eu-west-1:123456789012:task/openemr-trial-cluster/1";
  expect(permissions.allows("ssm:StartSession", task)).toBe(true);
  expect(permissions.allows("ssm:StartSession", task.replace("trial", "production"))).toBe(false);
  expect(permissions.allows("ssm:StartSession", "arn:aws:ssm:eu-west-1::document/AWS-RunShellScript")).toBe(
    false,
  );
  expect(document).toContain(`session/${["$", "{aws:userid}"].join("")}-*`);
  expect(actionsIn(policy()).filter((action) => action.includes("Session"))).toEqual([]);
});

test.each([
  ["operator_arns", [], "at least one ARN"],
  ["operator_arns", ["*"], "a list of ARNs"],
  ["operator_arns", ["arn:aws:iam::123456789012:root"], "a list of ARNs"],
  ["environments", {}, "at least one environment"],
  ["environments", { other: "eu-west-1" }, "trial, production"],
])("%s = %j is refused", async (name, value, says) => {
  await expect(stack.plan({ ...VALUES, [name]: value })).rejects.toThrow(says);
});

test("docs/operators.md has every variable of the stack, and no other", () => {
  const document = readFileSync(path.join(__dirname, "../../docs/operators.md"), "utf8");
  const listed = [...document.matchAll(/^\| `([a-z_]+)` \| [^|]+ \| [^|]+ \|$/gm)].map(([, name]) => name);
  expect(listed.sort()).toEqual(variableNames.sort());
});
