import { estimate } from "../../../scripts/cost/estimate";
import { OTHER_FREE_TYPES, RULES, ruleFor } from "../../../scripts/cost/rules";
import { UNITS } from "../../../scripts/cost/units";
import { USAGE_NAMES } from "../../../scripts/cost/usage";
import type { ResourceChange } from "../../../scripts/plan/terraform-plan";
import { AWS_TYPES } from "../../../src/aws/types";
import { listedTypes } from "../../stacks/address-list";
import { created } from "../plan/plan-fixture";
import { planOf } from "./plan-of";

const items = (changes: readonly ResourceChange[], references = {}) =>
  estimate(planOf(changes, { references })).items.map(
    ({ what, reckoning, kind, monthly }) => `${what}: ${reckoning}, ${kind}, ${monthly.toFixed(2)}`,
  );

const warnings = (...changes: ResourceChange[]) => estimate(planOf(changes)).warnings;

describe("every type of resource", () => {
  test("of the stacks has a rule or is free", () => {
    const types = listedTypes();
    expect(types.size).toBeGreaterThan(50);
    expect([...types].filter((type) => !ruleFor(type))).toEqual([]);
  });

  test("is either billed or free", () => {
    const isFree = (type: string) => AWS_TYPES[type]?.free || OTHER_FREE_TYPES.includes(type);
    expect(Object.keys(RULES).filter(isFree)).toEqual([]);
  });

  test("that nobody has looked at is told, once", () => {
    expect(warnings(created("aws_instance.jump[0]"), created("aws_instance.jump[1]"))).toEqual([
      "Not in the estimate: aws_instance, of which this project does not know what it costs.",
    ]);
  });
});

test("every price and every use is one of a rule", () => {
  const rules = Object.values(RULES);
  const used = rules.flatMap(({ usage = [] }) => usage.map((charge) => charge.usage));
  expect(USAGE_NAMES.filter((name) => !used.includes(name))).toEqual([]);
  const named = rules.flatMap(({ charges = [], usage = [] }) =>
    [...charges, ...usage].flatMap(({ price }) => (typeof price === "string" ? [price] : [])),
  );
  // Fargate's depend on the architecture.
  expect(Object.keys(UNITS).filter((name) => !(named as string[]).includes(name))).toEqual([
    "fargate_arm_gb_hour",
    "fargate_arm_vcpu_hour",
    "fargate_x86_gb_hour",
    "fargate_x86_vcpu_hour",
  ]);
});

describe("network and edge", () => {
  test("NAT gateways and addresses are billed by the hour", () => {
    const gateways = [0, 1, 2].flatMap((i) => [
      created(`aws_nat_gateway.network_nat[${i}]`),
      created(`aws_eip.network_address[${i}]`),
    ]);
    expect(items(gateways)).toEqual([
      "NAT gateways: 3 × 730 hours, hourly, 98.55",
      "Public IPv4 addresses: 3 × 730 hours, hourly, 10.95",
    ]);
  });

  test("an endpoint is billed in each zone, known or not, and one of a gateway is free", () => {
    const subnets = [0, 1, 2].map((i) => created(`aws_subnet.network_private[${i}]`));
    const gateway = created("aws_vpc_endpoint.network_s3", { vpc_endpoint_type: "Gateway" });
    const unset = created("aws_vpc_endpoint.network_dynamodb");
    const known = created("aws_vpc_endpoint.mail", {
      vpc_endpoint_type: "Interface",
      subnet_ids: ["a", "b"],
    });
    expect(items([gateway, unset, known])).toEqual([
      "Interface endpoints, in each zone: 2 × 730 hours, hourly, 14.60",
    ]);
    const unknown = created(
      "aws_vpc_endpoint.mail",
      { vpc_endpoint_type: "Interface" },
      { subnet_ids: true },
    );
    const references = { "aws_vpc_endpoint.mail": { subnet_ids: ["aws_subnet.network_private"] } };
    expect(items([...subnets, unknown], references)).toEqual([
      "Interface endpoints, in each zone: 3 × 730 hours, hourly, 21.90",
    ]);
    expect(warnings(unknown)).toEqual([
      "Not in the estimate: Interface endpoints, in each zone of aws_vpc_endpoint.mail, for the plan does not " +
        "tell how much, or the price is not known.",
    ]);
  });

  test("a load balancer has an address in each subnet, an internal one has none", () => {
    expect(items([created("aws_lb.edge", { subnets: ["a", "b"] })])).toEqual([
      "Load balancer: 1 × 730 hours, hourly, 16.43",
      "Public IPv4 addresses: 2 × 730 hours, hourly, 7.30",
    ]);
    expect(items([created("aws_lb.edge", { subnets: ["a", "b"], internal: true })])).toHaveLength(1);
    expect(warnings(created("aws_lb.edge", { subnets: ["a"], load_balancer_type: "gateway" }))).toHaveLength(
      1,
    );
  });

  test("rules of the firewall count, and so do groups that AWS manages", () => {
    const rule = (kind: string) => ({ statement: [{ [kind]: [{}] }] });
    const rules = ["managed_rule_group_statement", "rate_based_statement", "managed_rule_group_statement"];
    expect(items([created("aws_wafv2_web_acl.firewall", { rule: rules.map(rule) })])).toEqual([
      "Firewall: 1, monthly, 5.00",
      "Firewall rules: 1, monthly, 1.00",
      "Managed rule groups: 2, monthly, 2.00",
    ]);
    expect(warnings(created("aws_wafv2_web_acl.firewall", {}, { rule: true }))).toHaveLength(2);
  });

  test("an accelerator has two addresses", () => {
    expect(items([created("aws_globalaccelerator_accelerator.accelerator")])).toEqual([
      "Global Accelerator: 1 × 730 hours, hourly, 18.25",
      "Public IPv4 addresses: 2 × 730 hours, hourly, 7.30",
    ]);
  });
});

describe("application", () => {
  const service = (name: string, values = {}) =>
    created(`aws_ecs_service.application_${name}`, {
      launch_type: "FARGATE",
      name,
      desired_count: 7,
      ...values,
    });
  const task = (name: string, values: object) =>
    created(`aws_ecs_task_definition.application_${name}`, { family: name, ...values });

  test("tasks count by the minimum of autoscaling, not by how many run at the moment", () => {
    const target = created("aws_appautoscaling_target.application", {
      resource_id: "service/cluster/web",
      min_capacity: 3,
    });
    const large = task("web", {
      cpu: "512",
      memory: "1024",
      runtime_platform: [{ cpu_architecture: "ARM64" }],
    });
    expect(items([service("web"), target, large])).toEqual([
      "Fargate vCPU: 3 × 0.5 vCPU × 730 hours, hourly, 35.46",
      "Fargate memory: 3 × 1 GB × 730 hours, hourly, 7.80",
    ]);
  });

  test("each service has its own task, and x86 is what AWS takes where nothing is said", () => {
    const web = task("web", {
      cpu: "1024",
      memory: "2048",
      runtime_platform: [{ cpu_architecture: "ARM64" }],
    });
    const jobs = task("jobs", { cpu: "256", memory: "512" });
    const references = {
      "aws_ecs_service.application_web": { task_definition: ["aws_ecs_task_definition.application_web"] },
      "aws_ecs_service.application_jobs": { task_definition: ["aws_ecs_task_definition.application_jobs"] },
    };
    const services = [service("web", { desired_count: 1 }), service("jobs", { desired_count: 4 })];
    expect(items([...services, web, jobs], references)).toEqual([
      "Fargate vCPU: 1 × 1 vCPU × 730 hours, hourly, 23.64",
      "Fargate vCPU: 4 × 0.25 vCPU × 730 hours, hourly, 29.55",
      "Fargate memory: 1 × 2 GB × 730 hours, hourly, 5.20",
      "Fargate memory: 4 × 0.5 GB × 730 hours, hourly, 6.49",
    ]);
  });

  test("a service whose tasks cannot be told is said to be missing", () => {
    expect(warnings(service("web"))).toHaveLength(2);
    expect(warnings(service("web", { launch_type: "EC2" }), task("web", { cpu: "256" }))).toHaveLength(2);
  });

  test("Container Insights are billed by their metrics", () => {
    const cluster = (value: string) =>
      created("aws_ecs_cluster.application", { setting: [{ name: "containerInsights", value }] });
    expect(items([cluster("enabled")])).toEqual(["Metrics of Container Insights: 13, monthly, 3.90"]);
    const nowAndThen = created("aws_ecs_task_definition.export", { family: "export" });
    expect(items([cluster("enabled"), nowAndThen])).toEqual([
      "Metrics of Container Insights: 13, monthly, 3.90",
    ]);
    expect(items([cluster("disabled")])).toEqual([]);
    expect(items([created("aws_ecs_cluster.application")])).toEqual([]);
    expect(warnings(cluster("enhanced"))).toHaveLength(1);
  });
});

describe("data", () => {
  const cluster = (values: object, minimum: unknown = 0.5) =>
    created("aws_rds_cluster.database", {
      serverlessv2_scaling_configuration: [{ min_capacity: minimum }],
      ...values,
    });
  const instances = ["writer", "reader"].map((name) =>
    created(`aws_rds_cluster_instance.database_${name}`, { instance_class: "db.serverless" }),
  );

  test("Aurora is billed for the minimum of each instance, and so are its insights", () => {
    expect(items([cluster({ database_insights_mode: "advanced" }), ...instances])).toEqual([
      "Aurora capacity: 2 × 0.5 ACU × 730 hours, minimum, 87.60",
      "Database Insights: 2 × 0.5 ACU × 730 hours, minimum, 2.28",
    ]);
  });

  test("a database that pauses is billed for what wakes it while nobody works", () => {
    expect(items([cluster({ performance_insights_retention_period: 7 }, 0), ...instances])).toEqual([
      "Aurora capacity: 2 × 0 ACU × 730 hours, minimum, 0.00",
      "Aurora capacity for services, 6 minutes an hour: 1 × 0.1 ACU × 730 hours, minimum, 8.76",
    ]);
  });

  test("a database that pauses is billed for the hours in which it is awake, with its reader", () => {
    const awake = (minimum: number) =>
      estimate(planOf([cluster({}, minimum), ...instances]), { database_awake_hours: 176 });
    const { items: billed } = awake(0);
    expect(billed.map(({ what, monthly }) => [what, monthly.toFixed(2)])).toContainEqual([
      "Aurora capacity while the database is awake",
      "21.12",
    ]);
    expect(awake(0.5).warnings.join()).toContain("database_awake_hours");
  });

  test("whoever reads that a database costs nothing is told when it does", () => {
    const notes = (minimum: number) =>
      estimate(planOf([cluster({}, minimum), ...instances])).notIncluded.join("\n");
    expect(notes(0)).toContain("--database-awake-hours");
    expect(notes(0.5)).not.toContain("--database-awake-hours");
  });

  test("instances of a fixed size have no price here", () => {
    const fixed = created("aws_rds_cluster_instance.database_writer", { instance_class: "db.r8g.large" });
    expect(warnings(cluster({}), fixed)).toHaveLength(1);
  });

  test("a cache is billed for 100 MB, or for the minimum that is set", () => {
    const cache = (values: object) => items([created("aws_elasticache_serverless_cache.cache", values)]);
    expect(cache({ engine: "valkey" })).toEqual([
      "ElastiCache storage: 1 × 0.1 GB × 730 hours, minimum, 6.13",
    ]);
    const limits = [{ data_storage: [{ minimum: 2, maximum: 5 }] }];
    expect(cache({ engine: "valkey", cache_usage_limits: limits })).toEqual([
      "ElastiCache storage: 1 × 2 GB × 730 hours, minimum, 122.64",
    ]);
    // AWS answers this for a cache without a minimum.
    const none = [{ data_storage: [{ minimum: 0, maximum: 5 }] }];
    expect(cache({ engine: "valkey", cache_usage_limits: none })).toEqual(cache({ engine: "valkey" }));
    expect(warnings(created("aws_elasticache_serverless_cache.cache", { engine: "redis" }))).toHaveLength(1);
  });

  test("a table costs nothing by itself unless it has provisioned capacity", () => {
    const table = (values: object) => created("aws_dynamodb_table.lock_table", values);
    expect(warnings(table({ billing_mode: "PAY_PER_REQUEST" }))).toEqual([]);
    expect(warnings(table({}))).toHaveLength(1);
  });
});

describe("keys, alarms and what waits", () => {
  test("keys and secrets are told where they belong", () => {
    const estimated = estimate(
      planOf([
        created("aws_kms_key.data_key"),
        created("aws_kms_key.log_key"),
        created("aws_kms_key.audit_key"),
        created("aws_secretsmanager_secret.mail_password"),
      ]),
    );
    expect(
      estimated.items.map(({ capability, what, addresses }) => [capability, what, addresses.length]),
    ).toEqual([
      ["Encryption", "KMS keys", 2],
      ["Audit trail", "KMS keys", 1],
      ["Mail", "Secrets", 1],
    ]);
  });

  test("alarms count by their metrics", () => {
    const metric = { metric: [{ period: 60 }] };
    expect(
      items([
        created("aws_cloudwatch_metric_alarm.monitoring_cpu", { period: 300 }),
        created("aws_cloudwatch_metric_alarm.monitoring_errors", {
          metric_query: [{ expression: "a / b", metric: [] }, metric, metric],
        }),
        created("aws_cloudwatch_composite_alarm.monitoring_all"),
        created("aws_cloudwatch_dashboard.monitoring"),
      ]),
    ).toEqual([
      "Alarms, by metric: 3, monthly, 0.30",
      "Composite alarms: 1, monthly, 0.50",
      "Dashboards: 1, monthly, 3.00",
    ]);
    expect(warnings(created("aws_cloudwatch_metric_alarm.monitoring_cpu", { period: 10 }))).toHaveLength(1);
  });

  test("the function that looks at the public address runs each minute, and others do not", () => {
    const probe = { function_name: "openemr-test-probe", memory_size: 256 };
    const schedule = { name: "openemr-test-probe", schedule_expression: "rate(1 minute)" };
    expect(
      items([
        created("aws_lambda_function.monitoring_probe_function[0]", probe),
        created("aws_lambda_function.mail", { function_name: "openemr-test-mail", memory_size: 512 }),
        created("aws_cloudwatch_event_rule.monitoring_probe_schedule[0]", schedule),
      ]),
    ).toEqual(["Invocations of the probe: 0.0438, monthly, 0.01", "Time of the probe: 8760, monthly, 0.12"]);
  });

  test("functions, queues, mail and analytics cost nothing while nobody uses them", () => {
    const types = [
      "aws_lambda_function",
      "aws_sqs_queue",
      "aws_sns_topic",
      "aws_scheduler_schedule",
      "aws_sesv2_email_identity",
      "aws_emrserverless_application",
      "aws_sagemaker_domain",
    ];
    const { total, warnings: told } = estimate(planOf(types.map((type) => created(`${type}.analytics`))));
    expect(total.toFixed()).toBe("0");
    expect(told).toEqual([]);
    const waiting = { initial_capacity: [{ initial_capacity_type: "Driver" }] };
    expect(warnings(created("aws_emrserverless_application.analytics", waiting))).toHaveLength(1);
  });
});
