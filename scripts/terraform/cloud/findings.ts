import { MINIMUM_VERSION } from "../terraform-binary";
import { awsCredentials } from "./aws-credentials";
import type { CloudWorkspace } from "./workspace";

/** Something that a check has looked at. */
export interface Finding {
  /** `problem` stops a run or undermines it; a `note` is to be known; what is `ok` was looked at. */
  readonly level: "ok" | "note" | "problem";
  readonly text: string;
}

/** The settings that a workspace needs. */
export interface Expected {
  readonly environment: string;
  readonly projectName: string;
  /** Id of that project; undefined where there is none. */
  readonly projectId: string | undefined;
  /** Names of the stack's variables. */
  readonly variables: readonly string[];
}

type Rule = (workspace: CloudWorkspace, expected: Expected) => readonly Finding[];

const problem = (text: string): Finding => ({ level: "problem", text });
const note = (text: string): Finding => ({ level: "note", text });
const ok = (text: string): Finding => ({ level: "ok", text });

const RULES: readonly Rule[] = [
  execution,
  version,
  credentials,
  overriddenVariables,
  upload,
  project,
  permissions,
  lock,
  stateAccess,
  approval,
];

/** Looks at a workspace with all that a deployment of an environment needs of it. */
export function findingsOn(workspace: CloudWorkspace, expected: Expected): Finding[] {
  return RULES.flatMap((rule) => rule(workspace, expected));
}

/** Whether Terraform runs there at all; otherwise the workspace only keeps the state. */
const runsThere = ({ executionMode }: CloudWorkspace) => executionMode !== "local";

function execution(workspace: CloudWorkspace): Finding[] {
  switch (workspace.executionMode) {
    case "remote":
      return [ok("Terraform runs in Terraform Cloud.")];
    case "agent":
      return [ok("Terraform runs on an agent of yours.")];
    case "local":
      return [
        note(
          "Terraform runs where the command is given, with the credentials there; the workspace keeps the state, and none of its variables counts.",
        ),
      ];
  }
}

function version(workspace: CloudWorkspace): Finding[] {
  const { terraformVersion } = workspace;
  if (!runsThere(workspace)) return [];
  return isNewEnough(terraformVersion)
    ? [ok(`Its version of Terraform is ${terraformVersion}.`)]
    : [
        problem(
          `Its version of Terraform is ${terraformVersion}, but must be ${MINIMUM_VERSION} or later. The command setup changes it.`,
        ),
      ];
}

/** A constraint counts as the lowest version in it: what it leads to is decided by Terraform Cloud. */
export function isNewEnough(version: string): boolean {
  if (version === "latest") return true;
  const [major = 0, minor = 0] = (/\d+(\.\d+)*/.exec(version)?.[0] ?? "").split(".").map(Number);
  const [neededMajor, neededMinor] = MINIMUM_VERSION.split(".").map(Number) as [number, number];
  return major > neededMajor || (major === neededMajor && minor >= neededMinor);
}

function credentials(workspace: CloudWorkspace, { environment }: Expected): Finding[] {
  const { variables } = workspace;
  if (!runsThere(workspace)) return [];
  if (!variables)
    return [note("Its variables may not be read with this token, so AWS credentials were not looked at.")];
  const found = awsCredentials(variables);
  switch (found.kind) {
    case "roles":
      return [
        ok(
          found.plan === found.apply
            ? `Its runs get the role ${found.plan}.`
            : `Its plans get the role ${found.plan}, and its applies ${found.apply}.`,
        ),
      ];
    case "keys":
      return [
        note(
          "Its runs have an access key of AWS, which lasts until it is deleted. A role for each run does not: see setup --help.",
        ),
      ];
    case "none": {
      const text = `Its runs get no credentials of AWS: ${found.reason}.`;
      // An agent may have a role of the machine that it runs on.
      if (workspace.executionMode === "agent") return [note(`${text} The agent must have some of its own.`)];
      return [
        problem(`${text} Give them a role: npm run terraform-cloud -- setup ${environment} --role-arn <arn>`),
      ];
    }
  }
}

function overriddenVariables(
  workspace: CloudWorkspace,
  { environment, variables: declared }: Expected,
): Finding[] {
  if (!runsThere(workspace)) return [];
  const keys = (workspace.variables ?? [])
    .filter(({ key, category }) => category === "terraform" && declared.includes(key))
    .map(({ key }) => key);
  if (keys.length === 0) return [];
  return [
    problem(
      `It has values of its own for ${keys.join(", ")}, which win over environments/${environment}.tfvars, and no pull request shows them. ` +
        "Remove them from the workspace and its variable sets.",
    ),
  ];
}

function upload(workspace: CloudWorkspace): Finding[] {
  const { repository, workingDirectory } = workspace;
  if (!runsThere(workspace)) return [];
  if (repository) {
    return [
      note(
        `Commits in ${repository} start its runs, so npm run deploy and destroy are refused there; diff plans.`,
      ),
    ];
  }
  if (!workingDirectory) return [];
  return [
    problem(
      `Its working directory is "${workingDirectory}", but must be empty: the folder of the stack is what is uploaded. The command setup empties it.`,
    ),
  ];
}

function project(workspace: CloudWorkspace, { projectName, projectId }: Expected): Finding[] {
  if (projectId === undefined) return [note(`There is no project "${projectName}" that the token may see.`)];
  if (workspace.projectId === projectId) return [];
  return [
    note(
      `It is not in the project "${projectName}". Trust policies name the project: move it there in its settings, or correct project in ` +
        "context.state of cdktf.json.",
    ),
  ];
}

function permissions({ mayPlan, mayApply }: CloudWorkspace): Finding[] {
  if (mayPlan && mayApply) return [];
  return [
    problem(
      `The token may not ${mayPlan ? "apply" : "plan"} there. Ask for the permission, or use another token.`,
    ),
  ];
}

function lock({ locked }: CloudWorkspace): Finding[] {
  if (!locked) return [];
  return [
    problem("It is locked, by a run or by a person: its page says by whom, and has the button to unlock it."),
  ];
}

function stateAccess({ sharesState }: CloudWorkspace): Finding[] {
  if (!sharesState) return [];
  return [problem("Every workspace of the organization may read its state. The command setup ends that.")];
}

function approval(workspace: CloudWorkspace): Finding[] {
  if (!workspace.autoApply || !runsThere(workspace)) return [];
  return [
    note("It applies plans of its runs without asking (auto-apply), so that nobody has to look at them."),
  ];
}
