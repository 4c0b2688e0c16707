import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { requiredProvider } from "../src/configuration/required-provider";
import { SchemaCatalog } from "../src/schema/catalog";
import type { Member, Members } from "../src/schema/model";
import { ProviderPackage } from "../src/schema/provider-package";

const catalog = (name: string) =>
  new SchemaCatalog(ProviderPackage.find(requiredProvider(name), [__dirname]));
const aws = catalog("aws");

function find(members: Members | undefined, ...path: string[]): Member {
  const [name, ...rest] = path;
  const member = members?.find((candidate) => candidate.name === name);
  if (!member) throw new Error(`There is no ${name}.`);
  if (rest.length === 0) return member;
  return find(member.kind === "block" ? member.members : [], ...rest);
}

describe("schemas read from the generated classes", () => {
  it.each([
    ["aws_s3_bucket", ["bucket"], { type: "string", optional: true, computed: true, required: false }],
    ["aws_s3_bucket", ["arn"], { optional: false, computed: true }],
    ["aws_subnet", ["vpc_id"], { type: "string", required: true }],
    ["aws_lb", ["security_groups"], { type: ["set", "string"], computed: true }],
    ["aws_lb", ["tags"], { type: ["map", "string"], optional: true }],
    ["aws_lb", ["access_logs"], { kind: "block", nesting: "list", maxItems: 1, required: false }],
    ["aws_lb", ["access_logs", "bucket"], { type: "string", required: true }],
    ["aws_lb", ["timeouts"], { kind: "block", nesting: "single" }],
    ["aws_ecs_service", ["load_balancer"], { kind: "block", nesting: "set", maxItems: 0 }],
    ["aws_security_group", ["ingress"], { kind: "attribute", optional: true, computed: true }],
    ["aws_rds_cluster", ["master_password_wo"], { writeOnly: true, sensitive: true, computed: false }],
    ["aws_secretsmanager_secret_version", ["has_secret_string_wo"], { writeOnly: false, type: "bool" }],
    [
      "aws_elasticache_serverless_cache",
      ["endpoint"],
      { type: ["list", ["object", { address: "string", port: "number" }]], computed: true },
    ],
  ])("%s %j", (type, path, expected) => {
    expect(find(aws.resource(type), ...path)).toMatchObject(expected);
  });

  it("reads data sources and the provider block", () => {
    expect(find(aws.dataSource("aws_iam_policy_document"), "statement", "actions")).toMatchObject({
      type: ["set", "string"],
    });
    expect(find(aws.provider(), "default_tags", "tags")).toMatchObject({
      type: ["map", "string"],
      optional: true,
    });
    expect(find(catalog("random").resource("random_string"), "length")).toMatchObject({
      required: true,
    });
  });

  it("does not know what the package does not have", () => {
    expect(aws.resource("aws_nothing")).toBeUndefined();
    expect(aws.dataSource("aws_nothing")).toBeUndefined();
  });

  it("reads any type of the package", () => {
    const library = join(dirname(require.resolve("@cdktf/provider-aws/package.json")), "lib");
    const folders = readdirSync(library, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    // All of them take seconds; every 25th is a fair sample.
    const types = folders
      .map(({ name }) => name)
      .filter((name) => name !== "provider" && !name.startsWith("data-aws-"))
      .filter((_, index) => index % 25 === 0)
      .map((name) => `aws_${name.replaceAll("-", "_")}`);
    expect(types.length).toBeGreaterThan(50);
    for (const type of types) expect([type, aws.resource(type)?.length]).toEqual([type, expect.any(Number)]);
  });
});
