import { findingOf, type Severity } from "../finding";
import { type Area, tableArea } from "./rule";
import { changes, goesDown, goesOff, goesOn } from "./weakening";

const TITLE = "Interruption of the service";

/** What interrupts the service while it is replaced, or once it is gone. */
const CARRIERS: Readonly<Record<string, readonly [severity: Severity, why: string]>> = {
  aws_vpc: ["danger", "Everything inside of it, the database included, has to be made anew."],
  aws_subnet: ["warning", "What is in it has to move, and what cannot is replaced."],
  aws_internet_gateway: [
    "warning",
    "Nobody reaches the application, and it reaches nothing, until a new one is there.",
  ],
  aws_nat_gateway: [
    "warning",
    "Tasks of its zones reach neither AWS nor anybody else, and their public address changes.",
  ],
  aws_eip: ["warning", "The public address changes: whoever has it on an allow list refuses the new one."],
  aws_route: ["warning", "Traffic has no way until a new route is there."],
  aws_route_table: ["warning", "Traffic has no way until a new table is there."],
  aws_route_table_association: ["warning", "Traffic takes the VPC's main table until it is made anew."],
  aws_vpc_endpoint: ["warning", "What is reached through it fails until a new one is there."],
  aws_lb: ["warning", "Nobody reaches the application until a new one is there, and its name changes."],
  aws_lb_listener: ["warning", "The port answers nobody until a new one is there."],
  aws_lb_target_group: [
    "warning",
    "The load balancer has no tasks to send requests to until new ones are healthy.",
  ],
  aws_ecs_cluster: ["warning", "All tasks are stopped."],
  aws_ecs_service: ["warning", "All tasks are stopped until those of the new service are healthy."],
  aws_appautoscaling_target: ["notice", "The number of tasks stays as it is until scaling is set up again."],
  aws_db_subnet_group: ["warning", "The database cannot move to another one without being replaced."],
  aws_efs_mount_target: ["warning", "Tasks of its zone cannot reach the files."],
  aws_efs_access_point: ["warning", "Tasks lose the files until they are started anew."],
  aws_route53_record: [
    "warning",
    "The name does not resolve until a new record is there and old answers have expired.",
  ],
  aws_globalaccelerator_accelerator: [
    "danger",
    "Its static addresses are lost for ever; whoever has them on an allow list refuses the new ones.",
  ],
  aws_globalaccelerator_listener: ["warning", "The static addresses answer nobody until a new one is there."],
  aws_globalaccelerator_endpoint_group: [
    "warning",
    "The static addresses lead nowhere until a new one is there.",
  ],
  aws_acm_certificate: [
    "notice",
    "Listeners change to the new certificate, or serve HTTPS no longer where there is none.",
  ],
  aws_lambda_function: ["notice", "It cannot be called until a new one is there."],
};

const rows = tableArea(TITLE, {
  watches: [
    {
      types: ["aws_rds_cluster", "aws_db_instance"],
      path: "engine_version",
      weakens: changes,
      severity: "warning",
      says: "gets another engine version",
      why: "The database restarts, for minutes, and does not go back to an older version.",
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
      why: "Some of them take effect with a restart alone.",
    },
    {
      types: ["aws_rds_cluster_parameter_group"],
      path: "parameter",
      weakens: changes,
      severity: "notice",
      says: "has other parameters",
      why: "Static ones take effect when somebody restarts the database; the others at once.",
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
      why: "New tasks take the place of the old ones one by one; a new version of OpenEMR upgrades the database.",
    },
    {
      types: ["aws_ecs_task_definition"],
      path: "container_definitions",
      weakens: changes,
      severity: "notice",
      says: "has other containers",
      why: "New tasks take the place of the old ones one by one; a new version of OpenEMR upgrades the database.",
    },
    {
      types: ["aws_ecs_service"],
      path: "desired_count",
      weakens: ({ before, after, isNew }) => !isNew && Number(before) > 0 && after === 0,
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
      weakens: ({ before, after, isNew }) => !isNew && Number(before) > 0 && after === 0,
      severity: "warning",
      says: "pauses when idle",
      why: "The first request after a pause waits up to half a minute.",
    },
    {
      types: ["aws_rds_cluster"],
      path: "apply_immediately",
      weakens: (sides) => !sides.isNew && goesOn(sides),
      severity: "notice",
      says: "changes at once instead of in its maintenance window",
      why: "A change that restarts the database then does so in the middle of the day.",
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
});

/** What makes the service restart, stop or change its address. */
export const interruption: Area = {
  ...rows,
  find: (stack) => [
    ...rows.find(stack),
    ...stack.resources.flatMap((resource) => {
      const carrier = CARRIERS[resource.type];
      if (!carrier || (resource.change !== "replace" && resource.change !== "destroy")) return [];
      const [severity, why] = carrier;
      const attribute = resource.replacedBecauseOf.join(", ");
      return [
        findingOf(TITLE, resource, {
          severity,
          says: resource.change === "replace" ? "is REPLACED" : "is DELETED",
          ...(attribute ? { attribute } : {}),
          why,
        }),
      ];
    }),
  ],
};
