import { existsSync, mkdirSync } from "node:fs";
import path from "node:path";
import { createInterface, type Interface } from "node:readline/promises";
import { listEnvironments, requireEnvironmentName } from "../../../src/environments";
import { missingSettings, readStateSettings } from "../../../src/state/state-settings";
import { UserError } from "../../../src/user-error";
import { inWorkFolder } from "../../system/work-folder";
import { writeNewFile } from "../../system/write-new-file";
import { ask } from "../../terminal/ask";
import { command, type Surroundings } from "../../terminal/command";
import { wrapped } from "../../terminal/layout";
import { readProjectConfig } from "../../terraform/project-config";
import { findTerraform } from "../../terraform/terraform-binary";
import { Costs } from "./costs";
import { interview } from "./interview";
import { ALARMS, QUESTIONS } from "./questions";
import { renderTfvars } from "./render-tfvars";

const USAGE = `Usage: npm run new -- <name> [--region code] [--allow ranges] [--kind protected|trial]
                       [--size trial|small|standard|large] [--domain domain|arn|none] [--host-name name]
                       [--mail yes|no] [--alarms addresses] [--budget USD]

Asks what an installation needs, says what each answer costs and leads to, and writes environments/<name>.tfvars with
the reason of each value. It needs no account. What is given as an option is not asked; without a terminal all must be,
except --alarms.

  --region     where it runs, such as us-east-1
  --allow      who can reach it: ranges in CIDR notation, with commas between them
  --kind       protected, for patients' data, or trial
  --size       how large it is
  --domain     a hosted zone in Route 53, the ARN of a certificate, or none
  --host-name  the name that the certificate is for
  --mail       whether it sends mail
  --alarms     with patients' data: e-mail addresses that are told when something is wrong, or none
  --budget     USD a month that it may cost
  --help       shows this text
`;

interface Arguments {
  readonly name: string | undefined;
  readonly given: Readonly<Record<string, string | undefined>>;
}

/** `npm run new`: writes the file of a new environment. */
async function makeNew({ name, given }: Arguments, { project, env }: Surroundings): Promise<void> {
  if (name === undefined) throw new UserError(`${USAGE}\nWhich name shall it have?`);
  const directory = path.join(project, "environments");
  requireEnvironmentName(name, directory, "Give another name.");
  const file = path.join(directory, `${name}.tfvars`);
  const shown = path.relative(process.cwd(), file);
  if (existsSync(file)) {
    throw new UserError(
      `There is an environment "${name}" already: ${shown}. Nothing was changed. Take another name, or edit it.`,
    );
  }
  const existing = listEnvironments(directory)[0];
  if (!existing)
    throw new UserError(
      `${directory} has no environment to begin with. Take environments/trial.tfvars back.`,
    );
  await findTerraform(env);

  const terminal = process.stdin.isTTY
    ? createInterface({ input: process.stdin, output: process.stdout })
    : undefined;
  const bootstrap: string[] = [];
  const folder = path.join(project, "cdktf.out", "new");
  mkdirSync(folder, { recursive: true });
  try {
    await inWorkFolder(folder, async (work) => {
      const costs = new Costs(project, existing.name, work);
      const answers = await interview({
        name,
        given,
        ask: terminal && ((text) => answerIn(terminal, text)),
        say: (said) =>
          console.log(process.stdout.isTTY ? wrapped(said, Math.min(process.stdout.columns, 100)) : said),
        costOf: (tfvars) => costs.of(tfvars),
      });
      writeNewFile(file, renderTfvars(name, answers));
      if (lacksState(project, env)) bootstrap.push(`bootstrap -- --region ${answers.region}`);
    });
  } finally {
    terminal?.close();
  }
  const next = [`preview -- ${name}`, ...bootstrap, `check -- ${name}`, `deploy -- ${name}`];
  console.log(`\nWritten: ${shown}. Next:\n${next.map((step) => `  npm run ${step}`).join("\n")}`);
}

async function answerIn(terminal: Interface, text: string): Promise<string> {
  const given = await ask(terminal, text);
  if (given === undefined) throw new UserError("\nNo file was written.");
  return given;
}

/** Nobody has said yet where Terraform keeps the state. */
function lacksState(project: string, env: NodeJS.ProcessEnv): boolean {
  return missingSettings(readStateSettings(readProjectConfig(project).context?.state, env)).length > 0;
}

const text = { type: "string" } as const;

command(module, {
  usage: USAGE,
  briefUsage: "npm run new -- --help shows the options.",
  options: {
    region: text,
    allow: text,
    kind: text,
    size: text,
    domain: text,
    "host-name": text,
    mail: text,
    alarms: text,
    budget: text,
  },
  positionals: { one: "name" },
  read: ({ positionals: [name], values }): Arguments => ({
    name,
    given: Object.fromEntries(
      [...[...QUESTIONS, ALARMS].map(({ option }) => option), "host-name"].map((option) => [
        option,
        values[option as keyof typeof values] as string | undefined,
      ]),
    ),
  }),
  run: makeNew,
});
