import { readFileSync } from "node:fs";
import path from "node:path";
import { TerraformError } from "../../../scripts/terraform/terraform-diagnostics";
import { addresses, changes } from "../../support/offline-account";
import { ACCOUNT, AppliedRoles, STATE, VALUES } from "./applied-roles";

const roles = new AppliedRoles();

describe("choices", () => {
  test("a second apply changes nothing, and an environment that goes takes only its own role along", async () => {
    expect(addresses(changes(await roles.stack.plan(VALUES)))).toEqual([]);
    const without = changes(await roles.stack.plan({ ...VALUES, environments: { production: "eu-west-1" } }));
    expect(addresses(without)).toEqual([
      "aws_iam_policy.development_boundary[0]",
      "aws_iam_policy.development_deploy_data[0]",
      "aws_iam_policy.development_deploy_guard[0]",
      "aws_iam_policy.development_deploy_identities[0]",
      "aws_iam_policy.development_deploy_network[0]",
      "aws_iam_role.development_deploy[0]",
      "aws_iam_role_policy.development_deploy_change[0]",
      "aws_iam_role_policy_attachment.development_deploy_denials[0]",
      "aws_iam_role_policy_attachment.development_deploy_own_data[0]",
      "aws_iam_role_policy_attachment.development_deploy_own_guard[0]",
      "aws_iam_role_policy_attachment.development_deploy_own_identities[0]",
      "aws_iam_role_policy_attachment.development_deploy_own_network[0]",
      "aws_iam_role_policy_attachment.development_deploy_refresh[0]",
      "aws_iam_role_policy_attachment.development_deploy_refresh_more[0]",
    ]);
    expect(new Set(without.map(({ change }) => change.actions.join()))).toEqual(new Set(["delete"]));
  });

  test("an environment's variables name outputs that this stack has", () => {
    const stack = path.join(roles.synthesize("outputs", STATE), "cdk.tf.json");
    const { output } = JSON.parse(readFileSync(stack, "utf8"));
    const variables = readFileSync(path.join(__dirname, "../../../README.md"), "utf8");
    const named = [...variables.matchAll(/^\| `\w+` \|.* the output (\w+)/gm)].map(([, name]) => name!);
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((name) => !(name in output))).toEqual([]);
  });

  test("an identity provider that exists takes the place of an own one", async () => {
    const existing = `arn:aws:iam::${ACCOUNT}:oidc-provider/token.actions.githubusercontent.com`;
    const changed = changes(await roles.stack.plan({ ...VALUES, identity_provider_arn: existing }));
    const actions = Object.fromEntries(
      changed.map(({ address, change }) => [address, change.actions.join()]),
    );
    expect(actions).toMatchObject({
      "aws_iam_openid_connect_provider.identity_provider[0]": "delete",
      "aws_iam_role.plan": "update",
    });
    const role = changed.find(({ address }) => address === "aws_iam_role.plan")!;
    expect((role.change.after as { assume_role_policy: string }).assume_role_policy).toContain(existing);
  });

  test.each(["cloud", "local"])("where state is kept by %s, no role gets at a bucket of states", (kind) => {
    const folder = roles.synthesize(kind, {
      kind,
      organization: "clinic",
      bucket: "states",
      lockTable: "locks",
      region: "us-east-1",
    });
    const document = require(path.join(folder, "cdk.tf.json"));
    expect(JSON.stringify(document.resource)).not.toContain("states");
    expect(JSON.stringify(document.resource)).not.toContain("dynamodb:LeadingKeys");
  });

  test("a destroy is refused while deletion_protection is true", async () => {
    await expect(roles.stack.destroy(VALUES)).rejects.toThrow(
      /deletion_protection is true, so nothing is destroyed/,
    );
    expect(roles.stack.resources().size).toBe(roles.resources.size);
  });

  test("what is bad is refused, with the way out", async () => {
    const refused = async (values: Record<string, unknown>, ...says: string[]) => {
      const error = await roles.stack.plan({ ...VALUES, ...values }).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(TerraformError);
      const message = (error as Error).message.replace(/\s+/g, " ");
      for (const words of says) expect(message).toContain(words);
    };
    await refused(
      { repository: "clinic", branch: "*", environments: {}, identity_provider_arn: "arn:aws:iam::1:role/x" },
      "must be owner/name or owner@id/name@id",
      "must be the name of a branch",
      "must be at least one environment with its region",
      "must be the ARN of the identity provider",
    );
    await refused(
      { repository: "clinic@12/openemr", environments: { staging: "europe" } },
      "must be with both ids or with none",
      "must be a map whose keys are among development, production",
      "must be a map whose values are each the code of an AWS region",
    );
    await refused(
      { repository: "clinic/*", environments: { production: "cn-north-1" } },
      "must be owner/name or owner@id/name@id",
      "must be a map whose values are each a region of the commercial partition",
    );
    await refused(
      { hosted_zones: { staging: "Z1" } },
      "hosted_zones",
      "must be a map whose keys are among development, production",
    );
    await refused({ hosted_zones: { production: "example.org" } }, "each the id of a hosted zone");
    await refused(
      { copy_regions: { staging: "europe", production: "eu-west-1" } },
      "copy_regions",
      "must be a map whose keys are among development, production",
      "must be a map whose values are each the code of an AWS region",
      "must be a map whose values are each another region than that of the environment",
    );
    await refused(
      { environments: { development: "us-east-1" }, copy_regions: { production: "eu-central-1" } },
      "must be a map whose keys are all in environments as well",
    );
  });

  test("an environment whose name another one continues is refused: names could not keep the two apart", async () => {
    const alike = await roles.account.add(
      roles.synthesize("alike", STATE, ["production", "production-eu", "productions", "test"]),
    );
    const planned = (environments: object) =>
      alike.plan({ ...VALUES, environments, copy_regions: {}, hosted_zones: {} });
    await expect(planned({ test: "us-east-1", production: "eu-west-1" })).rejects.toThrow(/production-eu/);
    await planned({ "production-eu": "eu-west-1", productions: "eu-west-1" });
  });
});

test("IAM has room for every policy, with names as long as they may be", async () => {
  const folder = roles.synthesize("long", { ...STATE, bucket: "b".repeat(63), lockTable: "t".repeat(60) }, [
    "e".repeat(20),
    "f".repeat(20),
    "production",
  ]);
  const long = await roles.account.add(folder);
  const region = "ap-southeast-1";
  const environments = { ["e".repeat(20)]: region, ["f".repeat(20)]: region, production: region };
  const zones = { ["e".repeat(20)]: "Z".repeat(32) };
  const copyRegions = Object.fromEntries(Object.keys(environments).map((name) => [name, "ap-southeast-2"]));
  await long.apply({
    ...VALUES,
    name: "n".repeat(32),
    region,
    environments,
    copy_regions: copyRegions,
    hosted_zones: zones,
    // The account has that of the other tests.
    identity_provider_arn: "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com",
  });
  const all = [...(await long.resources())];
  const sizes = new Map<string, number>();
  for (const [address, { policy }] of all) {
    if (!address.startsWith("aws_iam_role_policy.")) continue;
    const role = address.replace(/_[a-z]+(\[0\])?$/, "");
    sizes.set(role, (sizes.get(role) ?? 0) + String(policy).length);
  }
  expect(sizes.size).toBe(4);
  for (const [role, size] of sizes) expect([role, size <= 10_240, size]).toEqual([role, true, size]);
  const shared = all.filter(([address]) => address.startsWith("aws_iam_policy."));
  // Three belong to all roles, one to the plan role, and five to each environment.
  expect(shared).toHaveLength(19);
  for (const [address, { policy }] of shared) {
    const size = String(policy).length;
    expect([address, size <= 6_144, size]).toEqual([address, true, size]);
  }
});
