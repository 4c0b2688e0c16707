import type { Severity } from "../finding";

/** Types that interrupt the service while they are replaced, or once they are gone. */
export const INTERRUPTING_TYPES: Readonly<Record<string, readonly [severity: Severity, why: string]>> = {
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
