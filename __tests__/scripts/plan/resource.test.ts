import { PlannedResource, SENSITIVE, UNKNOWN } from "../../../scripts/plan/resource";
import { change, resource } from "./plan-fixture";

describe("a planned resource", () => {
  test("is named by its capability and its role", () => {
    const subnet = resource("aws_subnet.network_private_subnet[1]");
    expect([subnet.capability, subnet.role]).toEqual(["network", "private subnet"]);
  });

  test("tells known, unknown and missing values apart", () => {
    const cluster = resource(
      "aws_rds_cluster.database_cluster",
      { engine: "aurora-mysql", kms_key_id: null, scaling: [{ minimum: 0.5 }], tags: null },
      { endpoint: true, key: true, scaling: [{ maximum: true, step: true }], members: [{ id: true }] },
      {
        engine: { constant_value: "aurora-mysql" },
        key: { references: ["aws_kms_key.data_key.arn"] },
        scaling: [{ maximum: { references: ["var.maximum"] }, step: {} }],
      },
    );
    expect(cluster.text("engine")).toBe("aurora-mysql");
    expect(cluster.text("scaling.0.minimum")).toBe("0.5");
    expect(cluster.get("scaling.0.maximum")).toBe(UNKNOWN);
    expect(cluster.get("endpoint")).toBe(UNKNOWN);
    expect(cluster.get("endpoint.0.deeper")).toBe(UNKNOWN);
    // Left to AWS, as opposed to given by another resource.
    expect(cluster.has("endpoint")).toBe(false);
    expect(cluster.has("key")).toBe(true);
    expect(cluster.has("scaling.0.maximum")).toBe(true);
    expect(cluster.has("scaling.0.step")).toBe(false);
    expect(cluster.get("members.0.id")).toBe(UNKNOWN);
    expect(cluster.has("kms_key_id")).toBe(false);
    expect(cluster.get("nothing.at.all")).toBeUndefined();
  });

  test("holds no sensitive value, before or after", () => {
    const version = new PlannedResource(
      change("aws_secretsmanager_secret_version.database_secret", ["update"], {
        before: { secret_string: "old-pass", nested: { token: "old-token" } },
        after: { secret_string: "new-pass", nested: { token: "new-token" } },
        before_sensitive: { secret_string: true, nested: { token: true } },
        after_sensitive: { secret_string: true, nested: { token: true } },
      }),
    );
    expect(version.get("secret_string")).toBe(SENSITIVE);
    expect(version.get("nested.token")).toBe(SENSITIVE);
    expect(JSON.stringify([version.before, version.after])).not.toMatch(/pass|new-token|old-token/);
  });

  test.each([
    [["create"], "create"],
    [["update"], "update"],
    [["delete"], "destroy"],
    [["delete", "create"], "replace"],
    [["create", "delete"], "replace"],
    [["forget"], "forget"],
    [["no-op"], "unchanged"],
  ] as const)("with the actions %j is a %s", (actions, kind) => {
    expect(new PlannedResource(change("aws_vpc.network_vpc", [...actions])).change).toBe(kind);
  });
});
