import { renderPage } from "../../../scripts/commands/review/page/render-page";
import { renderMarkdown } from "../../../scripts/commands/review/report/markdown";
import { renderSummary } from "../../../scripts/commands/review/report/summary";
import { reviewPlan } from "../../../scripts/commands/review/review";
import { maskPlan, SENSITIVE_CHANGED } from "../../../scripts/plan/masked-plan";
import type { PlanJson } from "../../../scripts/plan/terraform-plan";
import { change, page, plan } from "./plan-fixture";

/** Each is planted at another place of a plan; none may be seen anywhere. */
const SECRETS = {
  before: "hunter2-before-marked",
  after: "hunter2-after-marked",
  nested: "hunter2-nested-in-list",
  movedInSet: "hunter2-moved-in-set",
  byName: "hunter2-by-its-name",
  inDocument: "hunter2-in-json-text",
  inEnvironment: "hunter2-in-environment",
  elsewhere: "hunter2-before-marked and a tail",
  variable: "hunter2-of-a-variable",
  output: "hunter2-of-an-output",
  inCheck: "hunter2-of-a-variable is too short",
  number: 48271163,
};

function planted(): PlanJson {
  const environment = (value: string) =>
    JSON.stringify([{ name: "openemr", environment: [{ name: "MYSQL_PASS", value }] }]);
  const options = (items: readonly string[]) => items;
  return plan({
    variables: { token: { value: SECRETS.variable }, region: { value: "us-east-1" } },
    planned_values: { outputs: { key: { sensitive: true, value: { inner: SECRETS.output } } } },
    checks: [
      {
        address: { kind: "check", to_display: "check.token" },
        status: "fail",
        instances: [{ status: "fail", problems: [{ message: SECRETS.inCheck }] }],
      },
    ],
    configuration: { root_module: { variables: { token: { sensitive: true } } } },
    resource_changes: [
      change("aws_ssm_parameter.application_one_side_before", ["update"], {
        before: { value: SECRETS.before, pin: SECRETS.number },
        after: { value: "harmless now", pin: 1 },
        before_sensitive: { value: true, pin: true },
        after_sensitive: {},
      }),
      change("aws_ssm_parameter.application_one_side_after", ["update"], {
        before: { value: SECRETS.after },
        after: { value: SECRETS.after },
        before_sensitive: {},
        after_sensitive: { value: true },
      }),
      change("aws_mq_broker.application_broker", ["update"], {
        before: {
          user: [{ groups: [SECRETS.nested], name: "a" }],
          options: options([SECRETS.movedInSet, "open"]),
        },
        after: { user: [{ groups: ["none"], name: "a" }], options: options(["open", SECRETS.movedInSet]) },
        before_sensitive: { user: [{ groups: [true] }], options: [true, false] },
        after_sensitive: { user: [{}], options: [] },
      }),
      change("aws_rds_cluster.database_cluster", ["create"], {
        after: { master_password: SECRETS.byName, tags: { note: SECRETS.elsewhere } },
      }),
      change("aws_ecs_task_definition.application_task", ["update"], {
        before: { container_definitions: environment(`${SECRETS.inEnvironment}-old`) },
        after: { container_definitions: environment(SECRETS.inEnvironment) },
      }),
      change("aws_iam_role_policy.application_policy", ["create"], {
        after: { policy: JSON.stringify({ private_key: SECRETS.inDocument, Statement: [] }) },
      }),
      change("aws_secretsmanager_secret.application_secret", ["delete", "create"], {
        before: { name: "a", secret_string: SECRETS.before },
        after: { name: "b", secret_string: SECRETS.after },
        replace_paths: [["secret_string"]],
        before_sensitive: { secret_string: true },
        after_sensitive: { secret_string: true },
      }),
    ],
  });
}

test("no secret, and no part of one, is in a masked plan or in anything that is made of it", async () => {
  const review = reviewPlan({
    environment: "clinic",
    plan: planted(),
    origin: { kind: "saved", file: "plan.json" },
    diagnostics: [{ severity: "warning", summary: "Odd value", detail: `It is ${SECRETS.variable}.` }],
  });
  const everything = [
    JSON.stringify(maskPlan(planted()).plan),
    JSON.stringify(review),
    renderMarkdown(review),
    await renderPage(review),
    renderSummary(review, page),
  ];
  for (const text of everything) {
    expect(text).not.toMatch(/hunter2/);
    expect(text).not.toContain(String(SECRETS.number));
  }
  // A value that is not secret is still there.
  expect(everything[2]).toContain("aws&#95;ssm&#95;parameter.application&#95;one&#95;side&#95;before");
});

test("tells that a sensitive value changes, or that it does not", () => {
  const side = (value: string) => ({ before: { value: "first-secret" }, after: { value } });
  const marks = { before_sensitive: { value: true }, after_sensitive: { value: true } };
  const masked = (value: string) =>
    maskPlan(
      plan({
        resource_changes: [change("aws_ssm_parameter.mail_key", ["update"], { ...side(value), ...marks })],
      }),
    ).plan.resource_changes![0]!.change;
  expect(masked("second-secret")).toMatchObject({
    before: { value: "(sensitive)" },
    after: { value: SENSITIVE_CHANGED },
  });
  expect(masked("first-secret")).toMatchObject({
    before: { value: "(sensitive)" },
    after: { value: "(sensitive)" },
  });
});

test("hides every attribute of a resource that is sensitive as a whole", () => {
  const whole = { before: { one: "secret-one" }, after: { one: "secret-two", two: 2 } };
  const marks = { before_sensitive: true, after_sensitive: true };
  const source = plan({ resource_changes: [change("aws_vpc.x", ["update"], { ...whole, ...marks })] });
  expect(maskPlan(source).plan.resource_changes![0]!.change).toMatchObject({
    before: { one: "(sensitive)" },
    after: { one: SENSITIVE_CHANGED, two: "(sensitive)" },
  });
});

test("does not touch what is neither marked nor named like a secret", () => {
  const values = {
    name: "key",
    kms_key_id: "arn:aws:kms:key",
    manage_master_user_password_rotation: null,
    secret_id: "arn:secret",
    count: 3,
    list: ["a", null],
    policy: '{"Statement": []}',
  };
  const source = plan({
    resource_changes: [change("aws_ssm_parameter.mail_key", ["create"], { after: values })],
  });
  const { policy, ...rest } = maskPlan(source).plan.resource_changes![0]!.change.after as Record<
    string,
    unknown
  >;
  const { policy: _, ...expected } = values;
  expect(rest).toEqual(expected);
  expect(JSON.parse(String(policy))).toEqual({ Statement: [] });
});

test("keeps nothing of a plan that a review does not read", () => {
  const source = { ...plan(), prior_state: { secret: "x" }, planned_values: { root_module: { a: 1 } } };
  const masked = maskPlan(source as PlanJson).plan;
  expect(masked).not.toHaveProperty("prior_state");
  expect(masked.planned_values).toEqual({ outputs: {} });
});
