import { SynthesizedCapability } from "../support/capability";

describe("the keys of every installation", () => {
  const synthesized = new SynthesizedCapability(() => {});

  it("are rotated and survive a mistaken destroy for 30 days", () => {
    const keys = Object.values(synthesized.resources("aws_kms_key"));
    expect(keys).toHaveLength(2);
    for (const key of keys) {
      expect(key).toMatchObject({ enable_key_rotation: true, deletion_window_in_days: 30 });
    }
  });

  it("leave the key of the data to IAM policies of this account alone", () => {
    const statements = synthesized.statements("aws_kms_key.data_key");
    expect(Object.keys(statements)).toEqual(["Account"]);
  });

  it("let CloudWatch Logs use the key of the logs, for log groups of this account only", () => {
    const { EncryptLogs } = synthesized.statements("aws_kms_key.log_key");
    expect(EncryptLogs).toContain('"Service" = "logs.${var.region}.amazonaws.com"');
    expect(EncryptLogs).toMatch(
      /"kms:EncryptionContext:aws:logs:arn" = "arn:\S+:logs:\$\{var\.region\}:\$\{data\.aws_caller_identity\.installation_account\.account_id\}:log-group:\*"/,
    );
    expect(EncryptLogs).not.toContain("kms:*");
  });
});
