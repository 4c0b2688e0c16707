import { changes, OfflineAccount, type OfflineStack, type Values } from "../support/offline-account";
import { SynthesizedProject } from "../support/synthesized-project";
import { EVERYTHING, OFF } from "../support/toggles";

const VPC = "vpc-0123456789abcdef0";
const subnet = (kind: "a" | "b", zone: number) => `subnet-0000000000000000${kind}`.slice(0, -2) + zone + kind;
const PRIVATE = [1, 2, 3].map((zone) => subnet("a", zone));
const PUBLIC = [1, 2, 3].map((zone) => subnet("b", zone));
/** In an existing VPC with as many zones. */
const inVpc = (zones: 2 | 3): Values => ({
  vpc_id: VPC,
  availability_zone_count: zones,
  private_subnet_ids: PRIVATE.slice(0, zones),
  public_subnet_ids: PUBLIC.slice(0, zones),
});
/** An internal load balancer, without what does not go with it. */
const INTERNAL: Values = {
  internal_load_balancer: true,
  enable_global_accelerator: false,
  enable_probe: false,
  security_group_ip_range_ipv4: ["192.168.10.0/24"],
  security_group_ip_range_ipv6: [],
};
const PUBLIC_WITHOUT_IPV6: Values = { security_group_ip_range_ipv6: [] };

const account = new OfflineAccount();
const cloud = account.providers.account;
let stack: OfflineStack;
beforeAll(async () => {
  stack = await account.add(SynthesizedProject.shared().stack("openemr-production"));
}, 120_000);
afterAll(async () => {
  await account.close();
});

/** Addresses of the parts of an own VPC. */
const OF_OWN_VPC =
  /^aws_(vpc|subnet|internet_gateway|nat_gateway|eip|route|route_table|route_table_association|default_security_group|flow_log)[.]|network_(s3|flow_log)/;

// Each two of all choices meet, on and off: either of these with the other, and with all others on and off.
describe.each<[name: string, values: Values, isOwn: boolean]>([
  ["an existing VPC, and everything else", { ...EVERYTHING, ...inVpc(3), ...PUBLIC_WITHOUT_IPV6 }, false],
  [
    "an existing VPC with an internal load balancer, and nothing else",
    { ...OFF, ...inVpc(2), ...INTERNAL, public_subnet_ids: [] },
    false,
  ],
  [
    "a VPC of its own with an internal load balancer, and everything else",
    { ...EVERYTHING, ...INTERNAL },
    true,
  ],
])("%s", (_name, values, isOwn) => {
  let planned: Map<string, Record<string, unknown>>;
  beforeAll(async () => {
    const plan = await stack.plan(values);
    planned = new Map(
      changes(plan).map(({ address, change }) => [address, (change.after ?? {}) as Record<string, unknown>]),
    );
  }, 120_000);

  it("makes what an own VPC consists of only there", () => {
    const found = [...planned.keys()].filter((address) => OF_OWN_VPC.test(address));
    if (isOwn) expect(found.length).toBeGreaterThan(20);
    else expect(found).toEqual([]);
    expect(planned.has("aws_rds_cluster.database_cluster")).toBe(true);
  });

  it("has the load balancer in the subnets that it is for", () => {
    const balancer = planned.get("aws_lb.edge")!;
    const internal = values.internal_load_balancer === true;
    expect(balancer.internal).toBe(internal);
    if (!isOwn) {
      expect(balancer.subnets).toEqual(internal ? values.private_subnet_ids : values.public_subnet_ids);
    }
  });

  it("has everything else in the private subnets of that VPC", () => {
    if (isOwn) return;
    const groups = [...planned].filter(([address]) => address.startsWith("aws_security_group."));
    expect(new Set(groups.map(([, { vpc_id }]) => vpc_id))).toEqual(new Set([VPC]));
    const targets = [...planned].filter(([address]) => address.startsWith("aws_efs_mount_target."));
    expect(targets.map(([, { subnet_id }]) => subnet_id)).toEqual(values.private_subnet_ids);
    expect(planned.get("aws_db_subnet_group.database_subnets")?.subnet_ids).toEqual(
      values.private_subnet_ids,
    );
  });
});

describe("what does not fit is refused by name, before anything is made", () => {
  let part: OfflineStack;
  const plain: Values = { ...OFF, ...inVpc(2) };
  beforeAll(async () => {
    part = await account.add(
      SynthesizedProject.shared().stack("openemr-production"),
      /aws_lb[.]edge$|terraform_data[.]lasting_values|data[.]aws_\w+[.]network_existing/,
    );
  });
  const refusal = (values: Values) =>
    part.plan(values).then(
      () => "",
      ({ message }: Error) => message,
    );

  it("a subnet in the zone of another one, and tasks in a zone without the load balancer", async () => {
    expect(await refusal(plain)).toBe("");
    const at = (id: string, letter: string) =>
      cloud.add("aws_subnet", {
        id,
        availability_zone: `us-east-1${letter}`,
        availability_zone_id: `use1-az${letter}`,
        cidr_block: "10.0.0.0/24",
      });
    at(PRIVATE[1]!, "a");
    expect(await refusal(plain)).toContain(
      "private_subnet_ids must have one subnet in each availability zone, but they are in us-east-1a, us-east-1a.",
    );
    at(PRIVATE[1]!, "d");
    expect(await refusal(plain)).toContain(
      "public_subnet_ids has subnets in us-east-1a, us-east-1b, but tasks are in us-east-1a, us-east-1d",
    );
    cloud.remove("aws_subnet", PRIVATE[1]!);
  });

  it.each<[string, Values, string]>([
    [
      "a subnet that is too small",
      { cidr_block: "10.0.0.0/28", availability_zone_id: "use1-az1" },
      "its range 10.0.0.0/28 is smaller than /26",
    ],
    [
      "a zone without Fargate",
      { cidr_block: "10.0.0.0/24", availability_zone_id: "use1-az3" },
      "its availability zone use1-az3 lacks services",
    ],
  ])("%s", async (_name, values, text) => {
    cloud.add("aws_subnet", { id: PRIVATE[0]!, availability_zone: "us-east-1a", ...values } as never);
    expect(await refusal(plain)).toContain(`private_subnet_ids has ${PRIVATE[0]}, but ${text}`);
    cloud.remove("aws_subnet", PRIVATE[0]!);
  });

  it("a VPC that gives out no names", async () => {
    cloud.add("aws_vpc", { id: VPC, enable_dns_hostnames: false });
    expect(await refusal(plain)).toContain(`vpc_id is "${VPC}", but that VPC has no DNS support`);
    cloud.remove("aws_vpc", VPC);
  });

  it("a VPC that another account shares", async () => {
    cloud.add("aws_vpc", { id: VPC, owner_id: "999988887777" });
    expect(await refusal(plain)).toContain(`vpc_id is "${VPC}", but that VPC is of account 999988887777`);
    cloud.remove("aws_vpc", VPC);
  });

  it("IPv6 for a load balancer in subnets without", async () => {
    expect(await refusal({ ...plain, security_group_ip_range_ipv6: ["2001:db8::/32"] })).toContain(
      "a subnet of public_subnet_ids has no IPv6 range",
    );
  });

  it("another VPC or other subnets than the installation was made with, and its own for an existing one", async () => {
    await part.apply(plain);
    const other = { ...plain, vpc_id: "vpc-0fedcba9876543210" };
    expect(await refusal(other)).toContain(
      `vpc_id is "vpc-0fedcba9876543210", but this installation was made with "${VPC}". Nothing was changed.`,
    );
    expect(await refusal(OFF)).toContain(`vpc_id is null, but this installation was made with "${VPC}"`);
    expect(await refusal({ ...plain, private_subnet_ids: [PRIVATE[1], PRIVATE[0]] })).toContain(
      `private_subnet_ids is "${PRIVATE[1]}, ${PRIVATE[0]}", but this installation was made with`,
    );
    // A third zone is added.
    expect(await refusal({ ...plain, ...inVpc(3) })).toBe("");
  });

  it("credentials of another account than that of the installation", async () => {
    const { state } = part;
    const { account: here } = JSON.parse(state).resources.find(
      ({ name }: { name: string }) => name === "lasting_values",
    ).instances[0].attributes.input.value;
    part.state = state.replaceAll(`"account": "${here}"`, '"account": "999988887777"');
    expect(await refusal(plain)).toContain(
      `account is "${here}", but this installation was made with "999988887777". Nothing was changed.`,
    );
    part.state = state;
  });

  it("an installation whose VPC has addresses of before, without an index, keeps all that it has", async () => {
    const own = await account.add(SynthesizedProject.shared().stack("openemr-production"), OF_OWN_VPC);
    await own.apply(OFF);
    const state = JSON.parse(own.state);
    const before = state.resources.filter(
      ({ mode, name, instances }: { mode: string; name: string; instances: unknown[] }) =>
        mode === "managed" && name.startsWith("network_") && instances.length === 1,
    );
    for (const { instances } of before) delete instances[0].index_key;
    expect(before.length).toBeGreaterThan(10);
    own.state = JSON.stringify({ ...state, serial: state.serial + 1 });
    expect(changes(await own.plan(OFF))).toEqual([]);
  });

  it("an installation that was made before there were existing VPCs stays in its own", async () => {
    const own = await account.add(
      SynthesizedProject.shared().stack("openemr-production"),
      /terraform_data[.]lasting_values|local[.]environment/,
    );
    await own.apply(OFF);
    const state = JSON.parse(own.state);
    for (const { instances } of state.resources) {
      for (const { attributes } of instances) {
        if (!attributes.input) continue;
        for (const side of ["input", "output"]) {
          const { value, type } = attributes[side];
          for (const name of ["vpc_id", "private_subnet_ids"]) {
            delete value[name];
            delete type[1][name];
          }
        }
      }
    }
    own.state = JSON.stringify({ ...state, serial: state.serial + 1 });
    expect(changes(await own.plan(OFF))).toEqual([]);
    await expect(own.plan(plain)).rejects.toThrow(
      "but this installation was made with null. Nothing was changed.",
    );
  });
});
