import { findingsOn, isNewEnough } from "../../../../scripts/terraform/cloud/findings";
import type { CloudWorkspace, WorkspaceVariable } from "../../../../scripts/terraform/cloud/workspace";

const ROLE = "arn:aws:iam::123456789012:role/openemr-terraform";
const EXPECTED = {
  environment: "trial",
  projectName: "Medical",
  projectId: "prj-1",
  variables: ["vpc_cidr"],
};

const env = (values: Readonly<Record<string, string | null>>): WorkspaceVariable[] =>
  Object.entries(values).map(([key, value]) => ({ id: `var-${key}`, key, value, category: "env" }));

const SOUND: CloudWorkspace = {
  id: "ws-1",
  projectId: "prj-1",
  executionMode: "remote",
  terraformVersion: "1.11.4",
  workingDirectory: "",
  autoApply: false,
  sharesState: false,
  locked: false,
  repository: undefined,
  mayPlan: true,
  mayApply: true,
  variables: env({ TFC_AWS_PROVIDER_AUTH: "true", TFC_AWS_RUN_ROLE_ARN: ROLE }),
};

/** Findings that are not well, as `problem: text` or `note: text`. */
const found = (workspace: Partial<CloudWorkspace>, expected = {}) =>
  findingsOn({ ...SOUND, ...workspace }, { ...EXPECTED, ...expected })
    .filter(({ level }) => level !== "ok")
    .map(({ level, text }) => `${level}: ${text}`);

test("a sound workspace has nothing that is not well", () => {
  expect(found({})).toEqual([]);
});

test.each<[string, Partial<CloudWorkspace>, string]>([
  [
    "an old Terraform",
    { terraformVersion: "1.9.8" },
    "problem: Its version of Terraform is 1.9.8, but must be",
  ],
  ["another folder", { workingDirectory: "a" }, 'problem: Its working directory is "a", but must be empty'],
  [
    "an open state",
    { sharesState: true },
    "problem: Every workspace of the organization may read its state.",
  ],
  ["no right to apply", { mayApply: false }, "problem: The token may not apply there."],
  ["no right at all", { mayPlan: false, mayApply: false }, "problem: The token may not plan there."],
  ["a lock", { locked: true }, "problem: It is locked"],
  ["another project", { projectId: "prj-2" }, 'note: It is not in the project "Medical".'],
  ["auto-apply", { autoApply: true }, "note: It applies plans of its runs without asking (auto-apply)"],
  ["a repository", { repository: "a/b", workingDirectory: "c" }, "note: Commits in a/b start its runs"],
  [
    "local execution",
    { executionMode: "local", variables: [], autoApply: true },
    "note: Terraform runs where the command is given",
  ],
  [
    "variables that may not be read",
    { variables: undefined },
    "note: Its variables may not be read with this token",
  ],
])("%s is told", (_, workspace, text) => {
  expect(found(workspace)).toEqual([expect.stringContaining(text)]);
});

test.each<[string, WorkspaceVariable[], string]>([
  ["nothing", [], "TFC_AWS_PROVIDER_AUTH is not set."],
  ["a role that is not used", env({ TFC_AWS_RUN_ROLE_ARN: ROLE }), "TFC_AWS_PROVIDER_AUTH is not set."],
  ["half a key", env({ AWS_ACCESS_KEY_ID: "AKIA" }), "TFC_AWS_PROVIDER_AUTH is not set."],
  ["a slip", env({ TFC_AWS_PROVIDER_AUTH: "yes" }), 'TFC_AWS_PROVIDER_AUTH is "yes", but must be "true"'],
  ["no role", env({ TFC_AWS_PROVIDER_AUTH: "true" }), "neither TFC_AWS_RUN_ROLE_ARN nor both of"],
  [
    "only a role of the plan",
    env({ TFC_AWS_PROVIDER_AUTH: "true", TFC_AWS_PLAN_ROLE_ARN: ROLE }),
    "neither TFC_AWS_RUN_ROLE_ARN nor both of TFC_AWS_PLAN_ROLE_ARN and TFC_AWS_APPLY_ROLE_ARN are set",
  ],
  [
    "a user",
    env({ TFC_AWS_PROVIDER_AUTH: "true", TFC_AWS_RUN_ROLE_ARN: "arn:aws:iam::123456789012:user/a" }),
    'TFC_AWS_RUN_ROLE_ARN is "arn:aws:iam::123456789012:user/a", but must be the ARN of a role',
  ],
])("%s gives no credentials: a problem, unless an agent has some of its own", (_, variables, reason) => {
  const [problem] = found({ variables });
  expect(problem).toContain("problem: Its runs get no credentials of AWS: ");
  expect(problem).toContain(reason);
  expect(found({ variables, executionMode: "agent" })).toEqual([
    expect.stringMatching(/^note: .* The agent must have/),
  ]);
  expect(found({ variables, executionMode: "local" })).toHaveLength(1);
});

test("what is sensitive cannot be read, and is taken for what it should be", () => {
  expect(found({ variables: env({ TFC_AWS_PROVIDER_AUTH: null, TFC_AWS_RUN_ROLE_ARN: null }) })).toEqual([]);
});

test("an access key works, but does not end by itself", () => {
  const variables = env({ AWS_ACCESS_KEY_ID: "AKIA", AWS_SECRET_ACCESS_KEY: null });
  expect(found({ variables })).toEqual([
    expect.stringMatching(/^note: .*an access key of AWS, which lasts until/),
  ]);
});

test("values for variables of the stack win over the environment's file, and those of others do nothing", () => {
  const variable = (key: string): WorkspaceVariable => ({ id: key, key, value: "x", category: "terraform" });
  const variables = [...SOUND.variables!, variable("vpc_cidr"), variable("of_another_stack")];
  expect(found({ variables })).toEqual([
    expect.stringContaining("It has values of its own for vpc_cidr, which win"),
  ]);
  expect(found({ variables, executionMode: "local" })).toEqual([expect.stringMatching(/^note/)]);
});

test.each([
  ["1.11.0", true],
  ["1.10.5", false],
  ["1.9.8", false],
  ["0.15.0", false],
  ["2.0.0", true],
  ["~> 1.11", true],
  ["~> 1.9.0", false],
  ["latest", true],
  ["1.12.0-beta1", true],
  ["nonsense", false],
])("version %s: %p", (version, enough) => {
  expect(isNewEnough(version)).toBe(enough);
});
