import { anyOf, UserError } from "../../../src/user-error";
import type { CommandLine, Given } from "../../terminal/command-line";
import { ROLE_ARN } from "../../terraform/cloud/aws-credentials";
import { isNewEnough } from "../../terraform/cloud/findings";
import { MINIMUM_VERSION } from "../../terraform/terraform-binary";
import { APPLY_POLICIES, type ApplyPolicy } from "./apply-permissions";
import type { WorkspaceWishes } from "./setup";
import type { RunPhase } from "./trust-policy";

const HELP = `Usage: npm run terraform-cloud -- check <environment> [--json]
       npm run terraform-cloud -- setup <environment> [options]
       npm run terraform-cloud -- trust-policy <environment> --account <id> [--phase plan|apply]
       npm run terraform-cloud -- plan-policy <environment> --account <id>
       npm run terraform-cloud -- apply-policy <environment> --account <id> --policy <name> [--hosted-zone <id>]

Looks after the workspace of an environment in Terraform Cloud or Terraform Enterprise: the one that the settings in
context.state of cdktf.json name. The token is that of terraform login, or of TF_TOKEN_<host>.

  check         looks at the workspace with all that a deployment needs of it, and changes nothing. The exit code is
                1 if there is a problem
    --json                    for programs: one JSON object for each thing that was looked at, one a line
  setup         makes the project and the workspace where they are missing, and changes of the workspace what would
                stop a deployment. It shows the changes and asks; what is well already stays
    --role-arn arn            role of AWS that only its runs get; or one for each phase:
    --plan-role-arn arn       \\ a plan needs no permission to change anything
    --apply-role-arn arn      /
    --execution-mode mode     remote (the default of a new workspace): Terraform runs in Terraform Cloud. local: it
                              runs where the command is given, with the credentials there
    --terraform-version v     version of Terraform in its runs (default of a new workspace: the one here)
    --yes, -y                 goes on without asking
  trust-policy  prints the policy by which a role trusts only the runs of this workspace, for aws iam create-role
    --account id              the AWS account of the role
    --phase phase             plan or apply (default: both)
  plan-policy   prints the policy of the role for plans: it reads what a plan needs, and no data, for aws iam
                put-role-policy
    --account id              the AWS account of the role
  apply-policy  prints a policy of the role for applies: together they change what belongs to the environment, destroy no
                data and read none, and make roles only within the boundary
    --account id              the AWS account of the role
    --policy name             ${APPLY_POLICIES.join(", ")}
    --hosted-zone id          the zone of Route 53 that route53_domain names (default: it writes no records)
  --help, -h    shows this text

docs/terraform-cloud.md goes through it step by step.
`;

const COMMANDS = ["check", "setup", "trust-policy", "plan-policy", "apply-policy"] as const;

export type TerraformCloudArguments = { readonly environment: string | undefined } & (
  | { readonly command: "check"; readonly json: boolean }
  | { readonly command: "setup"; readonly wishes: WorkspaceWishes; readonly yes: boolean }
  | { readonly command: "trust-policy"; readonly account: string; readonly phase: RunPhase }
  | { readonly command: "plan-policy"; readonly account: string }
  | {
      readonly command: "apply-policy";
      readonly account: string;
      readonly policy: ApplyPolicy;
      readonly zone: string | undefined;
    }
);

const options = {
  json: { type: "boolean" },
  "role-arn": { type: "string" },
  "plan-role-arn": { type: "string" },
  "apply-role-arn": { type: "string" },
  "execution-mode": { type: "string" },
  "terraform-version": { type: "string" },
  yes: { type: "boolean", short: "y" },
  account: { type: "string" },
  phase: { type: "string" },
  policy: { type: "string" },
  "hosted-zone": { type: "string" },
} as const;

type Values = Given<typeof options>["values"];

export const COMMAND_LINE: CommandLine<typeof options, TerraformCloudArguments> = {
  usage: HELP,
  options,
  positionals: "any",
  read: readArguments,
};

function readArguments({ values, positionals }: Given<typeof options>): TerraformCloudArguments {
  const [given, environment, ...more] = positionals;
  const command = COMMANDS.find((name) => name === given);
  if (!command) {
    const said = given === undefined ? "Which command? It" : `The command is ${JSON.stringify(given)}, but`;
    throw new UserError(`${said} must be ${anyOf(COMMANDS)}.\n\n${HELP}`);
  }
  if (more.length > 0) throw new UserError(`"${more[0]}" is one argument too many.\n\n${HELP}`);
  refuseForeign(command, values);
  switch (command) {
    case "check":
      return { command, environment, json: values.json ?? false };
    case "setup":
      return { command, environment, wishes: readWishes(values), yes: values.yes ?? false };
    case "trust-policy":
      return { command, environment, account: readAccount(values.account), phase: readPhase(values.phase) };
    case "plan-policy":
      return { command, environment, account: readAccount(values.account) };
    case "apply-policy":
      return {
        command,
        environment,
        account: readAccount(values.account),
        policy: readPolicy(values.policy),
        zone: readZone(values["hosted-zone"]),
      };
  }
}

const OPTIONS: Readonly<Record<(typeof COMMANDS)[number], readonly string[]>> = {
  check: ["json"],
  setup: ["role-arn", "plan-role-arn", "apply-role-arn", "execution-mode", "terraform-version", "yes"],
  "trust-policy": ["account", "phase"],
  "plan-policy": ["account"],
  "apply-policy": ["account", "policy", "hosted-zone"],
};

function refuseForeign(command: (typeof COMMANDS)[number], values: Values): void {
  const foreign = Object.keys(values).find((option) => !OPTIONS[command].includes(option));
  if (!foreign) return;
  const owner = COMMANDS.find((name) => OPTIONS[name].includes(foreign));
  throw new UserError(`--${foreign} is an option of ${owner}, not of ${command}. Leave it out.`);
}

function readWishes(values: Values): WorkspaceWishes {
  const mode = values["execution-mode"];
  if (mode !== undefined && mode !== "remote" && mode !== "local") {
    throw new UserError(`--execution-mode is "${mode}", but must be ${anyOf(["remote", "local"])}.`);
  }
  const version = values["terraform-version"];
  if (version !== undefined && !isNewEnough(version)) {
    throw new UserError(`--terraform-version is "${version}", but must be ${MINIMUM_VERSION} or later.`);
  }
  return { executionMode: mode, terraformVersion: version, roles: readRoles(values) };
}

function readRoles(values: Values): WorkspaceWishes["roles"] {
  const roles = { run: values["role-arn"], plan: values["plan-role-arn"], apply: values["apply-role-arn"] };
  const given = Object.entries(roles).filter(([, arn]) => arn !== undefined);
  for (const [phase, arn] of given) {
    if (ROLE_ARN.test(arn!)) continue;
    const option = phase === "run" ? "role-arn" : `${phase}-role-arn`;
    throw new UserError(
      `--${option} is "${arn}", but must be the ARN of a role of IAM, such as arn:aws:iam::123456789012:role/openemr-terraform.`,
    );
  }
  if (!roles.run && Boolean(roles.plan) !== Boolean(roles.apply)) {
    throw new UserError(
      "--plan-role-arn and --apply-role-arn belong together: without the other, one phase would have no role. Give both, or --role-arn for both phases.",
    );
  }
  return Object.fromEntries(given);
}

function readAccount(given: string | undefined): string {
  if (given !== undefined && /^\d{12}$/.test(given)) return given;
  throw new UserError(
    `--account is ${given === undefined ? "missing" : `"${given}"`}, but must be the 12 digits of the AWS account. They are what ` +
      "`aws sts get-caller-identity --query Account --output text` answers.",
  );
}

function readPolicy(given: string | undefined): ApplyPolicy {
  const policy = APPLY_POLICIES.find((name) => name === given);
  if (policy) return policy;
  throw new UserError(
    `--policy is ${given === undefined ? "missing" : `"${given}"`}, but must be ${anyOf(APPLY_POLICIES)}. Each is a policy of its own in IAM.`,
  );
}

function readZone(given: string | undefined): string | undefined {
  if (given === undefined || /^[A-Z0-9]{1,32}$/.test(given)) return given;
  throw new UserError(
    `--hosted-zone is "${given}", but must be the id of a hosted zone, such as Z0123456789ABC. The command ` +
      '"aws route53 list-hosted-zones-by-name --dns-name <domain>" shows it, behind /hostedzone/.',
  );
}

function readPhase(given: string | undefined): RunPhase {
  if (given === undefined) return "*";
  if (given === "plan" || given === "apply") return given;
  throw new UserError(
    `--phase is "${given}", but must be ${anyOf(["plan", "apply"])}. Leave it out for both.`,
  );
}
