import { explainingAws } from "../../aws/aws-error";
import { outputsInAccount } from "../../openemr/account";
import { makeSignClients, readSigns, signedParts } from "../../openemr/signs/read-signs";
import { readNames } from "../../openemr/status/installation";
import { EXIT_CODES } from "../../openemr/status/outcome";
import { makeClients, readStatus, type Status } from "../../openemr/status/read-status";
import { readRun } from "../../openemr/status/run";
import { command, type Surroundings } from "../../terminal/command";
import { Stopwatch } from "../../terminal/stopwatch";
import { terminalPage } from "../../terminal/terminal-page";
import { type Arguments, COMMAND_LINE } from "./arguments";
import { renderLine, renderPage } from "./page";
import { type Watched, watch } from "./watch";

/** `npm run status`: how an installation is. */
async function showStatus(options: Arguments, { project }: Surroundings): Promise<void> {
  const outputs = await outputsInAccount(project, options.environment);
  const names = readNames(outputs);
  const clients = makeClients(names.region);
  const signClients = makeSignClients(names.region);
  const parts = signedParts(outputs);
  const look = () => readStatus(clients, names, new Date());
  const lookAtAll = async (): Promise<Watched> => {
    const [status, run] = await Promise.all([look(), readRun(signClients.ssm, parts.procedureParameter)]);
    return { ...status, ...(run && { run }) };
  };
  const page = await explainingAws(async () => {
    const progress = new Stopwatch();
    const status = await (options.watch
      ? watch(lookAtAll, watchOptions(options))
      : progress.time("reading tasks, database and backups", look));
    const signed = { ...parts, ...(status.version && { version: status.version }) };
    const signs = () => readSigns(signClients, signed, new Date());
    return { ...status, signs: await progress.time("reading signs", signs) };
  }, 'docs/operations.md, "See whether it runs", has the permissions that the command takes.');
  process.stdout.write(
    options.json ? `${toJson(page)}\n` : renderPage(page, page.signs, terminalPage().colors),
  );
  process.exitCode = EXIT_CODES[page.outcome];
}

function watchOptions({ json, interval }: Arguments) {
  return {
    interval: interval * 1000,
    tell: (status: Watched) =>
      console.log(json ? toJson(status) : `${status.at.toISOString().slice(11, 19)} ${renderLine(status)}`),
    warn: (message: string) => console.error(message),
  };
}

/** Dates as ISO 8601. */
function toJson(status: Status): string {
  return JSON.stringify(status);
}

command(module, { ...COMMAND_LINE, run: showStatus });
