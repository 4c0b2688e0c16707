import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { UserError } from "../../../src/user-error";
import { runProcess } from "../../system/run-process";
import type { RealPlan } from "./real-plan";

/** The file that `npm run review` writes into its folder. */
export const REPORT = "review.md";

/** Has `npm run review` report on a plan of a real run. @returns the report */
export async function reportOn(
  project: string,
  environment: string,
  { content }: RealPlan,
  folder: string,
): Promise<string> {
  if (typeof content === "string") return reportText(environment, content, folder);
  const work = mkdtempSync(path.join(tmpdir(), "plan-"));
  try {
    const file = path.join(work, "plan.json");
    writeFileSync(file, JSON.stringify(content));
    return await runReview(project, environment, folder, ["--plan", file]);
  } finally {
    rmSync(work, { recursive: true });
  }
}

/** The file that `npm run compliance` writes into its folder. */
const COMPLIANCE = "compliance.md";

/**
 * Holds an environment against rule packs, and adds the result to the report of the review, so that there is one to read.
 *
 * @param scan what a scanner found in the image, as a file; none where it is empty
 * @returns the result, and whether something failed that nobody has accepted
 */
export async function runCompliance(
  project: string,
  environment: string,
  folder: string,
  scan = "",
): Promise<{ readonly text: string; readonly failed: boolean }> {
  const script = path.join(project, "scripts", "commands", "compliance", "command.ts");
  const { code } = await runProcess(
    process.execPath,
    [
      ...["--require", require.resolve("tsx/cjs"), script, environment, "--out", path.resolve(folder)],
      ...(scan === "" ? [] : ["--scan", path.resolve(scan)]),
    ],
    { cwd: project, stream: true },
  );
  const file = path.join(folder, COMPLIANCE);
  if (!existsSync(file)) throw new UserError("The rule packs could not be tried. The reason is above.");
  const text = readFileSync(file, "utf8");
  const report = path.join(folder, REPORT);
  if (existsSync(report)) writeFileSync(report, `${readFileSync(report, "utf8").trimEnd()}\n\n${text}`);
  return { text, failed: code !== 0 };
}

/** Runs `npm run review`, with its summary going to the log. @returns the report */
export async function runReview(
  project: string,
  environment: string,
  folder: string,
  args: readonly string[],
): Promise<string> {
  const script = path.join(project, "scripts", "commands", "review", "command.ts");
  const { code } = await runProcess(
    process.execPath,
    ["--require", require.resolve("tsx/cjs"), script, environment, ...args, "--out", path.resolve(folder)],
    { cwd: project, stream: true },
  );
  if (code !== 0) throw new UserError("The review failed. The reason is above.");
  return readFileSync(path.join(folder, REPORT), "utf8");
}

/** The report where there is only a plan's text. */
function reportText(environment: string, text: string, folder: string): string {
  const fence = "`".repeat(Math.max(3, ...[...text.matchAll(/`+/g)].map(([run]) => run.length + 1)));
  const report = `## ${environment}\n\nPlanned by Terraform Cloud.\n\n${fence}\n${text.trim()}\n${fence}\n`;
  return writeReport(folder, report);
}

/** Keeps a report where one of `npm run review` would be. */
export function writeReport(folder: string, report: string): string {
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, REPORT), report);
  return report;
}
