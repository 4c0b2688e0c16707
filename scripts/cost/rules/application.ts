import { type PlannedResource, UNKNOWN } from "../../plan/resource";
import type { BilledStack } from "../billed-stack";
import { type Charge, each, type Reader, type Rules } from "../rule";
import type { PriceName } from "../units";

/** Units of CPU in a vCPU, and MiB in a GB, as task definitions have them. */
const UNITS_PER_VCPU = 1024;
const MIB_PER_GB = 1024;

/**
 * How many metrics Container Insights publishes, each of which is billed as a custom metric. The table "Amazon ECS
 * Container Insights metrics" of the CloudWatch user guide has ten (CPU, memory and ephemeral storage used and
 * reserved, network and storage in and out) for the cluster, each service and each task family, three more for the
 * cluster and five more for each service.
 */
const METRICS = { cluster: 13, service: 15, family: 10 };

/** Tasks on Fargate, by the least that autoscaling leaves running. */
export const applicationRules: Rules = {
  aws_ecs_service: {
    charges: [
      {
        what: "Public IPv4 addresses of tasks",
        kind: "hourly",
        count: (service, stack) =>
          service.get("network_configuration.0.assign_public_ip") === true ? leastTasks(service, stack) : 0,
        price: "public_ipv4_hour",
      },
      {
        ...fargate("Fargate vCPU", "vcpu_hour"),
        size: { of: taskSize("cpu", UNITS_PER_VCPU), unit: "vCPU" },
      },
      {
        ...fargate("Fargate memory", "gb_hour"),
        size: { of: taskSize("memory", MIB_PER_GB), unit: "GB" },
      },
    ],
    usage: [
      {
        what: "Fargate vCPU of more tasks",
        usage: "task_hours",
        price: priceOf("vcpu_hour"),
        size: { of: taskSize("cpu", UNITS_PER_VCPU), unit: "vCPU" },
      },
      {
        what: "Fargate memory of more tasks",
        usage: "task_hours",
        price: priceOf("gb_hour"),
        size: { of: taskSize("memory", MIB_PER_GB), unit: "GB" },
      },
    ],
  },
  aws_ecs_cluster: {
    charges: [each("Metrics of Container Insights", "metric_month", { count: countMetrics })],
  },
};

function fargate(what: string, part: "vcpu_hour" | "gb_hour"): Charge {
  return { what, kind: "hourly", count: leastTasks, price: priceOf(part) };
}

/** An autoscaled service goes back to the minimum, whatever its count is at the moment. */
function leastTasks(service: PlannedResource, stack: BilledStack): number | undefined {
  if (service.get("launch_type") !== "FARGATE") return undefined;
  const target = stack
    .ofType("aws_appautoscaling_target")
    .find((candidate) => candidate.text("resource_id")?.endsWith(`/${service.text("name")}`));
  const count = target ? target.get("min_capacity") : service.get("desired_count");
  return typeof count === "number" ? count : undefined;
}

function taskOf(service: PlannedResource, stack: BilledStack): PlannedResource | undefined {
  return stack.referredTo(service, "task_definition", "aws_ecs_task_definition");
}

function taskSize(argument: "cpu" | "memory", divisor: number): Reader<number> {
  return (service, stack) => {
    const size = Number(taskOf(service, stack)?.text(argument) ?? Number.NaN);
    return Number.isFinite(size) ? size / divisor : undefined;
  };
}

function priceOf(part: "vcpu_hour" | "gb_hour"): Reader<PriceName> {
  return (service, stack) => {
    const task = taskOf(service, stack);
    if (!task) return undefined;
    const architecture = task.text("runtime_platform.0.cpu_architecture") ?? "X86_64";
    return architecture === "ARM64" ? `fargate_arm_${part}` : `fargate_x86_${part}`;
  };
}

function countMetrics(cluster: PlannedResource, stack: BilledStack): number | undefined {
  if (cluster.get("setting") === UNKNOWN) return undefined;
  const settings = Array.from({ length: cluster.size("setting") }, (_, i) => `setting.${i}`);
  const insights = settings.find((setting) => cluster.get(`${setting}.name`) === "containerInsights");
  const mode = insights && cluster.text(`${insights}.value`);
  if (mode === undefined || mode === "disabled") return 0;
  // Enhanced observability has metrics of each task and container, under names that come and go.
  if (mode !== "enabled") return undefined;
  const services = stack.ofType("aws_ecs_service");
  // A metric is billed for the hours in which it comes in: a task that runs now and then adds next to nothing.
  const families = new Set(services.map((service) => taskOf(service, stack)?.address)).size;
  return METRICS.cluster + services.length * METRICS.service + families * METRICS.family;
}
