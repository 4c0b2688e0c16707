import path from "node:path";
import { ResultFolder } from "../../system/result-folder";
import { callersFolder } from "../../terminal/callers-folder";
import { command, type Surroundings } from "../../terminal/command";
import { terminalPage } from "../../terminal/terminal-page";
import { requestedEnvironment } from "../../terraform/environment-plan";
import { findTerraform } from "../../terraform/terraform-binary";
import { COMMAND_LINE, type ComplianceArguments, USAGE } from "./arguments";
import { judge } from "./judge";
import { renderJson } from "./report/json";
import { renderMarkdown } from "./report/markdown";
import { renderSarif } from "./report/sarif";
import { renderTable } from "./report/table";
import { urgentOf } from "./scan/image-scan";

/** Ends with this where --fail-on found something: 1 is for a command that failed. */
const FOUND = 2;

/** `npm run compliance`: holds an environment against rule packs. */
async function compliance(given: ComplianceArguments, { project }: Surroundings): Promise<void> {
  const environment = requestedEnvironment(project, given.environment, USAGE);
  const here = callersFolder();
  const results = new ResultFolder({
    here,
    out: given.out,
    otherwise: path.join(project, "cdktf.out", "compliance", environment.name),
    files: ["compliance.md", "compliance.json", "compliance.sarif"],
  });
  const { folder } = results;
  if (given.plan === undefined && given.state === undefined) await findTerraform();
  const result = await judge(environment, given, { project, here, folder });
  const source = path.posix.join("environments", `${environment.name}.tfvars`);
  const json = renderJson(result);
  results.write({
    "compliance.md": renderMarkdown(result),
    "compliance.json": json,
    "compliance.sarif": renderSarif(result, source),
  });
  if (given.json) process.stdout.write(json);
  else {
    process.stdout.write(`${renderTable(result, terminalPage())}\n`);
    console.log(`The report: ${results.path("compliance.md")}`);
  }
  const failing =
    given.failOn === "unknown" ? ["failed", "unknown"] : given.failOn === "failed" ? ["failed"] : [];
  const isFailing =
    result.results.some(({ outcome, acceptance }) => failing.includes(outcome) && !acceptance) ||
    (failing.length > 0 && urgentOf(result.scans).length > 0);
  if (isFailing) process.exitCode = FOUND;
}

command(module, { ...COMMAND_LINE, run: compliance });
