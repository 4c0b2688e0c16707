import type { ResourceChange } from "../../../../scripts/plan/terraform-plan";
import type { Severity } from "../../../../scripts/rules/finding";
import { nested } from "../examples/example";
import { replaced, updated } from "../stack-of";

/** A change that a careful reviewer stops at, with how bad it is, and what is said of it. */
export type Risky = readonly [
  kind: string,
  severity: Severity,
  says: RegExp,
  change: ResourceChange | readonly ResourceChange[],
];

export const OWN = "arn:aws:kms:us-east-1:123456789012:key/1";
export const policy = (...statements: object[]) => ({ policy: JSON.stringify({ Statement: statements }) });
export const allow = (action: string, resource: string, more: object = {}) => ({
  Sid: "A",
  Effect: "Allow",
  Action: action,
  Resource: resource,
  ...more,
});
export const set = (address: string, path: string, before: unknown, after: unknown) =>
  updated(address, nested(path, before), nested(path, after));

export const rule = (name: string, action: object, priority = 10) => ({
  name,
  priority,
  action: [action],
  override_action: [],
  statement: [{ geo_match_statement: [{ country_codes: ["US"] }] }],
});
export const acl = (before: object[], after: object[]) =>
  updated("aws_wafv2_web_acl.firewall_acl", { rule: before }, { rule: after });

export const OPENEMR = {
  name: "openemr",
  image: "openemr/openemr:8.2.0",
  logConfiguration: { logDriver: "awslogs" },
  environment: [{ name: "MYSQL_HOST", value: "a" }],
};
export const task = (after: object, before: object = OPENEMR) =>
  replaced(
    "aws_ecs_task_definition.application_task",
    { container_definitions: JSON.stringify([before]) },
    { container_definitions: JSON.stringify([after]) },
    ["container_definitions"],
  );
export const parameter = (name: string, before: string, after: string) =>
  updated(
    "aws_rds_cluster_parameter_group.database_parameters",
    {
      parameter: [
        { name, value: before },
        { name: "x", value: "1" },
      ],
    },
    {
      parameter: [
        { name, value: after },
        { name: "x", value: "1" },
      ],
    },
  );
