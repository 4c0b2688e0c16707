import type { PlannedStack } from "../../plan/planned-stack";
import { valueAt } from "../../plan/resource";
import { type Finding, findingOf } from "../finding";
import { tableArea } from "../rule";
import { changes, goesDown, goesOff, goesOn, type Sides, weakerWhere } from "../weaker";
import { cacheChangesAtOnce } from "./cache-changes";
import { INTERRUPTING_TYPES } from "./interrupting-types";

const TITLE = "Interruption of the service";

/** Finds changes that make the service restart, stop or change its address. */
export const interruption = tableArea(TITLE, {
  attributeRules: [
    {
      types: ["aws_rds_cluster", "aws_db_instance"],
      path: "engine_version",
      weakens: weakerWhere((sides) => changes(sides) === "weaker" && !isOtherSeries(sides)),
      severity: "warning",
      says: "gets another engine version",
      why: "The database restarts, for minutes, and does not go back to an older version.",
    },
    {
      types: ["aws_rds_cluster", "aws_db_instance"],
      path: "engine_version",
      weakens: weakerWhere((sides) => changes(sides) === "weaker" && isOtherSeries(sides)),
      severity: "danger",
      harm: "loss",
      says: "goes to another major version",
      why: "Nothing takes it back but a restore, and OpenEMR may not run with it. Rehearse it on a restored copy first.",
    },
    {
      types: ["aws_rds_cluster_instance", "aws_db_instance"],
      path: "instance_class",
      weakens: changes,
      severity: "warning",
      says: "gets another size",
      why: "The instance restarts; connections to it break.",
    },
    {
      types: ["aws_rds_cluster_instance", "aws_db_instance"],
      path: "ca_cert_identifier",
      weakens: changes,
      severity: "warning",
      says: "gets a certificate of another authority",
      why: "The instance may restart, and clients have to trust the authority.",
    },
    {
      types: ["aws_rds_cluster", "aws_db_instance"],
      path: "port",
      weakens: changes,
      severity: "danger",
      says: "listens on another port",
      why: "The database restarts, and the application loses it until its settings have the new port.",
    },
    {
      types: ["aws_rds_cluster"],
      path: "db_cluster_parameter_group_name",
      weakens: changes,
      severity: "warning",
      says: "gets other parameters",
      why: "Some of them take effect only with a restart.",
    },
    {
      types: ["aws_elasticache_serverless_cache"],
      path: "major_engine_version",
      weakens: changes,
      severity: "warning",
      says: "gets another engine version",
      why: "Connections break during the change, and it does not go back to an older version.",
    },
    {
      types: ["aws_ecs_service"],
      path: "task_definition",
      weakens: changes,
      severity: "notice",
      says: "starts its tasks anew",
      why: "New tasks take the place of the old ones one by one.",
    },
    {
      types: ["aws_ecs_task_definition"],
      path: "container_definitions",
      partly: true,
      weakens: changes,
      severity: "notice",
      says: "has other containers",
      why: "New tasks take the place of the old ones one by one.",
    },
    {
      types: ["aws_ecs_service"],
      path: "desired_count",
      weakens: weakerWhere(({ before, after, isNew }) => !isNew && Number(before) > 0 && after === 0),
      severity: "danger",
      says: "stops all of its tasks",
      why: "Nobody can work.",
    },
    {
      types: ["aws_ecs_service"],
      path: "deployment_minimum_healthy_percent",
      weakens: goesDown,
      severity: "warning",
      says: "may stop tasks before new ones run",
      why: "A deployment then takes capacity away, or all of it.",
    },
    {
      types: ["aws_ecs_service"],
      path: "deployment_circuit_breaker.0.rollback",
      weakens: goesOff,
      severity: "warning",
      says: "does not go back when a deployment fails",
      why: "A version that cannot start stays.",
    },
    {
      types: ["aws_appautoscaling_target"],
      path: "min_capacity",
      weakens: goesDown,
      severity: "warning",
      says: "scales in to fewer tasks",
      why: "With one task, the end of that task is the end of the service until a new one runs.",
    },
    {
      types: ["aws_appautoscaling_target"],
      path: "max_capacity",
      weakens: goesDown,
      severity: "notice",
      says: "scales out to fewer tasks",
      why: "Under load the application becomes slow earlier.",
    },
    {
      types: ["aws_rds_cluster"],
      path: "serverlessv2_scaling_configuration.0.max_capacity",
      weakens: goesDown,
      severity: "warning",
      says: "has less capacity at most",
      why: "Under load the database becomes slow earlier, and allows fewer connections.",
    },
    {
      types: ["aws_rds_cluster"],
      path: "serverlessv2_scaling_configuration.0.min_capacity",
      weakens: weakerWhere(({ before, after, isNew }) => !isNew && Number(before) > 0 && after === 0),
      severity: "warning",
      says: "pauses when idle",
      why: "The first request after a pause waits up to half a minute.",
    },
    {
      types: ["aws_rds_cluster"],
      path: "apply_immediately",
      weakens: (sides) => (sides.isNew ? "fine" : goesOn(sides)),
      severity: "notice",
      says: "changes at once instead of in its maintenance window",
      why: "A change that restarts the database then does so in the middle of the day.",
    },
    {
      types: ["aws_lb"],
      path: "idle_timeout",
      weakens: goesDown,
      severity: "warning",
      says: "ends idle connections sooner",
      why: "A report or an upload that takes longer breaks off.",
    },
    {
      types: ["aws_vpc"],
      path: "enable_dns_hostnames",
      weakens: goesOff,
      severity: "danger",
      says: "has no names for endpoints",
      why: "Private endpoints and the file system are no longer found.",
    },
  ],
  others: (stack) => [
    ...foreignTasks(stack),
    ...cacheChangesAtOnce(TITLE, stack),
    ...stack.resources.flatMap((resource) => {
      const interruption = INTERRUPTING_TYPES[resource.type];
      if (!interruption || (resource.change !== "replace" && resource.change !== "destroy")) return [];
      const [severity, why] = interruption;
      const attribute = resource.replacedBecauseOf.join(", ");
      return [
        findingOf(TITLE, resource, {
          severity,
          says: resource.change === "replace" ? "is REPLACED" : "is DELETED",
          ...(attribute ? { attribute } : {}),
          why,
          isWhole: true,
          // A network or an address that is gone does not come back with what was in it.
          ...(severity === "danger" ? { harm: "loss" } : {}),
        }),
      ];
    }),
  ],
});

/** Series of versions, such as 8.0 of `8.0.mysql_aurora.3.10.3`: within one an upgrade changes no data. */
function isOtherSeries({ before, after }: Sides): boolean {
  const [one, other] = [before, after].map((version) => /^\d+\.\d+/.exec(String(version))?.[0]);
  return one !== other;
}

/** A service runs what the stack makes; a revision that is written by hand may be anybody's. */
function foreignTasks({ resources }: PlannedStack): Finding[] {
  const own = resources.flatMap(({ type, after }) =>
    type === "aws_ecs_task_definition" ? [valueAt(after, "arn")] : [],
  );
  return resources
    .filter(({ type, change }) => type === "aws_ecs_service" && change === "update")
    .filter(({ before, after }) => {
      const [one, other] = [before, after].map((side) => valueAt(side, "task_definition"));
      return typeof other === "string" && one !== other && own.length > 0 && !own.includes(other);
    })
    .map((resource) =>
      findingOf(TITLE, resource, {
        severity: "warning",
        says: "runs tasks that this stack does not describe",
        attribute: "task_definition",
        after: resource.text("task_definition")!,
        why: "Image, settings and role of those tasks are nowhere in this plan: look at that revision.",
      }),
    );
}
