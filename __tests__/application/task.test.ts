import { EcsExec } from "../../src/application/ecs-exec";
import { SettingsDeclaration } from "../../src/application/settings-declaration";
import { Task } from "../../src/application/task";
import { GeneratedSecret } from "../../src/aws/generated-secret";
import { Cache } from "../../src/cache/cache";
import { Files } from "../../src/files/files";
import type { OpenEmrSetting } from "../../src/openemr/openemr-settings";
import { tf } from "../../src/terraform/expression";
import { databaseFor } from "../database/database-for";
import { SynthesizedCapability } from "../support/capability";
import { evaluateExpressions } from "../support/evaluate";

const SMTP = { arn: "arn:aws:secretsmanager:us-east-1:123456789012:secret:smtp-AbCdEf", name: "smtp" };

const taskWith = (settings: readonly OpenEmrSetting[] = []) =>
  new SynthesizedCapability((surroundings) => {
    const { stack, variables, installation, network, dataKey, logKey } = surroundings;
    const files = new Files(stack, "files", { installation, network, encryptionKey: dataKey });
    new Task(stack, "task", {
      installation,
      database: databaseFor(surroundings),
      cache: new Cache(stack, "cache", {
        installation,
        network,
        encryptionKey: dataKey,
        maximumStorageGb: 1,
        maximumEcpuPerSecond: 1000,
        snapshotRetentionDays: 1,
        snapshotTime: "04:00",
      }),
      files,
      administrator: new GeneratedSecret(stack, "administrator", {
        installation,
        name: "administrator",
        description: "Administrator",
        username: "admin",
        encryptionKey: dataKey,
      }),
      image: {
        reference: `openemr/openemr@sha256:${"0".repeat(64)}`,
        labels: { "openemr.version": "8.4.1" },
        pull: [{ sid: "PullImage", actions: ["ecr:BatchGetImage"], resources: ["arn"] }],
      },
      cpu: 1024,
      memory: 2048,
      dataKey,
      logKey,
      logRetentionDays: 30,
      exec: new EcsExec(stack, "exec", {
        installation,
        enabled: variables.enableEcsExec.value,
        logKey,
        logRetentionDays: 30,
      }),
      webServer: { MAXIMUM_UPLOAD_MB: "350" },
      declaration: new SettingsDeclaration(stack, "settings", { installation, settings, dependsOn: [] }),
    });
  });

describe("the role of a task", () => {
  const POLICY = "aws_iam_role_policy.task_role_policy";

  it("may protect the cluster's tasks from being ended, and read nothing but the parameter that declares its settings where all are plain", () => {
    const plain = taskWith([{ name: "rest_api", value: "1" }]).evaluatedStatements(POLICY);
    expect(plain).toMatchObject({
      ReadDeclaration: { Action: ["ssm:GetParameter"], Resource: ["aws_ssm_parameter.settings.arn"] },
      ProtectTasks: {
        Action: ["ecs:UpdateTaskProtection"],
        Resource: [expect.stringMatching(/^arn:[^*]*:ecs:[^*]*:task\/[^*]+-cluster\/\*$/)],
      },
    });
    expect(Object.keys(plain)).toHaveLength(2);
  });

  it("may read the secret of a setting also while that is off, and no other one", () => {
    const { ReadSecretSettings, DecryptSecrets } = taskWith([
      { name: "SMTP_USER", secret: { ...SMTP, key: "username" }, encrypted: false, when: tf`false` },
      { name: "SMTP_PASS", secret: { ...SMTP, key: "password" }, when: tf`false` },
    ]).evaluatedStatements(POLICY);
    expect(ReadSecretSettings).toMatchObject({
      Action: ["secretsmanager:GetSecretValue"],
      Resource: [SMTP.arn],
    });
    expect(DecryptSecrets).toMatchObject({
      Action: ["kms:Decrypt"],
      Condition: { StringEquals: { "kms:ViaService": "secretsmanager.us-east-1.amazonaws.com" } },
    });
  });
});

it("the role that prepares a task reads no secret of a setting", () => {
  const task = taskWith([{ name: "SMTP_PASS", secret: { ...SMTP, key: "password" } }]);
  const statements = task.statements("aws_iam_role_policy.task_execution_role_policy");
  expect(Object.keys(statements)).toEqual(["WriteLog", "ReadSecrets", "DecryptSecrets", "PullImage"]);
  expect(statements.ReadSecrets).not.toContain(SMTP.arn);
});

it("keeps the root file system of each container read-only, but for OpenEMR's own, whose image writes to it", () => {
  const { container_definitions: containers } = taskWith().resource("aws_ecs_task_definition.task");
  const [, ...definitions] = String(containers).split(
    /(?=\{"name" = "(?:certificate|passwords|installation-log|openemr)", "image" = )/,
  );
  expect(definitions.map((each) => /^\{"name" = "([\w-]+)"/.exec(each)![1])).toEqual([
    "certificate",
    "passwords",
    "installation-log",
    "openemr",
  ]);
  expect(definitions.map((each) => each.includes('"readonlyRootFilesystem" = true'))).toEqual([
    true,
    true,
    true,
    false,
  ]);
});

describe("the database's two users", () => {
  const { container_definitions: containers } = taskWith().resource("aws_ecs_task_definition.task");
  const secret = (name: string, address: string) =>
    `{"name" = "${name}", "valueFrom" = "\${aws_secretsmanager_secret.${address}.arn}:password::"}`;

  it("are the master user, which installs and upgrades, and OpenEMR's own", () => {
    expect(containers).toContain('{"name" = "MYSQL_ROOT_USER", "value" = "dbadmin"}');
    expect(containers).toContain(secret("MYSQL_ROOT_PASS", "database_secret"));
    expect(containers).toContain('{"name" = "MYSQL_USER", "value" = "openemr"}');
    expect(containers).toContain(secret("MYSQL_PASS", "database_user"));
  });

  it("have secrets that the role that prepares a task may read", () => {
    const { ReadSecrets } = taskWith().evaluatedStatements("aws_iam_role_policy.task_execution_role_policy");
    expect(ReadSecrets!.Resource).toEqual([
      "aws_secretsmanager_secret.database_secret.arn",
      "aws_secretsmanager_secret.database_user.arn",
      "aws_secretsmanager_secret.administrator.arn",
    ]);
  });
});

it("leaves it to this project's scripts who installs or upgrades", () => {
  expect(taskWith().resource("aws_ecs_task_definition.task").container_definitions).not.toContain(
    "SWARM_MODE",
  );
});

it("a task's definition changes with what is declared, and says where a task finds that", () => {
  const { container_definitions: containers } = taskWith().resource("aws_ecs_task_definition.task");
  expect(containers).toContain('"openemr.settings" = sha256(local.settings_json)');
  expect(containers).toContain('{"name" = "SETTINGS_PARAMETER", "value" = aws_ssm_parameter.settings.arn}');
});

it("a task's definition pins its image for a deployment, and says which version a digest is", () => {
  const { container_definitions: containers } = taskWith().resource("aws_ecs_task_definition.task");
  expect(String(containers).match(/"image" = "openemr\/openemr@sha256:0{64}"/g)?.length).toBeGreaterThan(1);
  expect(String(containers).match(/"versionConsistency" = "enabled"/g)).toHaveLength(
    String(containers).match(/"image" = /g)!.length,
  );
  expect(containers).toContain('"openemr.version" = "8.4.1"');
});

it("the role that prepares a task may pull its image", () => {
  const { PullImage } = taskWith().evaluatedStatements("aws_iam_role_policy.task_execution_role_policy");
  expect(PullImage).toMatchObject({ Action: ["ecr:BatchGetImage"], Resource: ["arn"] });
});

it("a task's definition changes with ECS Exec, so that running tasks are replaced by others", () => {
  const task = taskWith();
  const { container_definitions: containers } = task.resource("aws_ecs_task_definition.task");
  const [, label] = /"openemr\.ecs-exec" = (\(.*?\))/.exec(String(containers))!;
  const labelWhen = (enable_ecs_exec: boolean) =>
    evaluateExpressions(task.evaluable, { region: "us-east-1", enable_ecs_exec }, [`\${${label}}`])[0];
  expect([labelWhen(true), labelWhen(false)]).toEqual(["on", "off"]);
});
