import path from "node:path";
import { listEnvironments, stackName } from "../../src/environments";
import { SynthesizedProject } from "../support/synthesized-project";
import { OFF, TOGGLES, type ToggleName } from "../support/toggles";
import { EmulatedAccount } from "./support/emulated-account";
import type { EmulatedStack, Outcome } from "./support/emulated-stack";

const ENVIRONMENTS = listEnvironments(path.join(__dirname, "../../environments")).map(({ name }) => name);

/**
 * Toggles that are planned together, since each plan costs seconds, and what they add to the smallest
 * installation: what each adds alone, and what they add only together.
 */
const COMBINATIONS: ReadonlyArray<{ on: readonly ToggleName[]; adds: readonly string[] }> = [
  {
    on: ["a certificate", "a NAT gateway in each zone", "a lock on the vault"],
    adds: [
      "aws_backup_vault_lock_configuration.backup_vault_lock[0]",
      "aws_eip.network_nat_address[1]",
      "aws_lb_listener.edge_https[0]",
      "aws_nat_gateway.network_nat[1]",
    ],
  },
  {
    on: ["an IPv4 range", "an IPv6 range", "deletion protection", "a firewall that only counts"],
    adds: [
      "aws_vpc_security_group_ingress_rule.edge_ipv4_http[0]",
      "aws_vpc_security_group_ingress_rule.edge_ipv6_http[0]",
    ],
  },
  {
    on: ["a certificate and both ranges", "a third zone", "the audit trail"],
    adds: [
      "aws_cloudtrail.audit_trail[0]",
      "aws_cloudwatch_log_group.audit_log[0]",
      "aws_efs_mount_target.files_mount_target[2]",
      "aws_iam_role.audit_role[0]",
      "aws_iam_role_policy.audit_role_policy[0]",
      "aws_kms_alias.audit_key_alias[0]",
      "aws_kms_key.audit_key[0]",
      "aws_lb_listener.edge_https[0]",
      "aws_route.network_private_ipv4[2]",
      "aws_route_table.network_private_routes[2]",
      "aws_route_table_association.network_private_routes_of_subnet[2]",
      "aws_route_table_association.network_public_routes[2]",
      "aws_s3_bucket.audit_bucket[0]",
      "aws_s3_bucket_lifecycle_configuration.audit_bucket_lifecycle[0]",
      "aws_s3_bucket_ownership_controls.audit_bucket_ownership[0]",
      "aws_s3_bucket_policy.audit_bucket_policy[0]",
      "aws_s3_bucket_public_access_block.audit_bucket_public_access[0]",
      "aws_s3_bucket_server_side_encryption_configuration.audit_bucket_encryption[0]",
      "aws_s3_bucket_versioning.audit_bucket_versioning[0]",
      "aws_subnet.network_private[2]",
      "aws_subnet.network_public[2]",
      "aws_vpc_endpoint_route_table_association.network_s3_route[2]",
      "aws_vpc_security_group_ingress_rule.edge_ipv4_http[0]",
      "aws_vpc_security_group_ingress_rule.edge_ipv4_https[0]",
      "aws_vpc_security_group_ingress_rule.edge_ipv6_http[0]",
      "aws_vpc_security_group_ingress_rule.edge_ipv6_https[0]",
    ],
  },
];

/** The warning of plain HTTP, by the address of its check. */
const PLAIN_HTTP = "The application is served over plain HTTP";

let account: EmulatedAccount;
let project: SynthesizedProject;
let stack: EmulatedStack;
beforeAll(async () => {
  account = await EmulatedAccount.open();
  project = new SynthesizedProject();
  stack = await account.add(project.stack("openemr-production"));
}, 120_000);
afterAll(async () => {
  await account?.close();
  stack?.remove();
  project?.remove();
});

/** The addresses of a plan that creates and does nothing else. */
function created({ code, errors, planned }: Outcome): string[] {
  expect({ code, errors }).toEqual({ code: 0, errors: [] });
  expect(new Set(Object.values(planned))).toEqual(new Set(["create"]));
  return Object.keys(planned).sort();
}

const without = (all: readonly string[], some: readonly string[]) =>
  all.filter((address) => !some.includes(address));

it.each(ENVIRONMENTS)(
  "the real provider accepts the environment %s, as it is",
  async (environment) => {
    const own = await account.add(project.stack(stackName(environment)));
    expect(await own.validate()).toMatchObject({ valid: true, error_count: 0, warning_count: 0 });
    const outcome = await own.plan({});
    // Everything that the stack declares, but for what this environment has turned off.
    const declared = project.document(stackName(environment)).resource;
    const types = Object.keys(declared).filter((type) => type !== "aws_backup_vault_lock_configuration");
    const planned = new Set(created(outcome).map((address) => address.split(".")[0]));
    const missing = without(types, [...planned] as string[]);
    expect(missing).toEqual(environment === "development" ? ["aws_cloudtrail"] : []);
    expect(outcome.warnings.map((text) => text.includes(PLAIN_HTTP))).toEqual(
      environment === "development" ? [true] : [],
    );
    own.remove();
  },
  120_000,
);

describe("the toggles", () => {
  let smallest: string[];

  it("are accepted with everything off", async () => {
    smallest = created(await stack.plan(OFF));
    expect(
      without(
        COMBINATIONS.flatMap(({ adds }) => adds),
        smallest,
      ),
    ).toHaveLength(COMBINATIONS.flatMap(({ adds }) => adds).length);
  }, 120_000);

  it.each(COMBINATIONS)(
    "are accepted with $on",
    async ({ on, adds }) => {
      const values = Object.assign({}, OFF, ...on.map((name) => TOGGLES[name]));
      const planned = created(await stack.plan(values));
      expect(without(planned, smallest)).toEqual(adds);
      expect(without(smallest, planned)).toEqual([]);
    },
    120_000,
  );

  it("are all among these combinations", () => {
    expect(COMBINATIONS.flatMap(({ on }) => on).sort()).toEqual(Object.keys(TOGGLES).sort());
  });
});

it("a certificate of another region and account is refused before anything is created", async () => {
  const certificate = "arn:aws:acm:eu-west-1:999999999999:certificate/00000000-0000-0000-0000-000000000000";
  const { code, errors } = await stack.apply({ certificate_arn: certificate });
  expect(code).toBe(1);
  expect(errors).toHaveLength(2);
  const said = errors.join("\n");
  expect(said).toContain(
    `certificate_arn is "${certificate}", but must be the ARN of a certificate in the region of this installation, us-east-1`,
  );
  expect(said).toContain(
    "must be the ARN of a certificate in the account of this installation, 123456789012",
  );
  const { resources = [] } = JSON.parse(stack.state || "{}");
  expect(resources.filter(({ mode }: { mode: string }) => mode === "managed")).toEqual([]);
}, 120_000);
