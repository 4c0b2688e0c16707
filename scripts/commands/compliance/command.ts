import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { explainingWriteErrors } from "../../system/write-errors";
import { callersFolder } from "../../terminal/callers-folder";
import { command, type Surroundings } from "../../terminal/command";
import { terminalPage } from "../../terminal/terminal-page";
import { requestedEnvironment } from "../../terraform/environment-plan";
import { findTerraform } from "../../terraform/terraform-binary";
import { COMMAND_LINE, type ComplianceArguments, USAGE } from "./arguments";
import { type Compliance, judge } from "./judge";
import { renderJson } from "./report/json";
import { renderMarkdown } from "./report/markdown";
import { renderSarif } from "./report/sarif";
import { renderTable } from "./report/table";
import { urgentOf } from "./scan/image-scan";

const FILES = ["compliance.md", "compliance.json", "compliance.sarif"] as const;

const WAY_OUT = "name another with --out <folder>";

/** Ends with this where --fail-on found something: 1 is for a command that failed. */
const FOUND = 2;

/** `npm run compliance`: holds an environment against rule packs. */
async function compliance(given: ComplianceArguments, { project }: Surroundings): Promise<void> {
  const environment = requestedEnvironment(project, given.environment, USAGE);
  const here = callersFolder();
  const folder = given.out
    ? path.resolve(here, given.out)
    : path.join(project, "cdktf.out", "compliance", environment.name);
  // An earlier run's report would be taken for this one's if it failed.
  explainingWriteErrors(
    folder,
    () => {
      mkdirSync(folder, { recursive: true });
      for (const file of FILES) rmSync(path.join(folder, file), { force: true });
    },
    WAY_OUT,
  );
  if (given.plan === undefined && given.state === undefined) await findTerraform();
  const result = await judge(environment, given, { project, here, folder });
  const source = path.posix.join("environments", `${environment.name}.tfvars`);
  const json = renderJson(result);
  const contents = [renderMarkdown(result), json, renderSarif(result, source)];
  explainingWriteErrors(
    folder,
    () => {
      for (const [i, file] of FILES.entries()) writeFileSync(path.join(folder, file), contents[i]!);
    },
    WAY_OUT,
  );
  if (given.json) process.stdout.write(json);
  else tell(result, folder, here);
  const failing =
    given.failOn === "unknown" ? ["failed", "unknown"] : given.failOn === "failed" ? ["failed"] : [];
  const isFailing =
    result.results.some(({ outcome, acceptance }) => failing.includes(outcome) && !acceptance) ||
    (failing.length > 0 && urgentOf(result.scans).length > 0);
  if (isFailing) process.exitCode = FOUND;
}

/** Shows a person the result, and where the report is. */
function tell(result: Compliance, folder: string, here: string): void {
  process.stdout.write(`${renderTable(result, terminalPage())}\n`);
  const shown = path.relative(here, folder);
  console.log(`The report: ${path.join(shown.startsWith("..") ? folder : shown, FILES[0])}`);
}

command(module, { ...COMMAND_LINE, run: compliance });
