import { UserRotation } from "../../src/database/user-rotation";
import { Files } from "../../src/files/files";
import { SynthesizedCapability } from "../support/capability";
import { databaseFor } from "./database-for";

const synthesized = new SynthesizedCapability((surroundings) => {
  const { stack, variables, installation, network, dataKey, logKey } = surroundings;
  const files = new Files(stack, "files", { installation, network, encryptionKey: dataKey });
  new UserRotation(stack, "rotation", {
    ...{ installation, network, database: databaseFor(surroundings), files, dataKey, logKey },
    days: variables.databasePasswordRotationDays.value,
    hasNatGateways: variables.enableNatGateways.value,
    logRetentionDays: 30,
  });
});

it("Secrets Manager rotates the secret of OpenEMR's user on schedule, and not at once", () => {
  const rotation = synthesized.resource("aws_secretsmanager_secret_rotation.rotation");
  expect(rotation).toMatchObject({
    secret_id: "${aws_secretsmanager_secret.database_user.arn}",
    rotate_immediately: false,
    rotation_rules: { automatically_after_days: "${var.database_password_rotation_days}" },
  });
  const rotations = (days: number, enable_nat_gateways: boolean) =>
    synthesized.evaluated("aws_secretsmanager_secret_rotation.rotation", ["count"], {
      ...{ database_password_rotation_days: days, enable_nat_gateways },
    }).count;
  expect([rotations(30, true), rotations(0, true), rotations(30, false)]).toEqual([1, 0, 0]);
  expect(rotation.depends_on).toContain("aws_lambda_permission.rotation_permission");
  expect(synthesized.resource("aws_lambda_permission.rotation_permission")).toMatchObject({
    principal: "secretsmanager.amazonaws.com",
    source_account: "${data.aws_caller_identity.installation_account.account_id}",
  });
});

it("the function changes OpenEMR's secret, reads the master user's, and may do nothing else with secrets", () => {
  const statements = synthesized.evaluatedStatements("aws_iam_role_policy.rotation_function_permissions");
  expect(Object.keys(statements)).toEqual([
    "WriteOwnLog",
    "ReadOwnEnvironment",
    "RotateUser",
    "ReadMasterUser",
    "EncryptSecrets",
    "JoinNetwork",
    "FindNetwork",
  ]);
  expect(statements.RotateUser!.Resource).toEqual(["aws_secretsmanager_secret.database_user.arn"]);
  expect(statements.ReadMasterUser).toMatchObject({
    Action: ["secretsmanager:GetSecretValue"],
    Resource: ["aws_secretsmanager_secret.database_secret.arn"],
  });
});

it("it runs in the private subnets, and reaches the database, the files and AWS's APIs only", () => {
  const lambda = synthesized.resource("aws_lambda_function.rotation_function");
  expect(lambda.vpc_config).toMatchObject({
    security_group_ids: ["${aws_security_group.rotation_security_group[0].id}"],
  });
  expect(lambda).toMatchObject({ timeout: 900, file_system_config: { local_mount_path: "/mnt/sites" } });
  expect(lambda.depends_on).toContain("aws_efs_mount_target.files_mount_target");
  const out = (name: string) => synthesized.resource(`aws_vpc_security_group_egress_rule.rotation_${name}`);
  expect(out("to_database_out")).toMatchObject({ from_port: 3306, count: expect.any(String) });
  expect(out("to_files_out")).toMatchObject({ from_port: 2049 });
  expect(out("to_secrets_manager")).toMatchObject({ from_port: 443, cidr_ipv4: "0.0.0.0/0" });
  expect(synthesized.text.match(/"rotation_to_\w+":/g)).toHaveLength(5);
});

it("it writes the sites as root, through a way of its own, while it exists", () => {
  expect(synthesized.resource("aws_efs_access_point.rotation_access_point")).toMatchObject({
    posix_user: { uid: 0, gid: 0 },
    root_directory: { path: "/sites" },
  });
  const statements = (database_password_rotation_days: number) =>
    synthesized.evaluatedStatements("aws_efs_file_system_policy.files_policy", {
      ...{ database_password_rotation_days, enable_nat_gateways: true },
    });
  expect(statements(30).WriteSites!.Condition!.StringEquals).toEqual({
    "elasticfilesystem:AccessPointArn": "aws_efs_access_point.rotation_access_point[0].arn",
  });
  expect(statements(0)).not.toHaveProperty("WriteSites");
});
