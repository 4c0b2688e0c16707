import { GONE, type Kind, replaces, without } from "./kind";

const TASK = "aws_ecs_task_definition.application_task";
const SERVICE = "aws_ecs_service.application_service";
const IN = "container_definitions[openemr]";
const task = (values: Readonly<Record<string, unknown>>) => ({
  ...replaces(Object.fromEntries(Object.entries(values))),
  because: ["container_definitions"],
});

export const tasks: readonly Kind[] = [
  [
    "the sites are not mounted",
    "warning",
    /folders mounted/,
    TASK,
    task({ [`${IN}.mountPoints`]: (list: unknown) => (list as unknown[]).slice(1) }),
  ],
  [
    "files are those of another file system",
    "danger",
    /file system/,
    TASK,
    replaces({ "volume[sites].efs_volume_configuration.0.file_system_id": "fs-other" }),
  ],
  [
    "files are mounted without the access point",
    "danger",
    /access point/,
    TASK,
    replaces({ "volume[sites].efs_volume_configuration.0.authorization_config": [{ iam: "ENABLED" }] }),
  ],
  [
    "files are mounted without saying who asks",
    "danger",
    /IAM|role|who/,
    TASK,
    replaces({ "volume[sites].efs_volume_configuration.0.authorization_config.0.iam": "DISABLED" }),
  ],
  [
    "files cross the network in plain text",
    "danger",
    /without encryption/,
    TASK,
    replaces({ "volume[sites].efs_volume_configuration.0.transit_encryption": "DISABLED" }),
  ],
  [
    "the task acts with another role",
    "warning",
    /another role/,
    TASK,
    replaces({ task_role_arn: "arn:aws:iam::123456789012:role/admin" }),
  ],
  [
    "the task runs on another kind of processor",
    "warning",
    /changes in a way|processor/,
    TASK,
    replaces({ "runtime_platform.0.cpu_architecture": "X86_64" }),
  ],
  [
    "the task shares the network of its machine",
    "danger",
    /changes in a way|network/,
    TASK,
    replaces({ network_mode: "host" }),
  ],
  [
    "faults may be injected",
    "warning",
    /fault|changes in a way/,
    TASK,
    replaces({ enable_fault_injection: true }),
  ],
  ["the task gets half the memory", "warning", /less memory/, TASK, replaces({ memory: "1024" })],
  ["all tasks are stopped", "danger", /stops all/, SERVICE, { desired_count: 0 }],
  [
    "the service runs an old revision",
    "warning",
    /tasks of another family/,
    SERVICE,
    { task_definition: "arn:aws:ecs:us-east-1:123456789012:task-definition/other:1" },
  ],
  [
    "tasks get public addresses",
    "danger",
    /public addresses/,
    SERVICE,
    { "network_configuration.0.assign_public_ip": true },
  ],
  [
    "tasks are in another group",
    "warning",
    /security groups/,
    SERVICE,
    { "network_configuration.0.security_groups": ["sg-other"] },
  ],
  [
    "tasks may be taken away at any time",
    "warning",
    /other capacity/,
    SERVICE,
    replaces({
      launch_type: null,
      capacity_provider_strategy: [{ capacity_provider: "FARGATE_SPOT", weight: 1 }],
    }),
  ],
  [
    "tasks are stopped before new ones run",
    "warning",
    /may stop tasks/,
    SERVICE,
    { deployment_minimum_healthy_percent: 0 },
  ],
  [
    "a deployment that fails goes on",
    "warning",
    /changes in a way|deployment/,
    SERVICE,
    { "deployment_circuit_breaker.0.enable": false },
  ],
  [
    "tasks are killed while they start",
    "warning",
    /grace|start|changes in a way/,
    SERVICE,
    { health_check_grace_period_seconds: 0 },
  ],
  ["the service serves another group", "danger", /load balancer|requests/, SERVICE, { load_balancer: [] }],
  ["the service is deleted", "warning", /DELETED/, SERVICE, GONE],
  [
    "shells leave no trace",
    "warning",
    /does not record/,
    "aws_ecs_cluster.application_cluster",
    { "configuration.0.execute_command_configuration.0.logging": "NONE" },
  ],
  [
    "shells are recorded without encryption",
    "warning",
    /encrypt|changes in a way/,
    "aws_ecs_cluster.application_cluster",
    {
      "configuration.0.execute_command_configuration.0.log_configuration.0.s3_bucket_encryption_enabled": false,
    },
  ],
  [
    "one task stays of two",
    "warning",
    /fewer tasks/,
    "aws_appautoscaling_target.application_service_scaling",
    { min_capacity: 0 },
  ],
  [
    "tasks are added late",
    "notice",
    /scal/,
    "aws_appautoscaling_policy.application_service_scaling_cpu",
    { "target_tracking_scaling_policy_configuration.0.target_value": 95 },
  ],
  [
    "tasks are no longer added",
    "warning",
    /scal|DELETED/,
    "aws_appautoscaling_policy.application_service_scaling_cpu",
    GONE,
  ],
  [
    "images come from another registry",
    "danger",
    /another registry/,
    "aws_ecr_pull_through_cache_rule.images_openemr_rule[0]",
    replaces({ upstream_registry_url: "evil.example" }),
  ],
  [
    "a tag may get another image",
    "warning",
    /tag|image/,
    "aws_ecr_repository.images_openemr[0]",
    { image_tag_mutability: "MUTABLE" },
  ],
  [
    "images are no longer scanned",
    "warning",
    /scan/,
    "aws_ecr_repository.images_openemr[0]",
    { "image_scanning_configuration.0.scan_on_push": false },
  ],
  [
    "images of before are deleted at once",
    "warning",
    /image|changes in a way/,
    "aws_ecr_lifecycle_policy.images_openemr_lifecycle[0]",
    { "policy.rules.0.selection.countNumber": 1 },
  ],
  [
    "everybody may put images",
    "danger",
    /allows ecr:PutImage/,
    "aws_ecr_repository_policy.images_open",
    {
      actions: ["create"],
      change: () => ({
        policy: JSON.stringify({
          Statement: [{ Effect: "Allow", Action: ["ecr:PutImage"], Principal: "*" }],
        }),
      }),
    },
  ],
  [
    "a container that is removed",
    "warning",
    /is removed/,
    TASK,
    task({
      container_definitions: (text: unknown) =>
        JSON.stringify(without("passwords")(JSON.parse(String(text))) as unknown[]),
    }),
  ],
  [
    "the service runs a revision that somebody wrote by hand",
    "warning",
    /runs tasks that this stack does not describe/,
    "aws_ecs_service.application_service",
    { task_definition: "arn:aws:ecs:us-east-1:123456789012:task-definition/openemr-production-task:99" },
  ],
];
