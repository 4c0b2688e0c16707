import { createColors } from "picocolors";
import { change, created, page, review } from "../../plan/plan-fixture";

const failedCheck = {
  address: { kind: "check", name: "https", to_display: "check.https" },
  status: "fail" as const,
  instances: [{ status: "fail", problems: [{ message: "The application is served over plain HTTP." }] }],
};

describe("the review", () => {
  test("begins with the environment, the region and what the plan does", () => {
    const text = review({
      resource_changes: [
        created("aws_vpc.network_vpc"),
        change("aws_lb.edge_load_balancer", ["update"]),
        change("aws_efs_file_system.files_sites", ["delete", "create"]),
        change("aws_kms_key.data_key", ["no-op"]),
        { ...created("aws_region.current"), mode: "data" as const },
      ],
    });
    expect(text).toMatch(/^clinic \(eu-west-1\)\n2 to add, 1 to change, 1 to destroy, 1 unchanged\n/);
  });

  test("shows failed checks and Terraform's warnings right after, each once", () => {
    const text = review(
      {
        checks: [
          failedCheck,
          { ...failedCheck, status: "pass" },
          { ...failedCheck, address: { kind: "var", name: "region", to_display: "var.region" } },
        ],
      },
      {
        warnings: [
          { severity: "warning", summary: "Check block assertion failed", detail: "The application is ..." },
          { severity: "warning", summary: "Argument is deprecated", address: "aws_lb.edge" },
        ],
      },
    );
    expect(text.split("\n\n")[1]!.trimEnd()).toBe(
      "Warnings\n  ! The application is served over plain HTTP.\n  ! Argument is deprecated\n    at aws_lb.edge",
    );
  });

  test("says so when a check could not be made", () => {
    const text = review({ checks: [{ ...failedCheck, status: "error", instances: [] }] });
    expect(text).toContain("The check check.https could not be made.");
  });

  test("shows what is destroyed before what is replaced before what changes", () => {
    const text = review({
      resource_changes: [
        change("aws_lb.edge_load_balancer", ["update"], {
          before: { idle_timeout: 60, tags: null, arn: "arn" },
          after: { idle_timeout: 120, tags: null, arn: "arn" },
        }),
        change("aws_rds_cluster.database_cluster", ["delete", "create"], {
          before: { storage_encrypted: false, arn: "arn", engine_version: "1" },
          after: { storage_encrypted: true, engine_version: "2" },
          after_unknown: { arn: true },
          replace_paths: [["storage_encrypted"]],
        }),
        change("aws_efs_file_system.files_sites", ["delete"], { before: { encrypted: true } }),
      ],
    });
    expect(text.split("\n\n")[1]).toBe(
      [
        "What happens to what exists",
        "  - aws_efs_file_system.files_sites will be DESTROYED",
        "      sites file system",
        "  -/+ aws_rds_cluster.database_cluster will be REPLACED, what it holds is lost",
        "      storage_encrypted: false -> true (forces the replacement)",
        '      engine_version: "1" -> "2"',
        "  ~ aws_lb.edge_load_balancer will change",
        "      idle_timeout: 60 -> 120",
      ].join("\n"),
    );
    expect(text).not.toContain("Files (");
  });

  test("never shows a sensitive value, though it says that one changes", () => {
    const text = review({
      resource_changes: [
        change("aws_ssm_parameter.application_key", ["update"], {
          before: { value: "hunter1", tags: { owner: "x" } },
          after: { value: "hunter2", tags: { owner: "x" } },
          before_sensitive: { value: true },
          after_sensitive: { value: true },
        }),
      ],
      planned_values: { outputs: { token: { sensitive: true, value: "hunter3" } } },
    });
    expect(text).toContain('value: "(sensitive)" -> "(sensitive)"');
    expect(text).toMatch(/token +\(sensitive\)/);
    expect(text).not.toContain("hunter");
  });

  test("shows outputs, and which are not known yet", () => {
    const outputs = {
      url: { sensitive: false, value: "https://openemr.example.org" },
      log_groups: { sensitive: false, value: { app: "a", database: ["b", "c"] } },
      vault: { sensitive: false },
      cluster: { sensitive: false },
    };
    const lines = review({ planned_values: { outputs } }).split("\n\n").at(-1)!;
    expect(lines).toMatch(/url +https:\/\/openemr\.example\.org/);
    expect(lines).toMatch(/log_groups +app: a, database: b, c/);
    expect(lines).toMatch(/known after apply +cluster, vault/);
  });

  test("wraps a policy, whose text has no blank, within a narrow page", () => {
    const value = JSON.stringify({ Statement: [{ Action: Array(9).fill("acm:ExportCertificate") }] });
    const outputs = { policy_for_people: { sensitive: false, value } };
    const lines = review({ planned_values: { outputs } }, { page: { ...page, width: 60 } }).split("\n");
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(60);
    expect(lines.join("\n")).toMatch(/policy_for_people +Statement: Action:/);
  });

  test("uses colours only on a page that has them", () => {
    const parts = { resource_changes: [created("aws_vpc.network_vpc", { cidr_block: "10.0.0.0/16" })] };
    const colored = review(parts, { page: { ...page, colors: createColors(true) } });
    const start = String.fromCharCode(27);
    expect(colored).toContain(start);
    expect(review(parts)).not.toContain(start);
    expect(colored.replaceAll(new RegExp(`${start}\\[[0-9;]*m`, "g"), "")).toBe(review(parts));
  });

  test("is empty of sections that have nothing to say", () => {
    expect(review({})).toBe("clinic (eu-west-1)\n0 to add, 0 to change, 0 to destroy\n");
  });
});
