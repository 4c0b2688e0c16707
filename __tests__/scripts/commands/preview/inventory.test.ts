import { renderInventory } from "../../../../scripts/commands/preview/inventory";
import type { PlannedResource } from "../../../../scripts/plan/resource";
import { page, resource } from "../../plan/plan-fixture";

function inventory(...resources: PlannedResource[]): string[] {
  return renderInventory(page, resources).map((lines) => lines.join("\n"));
}

/** Runs of blanks are the layout's business. */
function squeeze(text: string): string {
  return text.replace(/\s+/g, " ");
}

describe("the inventory", () => {
  test("has a group for each capability, in the order of a review, unknown ones last", () => {
    const groups = inventory(
      resource("aws_vpc.quantum_vpc"),
      resource("aws_rds_cluster.database_cluster"),
      resource("aws_lb.edge_load_balancer"),
      resource("aws_kms_key.log_key"),
      resource("aws_kms_key.data_key"),
      resource("aws_vpc.network_vpc"),
    );
    expect(groups.map((group) => group.split("\n")[0])).toEqual([
      "Edge (1 resource)",
      "Network (1 resource)",
      "Database (1 resource)",
      "Encryption (2 resources)",
      "Quantum (1 resource)",
    ]);
  });

  test("says of a capability that is off why something of it is there", () => {
    const archive = resource("aws_s3_bucket.mail_incoming_bucket");
    const mail = (isOn: boolean) =>
      renderInventory(page, [archive], { configure_ses: { value: isOn } })[0]!.join("\n");
    expect(squeeze(mail(false))).toMatch(
      /^Mail \(1 resource\) off its archive and the secret of its credentials are kept ready /,
    );
    expect(mail(true)).not.toContain("off");
  });

  test("counts the instances of one resource and lists what differs", () => {
    const [network] = inventory(
      resource("aws_subnet.network_private_subnet[0]", { cidr_block: "10.0.0.0/18" }),
      resource("aws_subnet.network_private_subnet[1]", { cidr_block: "10.0.64.0/18" }),
      resource("aws_subnet.network_public_subnet[0]", { cidr_block: "10.0.192.0/20" }),
    );
    expect(squeeze(network!)).toContain("2 private subnets 10.0.0.0/18, 10.0.64.0/18");
    expect(squeeze(network!)).toContain("Public subnet 10.0.192.0/20");
  });

  test("puts resources of one type that read the same into one line", () => {
    const values = { retention_in_days: 365, kms_key_id: "arn" };
    const [database] = inventory(
      resource("aws_cloudwatch_log_group.database_audit_log_group", values),
      resource("aws_cloudwatch_log_group.database_error_log_group", values),
      resource("aws_cloudwatch_log_group.database_slow_log_group", { ...values, retention_in_days: 7 }),
    );
    expect(squeeze(database!)).toContain("2 log groups audit, error: kept 365 days, own KMS key");
    expect(squeeze(database!)).toContain("Slow log group kept 7 days, own KMS key");
  });

  test("says of the database what matters, and marks what is weak", () => {
    const scaling = { serverlessv2_scaling_configuration: [{ min_capacity: 0.5, max_capacity: 64 }] };
    const common = { ...scaling, engine_version: "8.0.mysql_aurora.3.08.1", storage_encrypted: true };
    const [strong] = inventory(
      resource(
        "aws_rds_cluster.database_cluster",
        { ...common, deletion_protection: true, backup_retention_period: 35 },
        { kms_key_id: true },
        { kms_key_id: { references: ["aws_kms_key.data_key.arn"] } },
      ),
    );
    expect(squeeze(strong!)).toContain(
      "Aurora cluster 8.0.mysql_aurora.3.08.1, 0.5 to 64 ACU, encrypted, own KMS key, deletion protection, " +
        "restorable for 35 days, final snapshot",
    );
    expect(strong).not.toContain("(!)");
    const [weak] = inventory(
      resource("aws_rds_cluster.database_cluster", {
        ...common,
        storage_encrypted: false,
        deletion_protection: false,
        skip_final_snapshot: true,
        backup_retention_period: 1,
      }),
    );
    expect(squeeze(weak!)).toContain(
      "not encrypted (!), no KMS key of its own (!), no deletion protection (!), " +
        "restorable for 1 day, no final snapshot (!)",
    );
  });

  test("does not take for protection what is left to AWS", () => {
    const unknown = { kms_key_id: true, storage_encrypted: true };
    const [database] = inventory(resource("aws_rds_cluster.database_cluster", {}, unknown));
    expect(squeeze(database!)).toContain("not encrypted (!), no KMS key of its own (!)");
  });

  test("tells the parts of a bucket with the bucket", () => {
    const [edge] = inventory(
      resource("aws_s3_bucket.edge_access_logs", { force_destroy: false }),
      resource("aws_s3_bucket.edge_archive", { force_destroy: false }),
      resource("aws_s3_bucket_policy.edge_access_logs_policy"),
      resource("aws_s3_bucket_versioning.edge_access_logs_versioning", {
        versioning_configuration: [{ status: "Enabled" }],
      }),
      resource("aws_s3_bucket_public_access_block.edge_archive_public_access", { block_public_acls: true }),
    );
    expect(edge!.split("\n").slice(1).map(squeeze)).toEqual([
      " Access logs bucket kept while it holds objects, versioned",
      " Archive bucket kept while it holds objects, can be made public (!)",
    ]);
  });

  test("says what the web firewall does not block", () => {
    const counted = { action_to_use: [{ count: [{}] }] };
    const group = (name: string, overrides: unknown[]) => ({
      managed_rule_group_statement: [{ name, rule_action_override: overrides }],
    });
    const rule = [
      {
        name: "common",
        priority: 2,
        override_action: [{ none: [{}] }],
        statement: [group("Common", [counted])],
      },
      {
        name: "reputation",
        priority: 1,
        override_action: [{ count: [{}] }],
        statement: [group("Reputation", [])],
      },
    ];
    const [firewall] = inventory(resource("aws_wafv2_web_acl.firewall_acl", { rule }));
    expect(squeeze(firewall!)).toContain(
      "1 of 2 rules only count (!), reputation, common (1 of its rules counted)",
    );
  });

  test("only counts what serves another resource", () => {
    const [network] = inventory(
      resource("aws_vpc.network_vpc", { cidr_block: "10.0.0.0/16" }),
      resource("aws_route_table.network_private_route_table[0]"),
      resource("aws_route_table.network_private_route_table[1]"),
      resource("aws_iam_role_policy.network_flow_log_policy"),
    );
    expect(squeeze(network!)).toContain("and 2 route tables, 1 IAM role policy");
  });

  test("counts a type that nobody described under its own name", () => {
    const [group] = inventory(resource("aws_timestream_table.telemetry_readings"));
    expect(squeeze(group!)).toBe("Telemetry (1 resource) and 1 timestream table");
  });

  test("keeps within the page", () => {
    const groups = inventory(
      resource("aws_rds_cluster.database_cluster", {
        engine_version: "8.0.mysql_aurora.3.08.1",
        enabled_cloudwatch_logs_exports: ["audit", "error", "general", "slowquery"],
      }),
      resource("aws_efs_file_system.files_a_role_with_a_very_long_name_indeed", {
        throughput_mode: "elastic",
      }),
    );
    const lengths = groups.flatMap((group) => group.split("\n")).map((line) => line.length);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(page.width);
  });
});
