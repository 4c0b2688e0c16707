import type { AwsAnswers } from "../src";
import { changeOf, Fixture } from "./fixture";

const NETWORK = {
  variable: { tier: { default: "private" } },
  data: { aws_availability_zones: { all: {} } },
  resource: {
    aws_vpc: { main: { cidr_block: "10.0.0.0/16", assign_generated_ipv6_cidr_block: true } },
    aws_subnet: {
      private: {
        count: 2,
        vpc_id: "${aws_vpc.main.id}",
        cidr_block: "${cidrsubnet(aws_vpc.main.cidr_block, 4, count.index)}",
        availability_zone: "${data.aws_availability_zones.all.names[count.index]}",
        tags: { Tier: "${var.tier}" },
      },
    },
    aws_security_group: { web: { vpc_id: "${aws_vpc.main.id}", name_prefix: "web-" } },
    aws_eip: { a: { domain: "vpc" }, b: { domain: "vpc" } },
    aws_lb: {
      web: {
        name: "web",
        internal: true,
        subnets: "${aws_subnet.private[*].id}",
        timeouts: { create: "5m" },
      },
    },
    aws_ecs_service: {
      web: { name: "web", network_configuration: { subnets: "${aws_subnet.private[*].id}" } },
    },
    aws_elasticache_serverless_cache: { cache: { engine: "valkey", name: "cache" } },
    aws_lightsail_instance_public_ports: {
      // Its blocks are a set, with computed attributes in each element.
      open: {
        instance_name: "x",
        port_info: [80, 443].map((p) => ({ from_port: p, to_port: p, protocol: "tcp" })),
      },
    },
    aws_lambda_function: {
      elsewhere: { provider: "aws.global", function_name: "f", role: "arn:aws:iam::123456789012:role/f" },
    },
  },
  provider: {
    aws: [
      { region: "eu-west-1", default_tags: [{ tags: { Application: "shop" } }] },
      { alias: "global", region: "us-east-1" },
    ],
  },
  output: {
    allocations: { value: ["${aws_eip.a.id}", "${aws_eip.b.id}"] },
    balancer: { value: "${aws_lb.web.arn}" },
    cache: { value: "${aws_elasticache_serverless_cache.cache.endpoint[0].port}" },
    cache_arn: { value: "${aws_elasticache_serverless_cache.cache.arn}" },
    function: { value: "${aws_lambda_function.elsewhere.arn}" },
    group: { value: "${aws_security_group.web.name}" },
    ipv6: { value: "${aws_vpc.main.ipv6_cidr_block}" },
  },
};

/** A type that the package does not know, as a user of it teaches it. */
const ANSWERS: AwsAnswers = {
  identities: {
    aws_elasticache_serverless_cache: { arn: "elasticache:{region}:{account}:serverlesscache:{name}" },
  },
  attributes: {
    "aws_elasticache_serverless_cache.endpoint": ({ name, region }) => [
      { address: `${name}.serverless.${region}.cache.amazonaws.com`, port: 6379 },
    ],
  },
};

describe("resources through plan, apply, change and destroy", () => {
  let fixture: Fixture;
  beforeAll(async () => {
    fixture = await Fixture.create(NETWORK, { aws: ANSWERS });
  });
  afterAll(() => fixture.close());

  it("plans what AWS decides as unknown, and what follows from the configuration as known", async () => {
    const plan = await fixture.plan();
    const { after, after_unknown } = changeOf(plan, "aws_subnet.private[1]");
    expect(after).toMatchObject({
      availability_zone: "eu-west-1b",
      cidr_block: "10.0.16.0/20",
      region: "eu-west-1",
      tags_all: { Application: "shop", Tier: "private" },
    });
    expect(after_unknown).toMatchObject({ id: true, arn: true, vpc_id: true });
  });

  it("applies values in AWS's own form, in the region of each provider alias", async () => {
    await fixture.apply();
    const outputs = await fixture.outputs();
    expect(outputs).toMatchObject({
      balancer: expect.stringMatching(
        /^arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer\/app\/web\/[0-9a-f]{16}$/,
      ),
      cache: 6379,
      cache_arn: "arn:aws:elasticache:eu-west-1:123456789012:serverlesscache:cache",
      function: "arn:aws:lambda:us-east-1:123456789012:function:f",
      group: expect.stringMatching(/^web-\d{20}$/),
      ipv6: expect.stringMatching(/^2600:1f18:.*\/56$/),
    });
    const [a, b] = outputs.allocations as string[];
    expect(a).toMatch(/^eipalloc-[0-9a-f]{17}$/);
    expect(a).not.toBe(b);
  });

  it("finds nothing to change in what it made", async () => {
    expect(await fixture.plannedActions()).toEqual([]);
  });

  it("changes in place, and keeps what AWS decided", async () => {
    fixture.configure({ ...NETWORK, variable: { tier: { default: "isolated" } } });
    const plan = await fixture.plan();
    const { actions, before, after, after_unknown } = changeOf(plan, "aws_subnet.private[0]");
    expect(actions).toEqual(["update"]);
    expect((after as { arn: string }).arn).toBe((before as { arn: string }).arn);
    expect(after_unknown).not.toHaveProperty("id");
    await fixture.apply();
    expect(await fixture.plannedActions()).toEqual([]);
  });

  it("destroys what is no longer configured, and then everything", async () => {
    const { aws_lb: _, ...rest } = NETWORK.resource;
    const { balancer: __, ...output } = NETWORK.output;
    fixture.configure({ ...NETWORK, resource: rest, output });
    expect(await fixture.plannedActions()).toContain("delete aws_lb.web");
    await fixture.destroy();
    expect(JSON.parse(fixture.stateFile()).resources).toEqual([]);
    const created = fixture.providers.calls.filter(({ action }) => action === "create");
    const deleted = fixture.providers.calls.filter(({ action }) => action === "delete");
    expect(created).toHaveLength(11);
    expect(deleted).toHaveLength(11);
  });

  it("imports a resource that the account has by its identifier, and none that it has not", async () => {
    fixture.configure({ resource: { aws_vpc: { found: { cidr_block: "10.9.0.0/16" } } } });
    await expect(fixture.import("aws_vpc.found", "vpc-0f0f0f0f0f0f0f0f0")).rejects.toThrow(
      "Cannot import non-existent remote object",
    );
    fixture.providers.account.add("aws_vpc", { id: "vpc-0123456789abcdef0" });
    await fixture.import("aws_vpc.found", "vpc-0123456789abcdef0");
    const { actions, after } = changeOf(await fixture.plan(), "aws_vpc.found");
    expect(actions).toEqual(["update"]);
    expect(after).toMatchObject({ id: "vpc-0123456789abcdef0", cidr_block: "10.9.0.0/16" });
  });

  it("does not import a resource without an id that the account has not", async () => {
    const plan = { name: "weekly", schedule_expression: "cron(0 5 ? * SUN *)" };
    fixture.configure({
      resource: {
        aws_backup_restore_testing_plan: {
          weekly: {
            ...plan,
            recovery_point_selection: {
              algorithm: "LATEST_WITHIN_WINDOW",
              include_vaults: ["*"],
              recovery_point_types: ["SNAPSHOT"],
            },
          },
        },
      },
    });
    const address = "aws_backup_restore_testing_plan.weekly";
    await expect(fixture.import(address, "weekly")).rejects.toThrow(
      "Cannot import non-existent remote object",
    );
    expect(fixture.providers.account.resources("aws_backup_restore_testing_plan")).toEqual([]);
    fixture.providers.account.add("aws_backup_restore_testing_plan", plan);
    await fixture.import(address, "weekly");
    expect(changeOf(await fixture.plan(), address).actions).toEqual(["update"]);
  });
});
