import { anyOf, UserError } from "../../../src/user-error";
import { ASSIGNMENTS, type CommandLine, type Given } from "../../terminal/command-line";

const VERBS = ["deploy", "diff", "destroy"] as const;

type Verb = (typeof VERBS)[number];

const USAGE = `Usage: npm run deploy  -- <environment> [options]
       npm run diff    -- <environment> [options]
       npm run destroy -- <environment> [options]

Synthesizes the environment's stack, and has cdktf deploy it, show what a deploy would change, or destroy it.
  e.g. npm run deploy -- production --var waf_count_only=true

  --var name=value           gives a variable another value than the environment's file; may be repeated
  --var-file file            takes values from this file as well; may be repeated
  --auto-approve             goes on without asking (deploy, destroy)
  --refresh-only             only brings the state up to date with what is there (deploy, diff)
  --skip-backup              makes no last backup of database and files (destroy)
  --unfinished               removes a first deployment that was never completed, protected as it is (destroy)
  --outputs-file file        writes the outputs into a file, as JSON (deploy)
  --outputs-file-include-sensitive-outputs   writes those as well that are sensitive (deploy)
  --migrate-state            moves the state after a change of its settings
  --skip-check               does not read the account before a first deployment (deploy)
  --skip-synth               takes the Terraform JSON that is there already
  --skip-provider-lock       asks for no checksums of providers, which only runs in Terraform Cloud need
  --terraform-parallelism N  how much Terraform does at once
  --no-color                 writes without colours
  --help, -h                 shows this text
`;

const options = {
  var: ASSIGNMENTS,
  "var-file": { type: "string", multiple: true },
  "auto-approve": { type: "boolean" },
  "refresh-only": { type: "boolean" },
  "skip-backup": { type: "boolean" },
  unfinished: { type: "boolean" },
  "outputs-file": { type: "string" },
  "outputs-file-include-sensitive-outputs": { type: "boolean" },
  "migrate-state": { type: "boolean" },
  "skip-check": { type: "boolean" },
  "skip-synth": { type: "boolean" },
  "skip-provider-lock": { type: "boolean" },
  "terraform-parallelism": { type: "string" },
  "no-color": { type: "boolean" },
  // Terraform has these, and cdktf would pass over them in silence: a destroy of one thing would destroy everything.
  target: { type: "string", multiple: true },
  replace: { type: "string", multiple: true },
} as const;

/** Options that only some commands have. */
const OWNERS: Readonly<Record<string, readonly Verb[]>> = {
  "auto-approve": ["deploy", "destroy"],
  "refresh-only": ["deploy", "diff"],
  "skip-backup": ["destroy"],
  unfinished: ["destroy"],
  "outputs-file": ["deploy"],
  "skip-check": ["deploy"],
  "outputs-file-include-sensitive-outputs": ["deploy"],
};

export interface DeployArguments {
  readonly verb: Verb;
  readonly environment: string | undefined;
  /** Does not read the account before a first deployment. */
  readonly skipsCheck: boolean;
  readonly skipsSynthesis: boolean;
  readonly skipsProviderLock: boolean;
  /** Goes on without asking. */
  readonly approves: boolean;
  /** Destroys without a last backup. */
  readonly skipsBackup: boolean;
  /** Destroys a first deployment that was never completed. */
  readonly unfinished: boolean;
  /** Values of variables on the command line, each `name=value`. */
  readonly variables: readonly string[];
  /** File for the outputs. */
  readonly outputsFile: string | undefined;
  /** The options as cdktf takes them. */
  readonly options: readonly string[];
}

export const COMMAND_LINE: CommandLine<typeof options, DeployArguments> = {
  usage: USAGE,
  options,
  positionals: "any",
  read: readArguments,
};

function readArguments({ values, positionals }: Given<typeof options>): DeployArguments {
  const [given, environment, ...more] = positionals;
  const verb = VERBS.find((name) => name === given);
  if (!verb) {
    const said = given === undefined ? "Which command? It" : `The command is ${JSON.stringify(given)}, but`;
    throw new UserError(`${said} must be ${anyOf(VERBS)}.`);
  }
  if (more.length > 0) {
    const names = [environment, ...more].join(", ");
    throw new UserError(`One environment at a time, but ${names} were given.\n\n${USAGE}`);
  }
  const { target, replace, ...known } = values;
  refuseTerraforms({ target, replace }, verb, environment);
  for (const [option, owners] of Object.entries(OWNERS)) {
    if (!(option in known) || owners.includes(verb)) continue;
    throw new UserError(`--${option} is an option of ${owners.join(" and ")}, not of ${verb}. Leave it out.`);
  }
  if (known["outputs-file-include-sensitive-outputs"] && known["outputs-file"] === undefined) {
    throw new UserError(
      "--outputs-file-include-sensitive-outputs is given, but no --outputs-file. Give both, or leave it out.",
    );
  }
  const {
    "skip-check": skipsCheck = false,
    "skip-backup": skipsBackup = false,
    unfinished = false,
    ...ofCdktf
  } = known;
  return {
    verb,
    environment,
    skipsCheck,
    skipsSynthesis: known["skip-synth"] ?? false,
    skipsProviderLock: known["skip-provider-lock"] ?? false,
    approves: known["auto-approve"] ?? false,
    variables: known.var ?? [],
    skipsBackup,
    unfinished,
    outputsFile: known["outputs-file"],
    options: Object.entries(ofCdktf).flatMap(([name, value]) =>
      [value].flat().map((each) => (each === true ? `--${name}` : `--${name}=${each}`)),
    ),
  };
}

function refuseTerraforms(
  given: Readonly<Record<string, readonly string[] | undefined>>,
  verb: Verb,
  environment = "<environment>",
): void {
  const [name, values] = Object.entries(given).find(([, addresses]) => addresses !== undefined) ?? [];
  if (name === undefined) return;
  const command = verb === "diff" ? "plan" : verb === "deploy" ? "apply" : "destroy";
  throw new UserError(
    `--${name} is "${values![0]}", but cdktf has no such option: it would work on everything. Nothing was changed. Use ` +
      `Terraform in the folder of the stack, after npm run synth: terraform -chdir=cdktf.out/stacks/openemr-${environment} ` +
      `${command} -${name}='${values![0]}'`,
  );
}
