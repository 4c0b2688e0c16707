import { SynthesizedCapability } from "../support/capability";
import { databaseFor } from "./database-for";

const synthesized = new SynthesizedCapability(databaseFor);
const version = synthesized.resource("aws_secretsmanager_secret_version.database_secret_version");
const cluster = synthesized.resource("aws_rds_cluster.database_cluster");
const userVersion = synthesized.resource("aws_secretsmanager_secret_version.database_user_version");
const DURING_APPLY = /^\$\{timestamp\(\) == "" \? null : /;

describe("the master user's password", () => {
  it("is made up of letters and digits while Terraform applies", () => {
    const generated = synthesized.ephemeral("aws_secretsmanager_random_password").database_secret_generated!;
    expect(generated).toMatchObject({ exclude_punctuation: true, include_space: false });
    expect(generated.password_length).toMatch(DURING_APPLY);
    expect(generated.password_length).toContain(": 32");
  });

  it("goes into the secret once, by a write-only argument", () => {
    expect(version.secret_string_wo).toBe(
      '${jsonencode({"username" = "dbadmin", "password" = ephemeral.aws_secretsmanager_random_password.database_secret_generated.random_password})}',
    );
    expect(version.secret_string_wo_version).toBe(1);
    expect(version).not.toHaveProperty("secret_string");
  });

  it("is read back from the secret, after it was written and while Terraform applies", () => {
    const stored = synthesized.ephemeral("aws_secretsmanager_secret_version").database_secret_stored!;
    expect(stored.secret_id).toMatch(DURING_APPLY);
    expect(stored.secret_id).toContain("aws_secretsmanager_secret_version.database_secret_version.arn");
  });

  it("reaches the cluster only from the secret", () => {
    expect(cluster.master_password_wo).toBe(
      "${jsondecode(ephemeral.aws_secretsmanager_secret_version.database_secret_stored.secret_string).password}",
    );
    expect(cluster).not.toHaveProperty("master_password");
    expect(cluster.depends_on).toContain("aws_secretsmanager_secret_version.database_secret_version");
  });

  it("is set again when the secret was written again", () => {
    expect(cluster.master_password_wo_version).toContain(
      "aws_secretsmanager_secret_version.database_secret_version.version_id",
    );
  });

  it("is encrypted with the installation's key, and can be restored where deletion is protected", () => {
    const address = "aws_secretsmanager_secret.database_secret";
    expect(synthesized.resource(address).kms_key_id).toBe("${aws_kms_key.data_key.arn}");
    const days = (protection: boolean) =>
      synthesized.evaluated(address, ["recovery_window_in_days"], { deletion_protection: protection });
    expect(days(true)).toEqual({ recovery_window_in_days: 30 });
    expect(days(false)).toEqual({ recovery_window_in_days: 0 });
  });
});

describe("the password of OpenEMR's own user", () => {
  it("is another one, in a secret of its own, by a write-only argument", () => {
    expect(userVersion.secret_string_wo).toBe(
      '${jsonencode({"username" = "openemr", "password" = ephemeral.aws_secretsmanager_random_password.database_user_generated.random_password})}',
    );
    expect(userVersion).not.toHaveProperty("secret_string");
    expect(synthesized.resource("aws_secretsmanager_secret.database_user").kms_key_id).toBe(
      "${aws_kms_key.data_key.arn}",
    );
  });

  it("has no character that OpenEMR's installer does not keep", () => {
    expect(synthesized.ephemeral("aws_secretsmanager_random_password").database_user_generated).toMatchObject(
      { exclude_punctuation: true, include_space: false },
    );
  });

  it("does not reach the cluster: the installer makes the user", () => {
    expect(JSON.stringify(cluster)).not.toContain("database_user");
  });
});
