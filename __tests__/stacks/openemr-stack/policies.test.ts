import { boundaryOf } from "../../github/boundary-support";
import { type Policy, policiesOf, type Statement } from "../../support/iam-policies";
import { InstallationWithEverything } from "../../support/installation-with-everything";
import { actionsNamed, canBothMatch, isConditionKey, resourcesOf } from "../../support/service-reference";

/**
 * Asked for an export by its identifier, RDS is not known to name the cluster to IAM, though its reference lets it. ECS
 * names a container instance only where a listing is of one. Amazon Q lists alarms, and shows a metric by its name.
 */
const ASKING_FOR_ALL = [
  "aws_iam_role_policy.analytics_database_export_function_permissions[0] policy FindExports: rds:DescribeExportTasks",
  "aws_iam_role_policy.analytics_file_export_function_permissions[0] policy FindTasks: ecs:ListTasks",
  "aws_iam_role_policy.analytics_studio_role_policy[0] policy ListFileExports: ecs:ListTasks",
  "aws_iam_role_policy.analytics_studio_role_policy[0] policy FollowDatabaseExports: rds:DescribeExportTasks",
  "aws_iam_role_policy.monitoring_chat_role_policy[0] policy ShowAlarms: cloudwatch:DescribeAlarms",
  "aws_iam_role_policy.monitoring_chat_role_policy[0] policy ShowAlarms: cloudwatch:GetMetricData",
];

/** Every policy of an installation with everything on: of roles, and of resources. */
let policies: Policy[];
/** Each statement with a name that a person finds. */
let statements: Array<{ name: string; statement: Statement; resource?: string }>;

beforeAll(async () => {
  policies = policiesOf((await InstallationWithEverything.shared()).resources());
  statements = policies.flatMap(({ where, statements: all, resource }) =>
    all.map((statement) => ({ name: `${where} ${statement.Sid}`, statement, resource })),
  );
}, 300_000);

it("covers the policies of roles and of resources", () => {
  const types = new Set(policies.map(({ where }) => where.replace(/\..*? /, " ")));
  expect([...types].sort()).toEqual(
    expect.arrayContaining([
      "aws_efs_file_system_policy policy",
      "aws_iam_role assume_role_policy",
      "aws_iam_role_policy policy",
      "aws_kms_key policy",
      "aws_s3_bucket_policy policy",
      "aws_sns_topic_policy policy",
    ]),
  );
  expect(statements.length).toBeGreaterThan(100);
});

it("names actions that AWS has", async () => {
  const unknown = [];
  for (const { name, statement } of statements) {
    for (const action of statement.Action) {
      if ((await actionsNamed(action)).length === 0) unknown.push(`${name}: ${action}`);
    }
  }
  expect(unknown).toEqual([]);
});

it("asks EventBridge for nothing that it does not send: it gives topics and their keys no source", () => {
  const ofEventBridge = statements.filter(({ name, statement }) => {
    const { Service } = Object(statement.Principal) as { Service?: string | string[] };
    return (
      /^aws_(sns_topic_policy|kms_key)\./.test(name) && [Service].flat().includes("events.amazonaws.com")
    );
  });
  // The topics of alarms, chat and exports, and the keys of two of them.
  expect(ofEventBridge).toHaveLength(5);
  const keys = ofEventBridge.flatMap(({ name, statement }) =>
    Object.values(statement.Condition ?? {}).flatMap((compared) =>
      Object.keys(compared).map((key) => `${name}: ${key}`),
    ),
  );
  // SNS itself says which topic it encrypts for.
  expect(
    keys.filter((each) => !/^aws_kms_key\..*: kms:EncryptionContext:aws:sns:topicArn$/.test(each)),
  ).toEqual([]);
});

it("names for each action a resource that it can be about, and no resource that none of them can", async () => {
  const problems = [];
  for (const { name, statement, resource } of statements) {
    if (!statement.Resource) continue;
    // The "*" of a resource's own policy is that resource.
    const named = statement.Resource.map((each) => (each === "*" && resource ? resource : each));
    const used = new Set<string>();
    for (const action of statement.Action) {
      const possible = (
        await Promise.all((await actionsNamed(action)).map((each) => resourcesOf(each.service, each.action)))
      ).flat();
      const matching = named.filter(
        (each) => each === "*" || possible.some((pattern) => canBothMatch(each, pattern)),
      );
      // An action about everything, such as a listing, needs "*". The test below is about those that name a kind.
      if (matching.length === 0 && possible.length > 0)
        problems.push(`${name}: ${action} matches none of ${named}`);
      for (const each of matching) used.add(each);
    }
    for (const each of named.filter((arn) => !used.has(arn)))
      problems.push(`${name}: no action is about ${each}`);
  }
  expect(problems).toEqual([]);
});

it("asks for every resource only where AWS knows none for the action", async () => {
  const needless = [];
  for (const { name, statement, resource } of statements) {
    if (statement.Effect === "Deny" || resource || !statement.Resource?.includes("*")) continue;
    for (const action of statement.Action) {
      const [found] = await actionsNamed(action);
      const known = found ? await resourcesOf(found.service, found.action) : [];
      if (known.length > 0) needless.push(`${name}: ${action}`);
    }
  }
  expect(needless).toEqual(ASKING_FOR_ALL);
});

it("sets conditions that AWS knows for these services", async () => {
  const unknown = [];
  for (const { name, statement } of statements) {
    const services = [...new Set(statement.Action.map((action) => action.split(":")[0]!))];
    for (const key of Object.values(statement.Condition ?? {}).flatMap(Object.keys)) {
      if (!(await isConditionKey(key, services))) unknown.push(`${name}: ${key}`);
    }
  }
  expect(unknown).toEqual([]);
});

/** Names of the tests' installation, and the longest that an installation can have in their place. */
const LONGEST = {
  "openemr-production": "p".repeat(24),
  "us-east-1": "ap-southeast-1",
  "example.org": "d".repeat(56),
};

it.each([
  ["role", 10_240, 0],
  // The list that mail_sender_addresses may be.
  ["user", 2048, 1400],
] as const)(
  "keeps within what the inline policies of a %s may have together, with the longest names: %i characters",
  (kind, most, further) => {
    const sizes = new Map<string, number>();
    for (const { [kind]: holder, statements: all } of policies) {
      if (!holder) continue;
      const text = Object.entries(LONGEST).reduce(
        (longer, [name, longest]) => longer.replaceAll(name, longest),
        JSON.stringify({ Version: "2012-10-17", Statement: all }),
      );
      sizes.set(holder, (sizes.get(holder) ?? further) + text.length);
    }
    expect(sizes.size).toBeGreaterThan(0);
    for (const [holder, size] of sizes) expect([holder, size, size <= most]).toEqual([holder, size, true]);
  },
);

it("allows roles and users nothing that the boundary of a deploy forbids", async () => {
  const boundary = boundaryOf("production", "us-east-1");
  const context = {
    "aws:RequestedRegion": "us-east-1",
    "aws:ResourceTag/Application": "openemr",
    "aws:ResourceTag/Environment": "production",
  };
  const beyond = [];
  for (const { name, statement } of statements) {
    if (!/^aws_iam_(role|user)_policy\./.test(name) || statement.Effect === "Deny") continue;
    for (const action of statement.Action) {
      const named = (await actionsNamed(action)).map((each) => `${each.service}:${each.action}`);
      const resources = statement.Resource!.map((each) => (each === "*" ? each : each.replaceAll("*", "x")));
      const isWithin = (each: string) =>
        resources.every((resource) => boundary.allows(each, resource, context));
      // Add the action to src/github/boundary-actions.ts, where IAM can compare the most.
      if (!named.some(isWithin)) beyond.push(`${name}: ${action} on ${resources.join(", ")}`);
    }
  }
  expect(beyond).toEqual([]);
});

it("grants roles by policies of resources nothing that their boundary forbids", () => {
  const boundary = boundaryOf("production", "us-east-1");
  // A client of EFS brings neither tags nor a region along.
  const files = "arn:aws:elasticfilesystem:us-east-1:123456789012:file-system/fs-1";
  const granted = statements.filter(
    ({ statement: { Effect, Principal } }) =>
      Effect === "Allow" && /:role\//.test(JSON.stringify(Principal ?? "")),
  );
  expect(granted.length).toBeGreaterThan(3);
  const beyond = granted.flatMap(({ name, statement }) =>
    statement.Action.filter((action) => !boundary.allows(action, files, {})).map(
      (action) => `${name}: ${action}`,
    ),
  );
  expect(beyond).toEqual([]);
});
