import type { CtyObject } from "../src";
import { ORDER_RULES } from "../src/simulations/aws/account/order-rules";
import { refusalOf } from "../src/simulations/aws/account/rule";
import { SimulatedAccount } from "../src/simulations/aws/account/simulated-account";
import { SecretStore } from "../src/simulations/aws/secret-store";

type Resource = readonly [type: string, values: CtyObject];

const SUBNET: Resource = ["aws_subnet", { id: "subnet", vpc_id: "vpc" }];
const SERVICE = { network_configuration: [{ subnets: ["subnet"] }] };

/** A resource that is made too early, others that are there already, the one that it waits for, and the error until then. */
const CASES: ReadonlyArray<readonly [Resource, readonly Resource[], Resource, string]> = [
  [
    ["aws_nat_gateway", { subnet_id: "subnet" }],
    [SUBNET],
    ["aws_internet_gateway", { id: "igw", vpc_id: "vpc" }],
    "Gateway.NotAttached",
  ],
  [
    ["aws_lb", { subnets: ["subnet"] }],
    [SUBNET],
    ["aws_internet_gateway", { id: "igw", vpc_id: "vpc" }],
    "has no internet gateway",
  ],
  [
    ["aws_lb_listener", { certificate_arn: "certificate" }],
    [["aws_acm_certificate", { id: "certificate" }]],
    ["aws_acm_certificate_validation", { id: "now", certificate_arn: "certificate" }],
    "UnsupportedCertificate",
  ],
  [
    ["aws_acm_certificate_validation", { certificate_arn: "certificate", validation_record_fqdns: ["_x"] }],
    [
      [
        "aws_acm_certificate",
        { id: "certificate", domain_validation_options: [{ resource_record_name: "_x.example.org." }] },
      ],
    ],
    ["aws_route53_record", { id: "record", name: "_x.example.org." }],
    "there is no record _x.example.org.",
  ],
  [
    ["aws_cloudtrail", { s3_bucket_name: "trail" }],
    [["aws_s3_bucket", { id: "trail" }]],
    ["aws_s3_bucket_policy", { id: "trail" }],
    "InsufficientS3BucketPolicyException",
  ],
  [
    ["aws_ecs_service", { load_balancer: [{ target_group_arn: "targets" }] }],
    [["aws_lb_target_group", { id: "targets" }]],
    ["aws_lb_listener", { id: "listener", default_action: [{ target_group_arn: "targets" }] }],
    "does not have an associated load balancer",
  ],
  [
    ["aws_ecs_service", { task_definition: "web:1" }],
    [
      ["aws_efs_file_system", { id: "files" }],
      [
        "aws_ecs_task_definition",
        {
          id: "web",
          family: "web",
          revision: 1,
          volume: [{ efs_volume_configuration: [{ file_system_id: "files" }] }],
        },
      ],
    ],
    ["aws_efs_mount_target", { id: "mount", file_system_id: "files" }],
    "there is no mount target of files",
  ],
  [
    ["aws_ecs_service", SERVICE],
    [SUBNET, ["aws_route_table_association", { id: "a", subnet_id: "subnet", route_table_id: "table" }]],
    ["aws_route", { id: "r", route_table_id: "table", destination_cidr_block: "0.0.0.0/0" }],
    "has no route to the registry",
  ],
];

test.each(CASES.map((each) => [each[0][0], each[2][0], each] as const))(
  "a %s has to wait for a %s",
  (_type, _other, [[type, values], there, [awaited, awaitedValues], error]) => {
    const account = new SimulatedAccount(new SecretStore());
    for (const [other, its] of there) account.add(other, its);
    const change = { action: "create", type, prior: null, values, config: values } as const;
    expect(refusalOf(ORDER_RULES, change, account)).toContain(error);
    account.add(awaited, awaitedValues);
    expect(refusalOf(ORDER_RULES, change, account)).toBeUndefined();
  },
);

test("every rule has a case", () => {
  expect(CASES.map(([[type]]) => type).sort()).toEqual(ORDER_RULES.map(({ type }) => type).sort());
});
