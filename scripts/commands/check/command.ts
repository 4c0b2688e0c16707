import { explainingAws } from "../../aws/aws-error";
import { askedServices } from "../../check/asked-services";
import { checkAccount } from "../../check/check-account";
import { CheckedEnvironment } from "../../check/environment";
import { renderFindings } from "../../check/render";
import { command, type Surroundings } from "../../terminal/command";
import { Stopwatch } from "../../terminal/stopwatch";
import { terminalPage } from "../../terminal/terminal-page";

const USAGE = `Usage: npm run check -- <environment> [--json]

Reads the AWS account before a deployment of an environment, and changes nothing: the region, quotas and their use,
service-linked roles, secrets that wait for deletion, the hosted zone, its delegation and CAA records, the certificate,
SES, AWS Backup, the database's version and OpenEMR's image. For what is wrong it shows what mends it. What it could not
see is unknown, and not right.

  --json      for programs: one JSON object for each thing that was looked at, one a line
  --help, -h  shows this text

Exit codes: 0 all is right, 1 the account cannot be asked, 2 something is wrong, 3 nothing is wrong and something unknown.
docs/getting-started.md has the permissions that it takes.
`;

interface Arguments {
  readonly environment?: string;
  readonly json: boolean;
}

async function check({ environment: name, json }: Arguments, { project, env }: Surroundings): Promise<void> {
  const environment = await CheckedEnvironment.read(project, name);
  const look = () => checkAccount(environment, askedServices(environment.region, env));
  const findings = await explainingAws(
    () => new Stopwatch().time("reading the account", look),
    "docs/getting-started.md has the permissions that the command takes.",
  );
  const lines = json ? findings.map((each) => JSON.stringify(each)).join("\n") : undefined;
  console.log(lines ?? renderFindings(findings, terminalPage().colors));
  const has = (verdict: string) => findings.some((each) => each.verdict === verdict);
  process.exitCode = has("wrong") ? 2 : has("unknown") ? 3 : 0;
}

const options = { json: { type: "boolean", default: false } } as const;

command(module, {
  usage: USAGE,
  options,
  positionals: { one: "environment" },
  read: ({ values, positionals: [environment] }) => ({ ...values, environment }),
  run: check,
});
