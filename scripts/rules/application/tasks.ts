import { tableArea } from "../rule";
import { changes, goesDown, goesOff, goesOn, goesUp, isAnother, isTakenAway, weakerWhere } from "../weaker";

const VOLUME = "volume.*.efs_volume_configuration.0";

/** Finds what changes around the containers of a task: its files, its machine, and how a service runs it. */
export const tasks = tableArea("Tasks", {
  attributeRules: [
    {
      types: ["aws_ecs_task_definition"],
      path: `${VOLUME}.file_system_id`,
      weakens: isAnother,
      severity: "danger",
      says: "mounts another file system",
      why: "Documents and keys of OpenEMR are not in it, and new ones are written where nobody backs them up.",
    },
    {
      types: ["aws_ecs_task_definition"],
      path: `${VOLUME}.root_directory`,
      weakens: changes,
      severity: "danger",
      says: "mounts another folder of the file system",
      why: "Documents and keys of OpenEMR are not in it, or more is in it than the task is meant to reach.",
    },
    {
      types: ["aws_ecs_task_definition"],
      path: `${VOLUME}.authorization_config.0.access_point_id`,
      weakens: isAnother,
      severity: "danger",
      says: "mounts the files past its access point",
      why: "The access point decides which folder a task reaches, and as whom.",
    },
    {
      types: ["aws_ecs_task_definition"],
      path: `${VOLUME}.authorization_config.0.iam`,
      weakens: goesOff,
      severity: "danger",
      says: "mounts the files without its role",
      why: "The policy of the file system asks for the role: without it the task is refused, or everybody is let in.",
    },
    {
      types: ["aws_ecs_task_definition"],
      path: "pid_mode",
      weakens: changes,
      severity: "warning",
      says: "lets its containers see processes of each other",
      why: "Whoever gets into one of them reads what the others hold in memory, passwords included.",
    },
    {
      types: ["aws_ecs_task_definition"],
      path: "network_mode",
      weakens: changes,
      severity: "warning",
      says: "has another kind of network",
      why: "In another kind than awsvpc the task has no security group of its own.",
    },
    {
      types: ["aws_ecs_task_definition"],
      path: "enable_fault_injection",
      weakens: goesOn,
      severity: "warning",
      says: "takes faults that somebody injects",
      why: "Whoever may start such an experiment can slow down or stop what people work with.",
    },
    {
      types: ["aws_ecs_task_definition"],
      path: "runtime_platform.0.cpu_architecture",
      weakens: changes,
      severity: "warning",
      says: "runs on another kind of processor",
      why: "An image that is not made for it does not start.",
    },
    {
      types: ["aws_ecs_service"],
      path: "load_balancer",
      weakens: changes,
      severity: "danger",
      says: "is behind another load balancer, or behind none",
      why: "Its tasks get no requests any more, or those of somebody else.",
    },
    {
      types: ["aws_ecs_service"],
      path: "task_definition",
      weakens: weakerWhere(({ before, after, isNew }) => !isNew && isOtherFamily(before, after)),
      severity: "warning",
      says: "runs tasks of another family",
      why: "They are other containers, with another role and other files.",
    },
    {
      types: ["aws_ecs_service"],
      path: "capacity_provider_strategy",
      weakens: changes,
      severity: "warning",
      says: "runs on other capacity",
      why: "Spot capacity can be taken away with two minutes' notice.",
    },
    {
      types: ["aws_ecs_service"],
      path: "health_check_grace_period_seconds",
      weakens: goesDown,
      severity: "warning",
      says: "gives its tasks less time to start",
      why: "OpenEMR takes minutes for its start: a task that is stopped before never gets ready.",
    },
    {
      types: ["aws_ecs_service"],
      path: "deployment_circuit_breaker.0.enable",
      weakens: goesOff,
      severity: "warning",
      says: "goes on with a deployment that fails",
      why: "Tasks that cannot start are started again and again.",
    },
    {
      types: ["aws_appautoscaling_policy"],
      path: "target_tracking_scaling_policy_configuration.0.target_value",
      weakens: goesUp,
      severity: "notice",
      says: "adds tasks later",
      why: "Under load the application becomes slow before another task helps.",
    },
    {
      types: ["aws_appautoscaling_policy"],
      path: "target_tracking_scaling_policy_configuration.0.disable_scale_in",
      weakens: goesOn,
      severity: "notice",
      says: "never removes tasks",
      why: "What was added under load is paid for from then on.",
    },
    {
      types: ["aws_ecr_repository"],
      path: "image_tag_mutability",
      weakens: weakerWhere(
        ({ before, after, isNew }) => !isNew && before === "IMMUTABLE" && after !== before,
      ),
      severity: "warning",
      says: "lets a tag be given to another image",
      why: "The next task then runs something else, without any change of this stack.",
    },
    {
      types: ["aws_ecs_cluster"],
      path: "configuration.0.execute_command_configuration.0.kms_key_id",
      weakens: isTakenAway,
      severity: "warning",
      says: "opens shells without its own key",
      why: "What somebody types and sees in a shell is encrypted by AWS's key only.",
    },
  ],
});

/** `arn:aws:ecs:us-east-1:123456789012:task-definition/openemr-task:7` is of the family `openemr-task`. */
function isOtherFamily(before: unknown, after: unknown): boolean {
  const [one, other] = [before, after].map((arn) => /task-definition\/([^:]+)/.exec(String(arn ?? ""))?.[1]);
  return one !== undefined && other !== undefined && one !== other;
}
