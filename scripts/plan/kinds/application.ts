import { enabled, text, value } from "../fact";
import type { Details } from "../kind";

/** Containers, functions and what scales them. */
export const applicationKinds: Details = {
  aws_ecs_service: {
    facts: [
      value("desired_count", "starts with", "tasks"),
      (resource) =>
        resource.get("deployment_circuit_breaker.0.rollback") === true
          ? { text: "rolls back a failed deployment" }
          : { text: "no rollback", weak: true },
      (resource) =>
        resource.get("enable_execute_command") === true
          ? { text: "shell access (ECS Exec)", weak: true }
          : undefined,
      (resource) =>
        resource.get("network_configuration.0.assign_public_ip") === true
          ? { text: "public IP addresses", weak: true }
          : { text: "private" },
    ],
  },
  aws_ecs_task_definition: {
    facts: [
      text((resource) =>
        [resource.text("cpu"), resource.text("memory")].every(Boolean)
          ? `${resource.text("cpu")} CPU units, ${resource.text("memory")} MiB`
          : undefined,
      ),
      value("runtime_platform.0.cpu_architecture"),
      text((resource) => images(resource.text("container_definitions"))),
    ],
  },
  aws_ecr_repository: {
    facts: [value("name"), value("image_tag_mutability")],
  },
  aws_ecr_lifecycle_policy: {
    partOf: "aws_ecr_repository",
    facts: [],
  },
  aws_ecr_pull_through_cache_rule: {
    facts: [value("upstream_registry_url", "from")],
  },
  aws_appautoscaling_target: {
    facts: [text((resource) => `${resource.text("min_capacity")} to ${resource.text("max_capacity")} tasks`)],
  },
  aws_appautoscaling_policy: {
    partOf: "aws_appautoscaling_target",
    facts: [
      text((resource) => {
        const path = "target_tracking_scaling_policy_configuration.0";
        const metric = resource.text(`${path}.predefined_metric_specification.0.predefined_metric_type`);
        const target = resource.text(`${path}.target_value`);
        return (
          metric &&
          target &&
          `${metric.replace(/^ECSServiceAverage/, "").replace(/Utilization$/, "")} at ${target} %`
        );
      }),
    ],
  },
  aws_ecs_cluster: {
    facts: [
      (resource) =>
        /^(enabled|enhanced)$/.test(resource.text("setting.0.value") ?? "")
          ? { text: "container insights" }
          : { text: "no container insights", weak: true },
    ],
  },
  aws_lambda_function: {
    facts: [value("runtime"), value("timeout", "at most", "s"), enabled("publish", "versioned")],
  },
  aws_scheduler_schedule: { facts: [value("schedule_expression")] },
};

/** The distinct images of a task definition. */
function images(definitions: string | undefined): string | undefined {
  if (!definitions) return undefined;
  try {
    const containers = JSON.parse(definitions) as Array<{ image?: string }>;
    return [...new Set(containers.flatMap(({ image }) => image ?? []))].join(", ") || undefined;
  } catch {
    return undefined;
  }
}
