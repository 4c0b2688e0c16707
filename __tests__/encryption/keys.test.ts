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

  it("leave the key of the data only to IAM policies of this account", () => {
    const statements = synthesized.statements("aws_kms_key.data_key");
    expect(Object.keys(statements)).toEqual(["Account"]);
  });

  it("let CloudWatch Logs use the key of the logs, for log groups of this installation only", () => {
    const { EncryptLogs } = synthesized.evaluatedStatements("aws_kms_key.log_key", {
      name: "clinic",
    });
    expect(EncryptLogs!.Principal).toEqual({ Service: "logs.us-east-1.amazonaws.com" });
    const groups = Object.values(EncryptLogs!.Condition!.ArnLike!)[0] as string[];
    expect(groups).toHaveLength(4);
    for (const group of groups) expect(group).toMatch(/:log-group:.*clinic/);
    expect(EncryptLogs!.Action).not.toContain("kms:*");
  });
});
