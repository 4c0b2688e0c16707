import { UserError } from "../../src/user-error";
import type { PlanJson } from "../plan/terraform-plan";
import { runCommand } from "../terminal/run-command";
import { PROJECT, readArguments } from "./lib/arguments";
import { countChanges } from "./lib/change-counts";
import { GitHubApi } from "./lib/github-api";
import { MarkedIssue } from "./lib/marked-issue";
import { planForReal } from "./lib/real-plan";
import { Runner } from "./lib/runner";

/** The parts of a workflow's runs that this step reads. */
interface Runs {
  readonly total_count: number;
}

/**
 * Looks whether an environment is what the branch says. What differs becomes an issue, which later runs update, and
 * close once nothing does. Issues may be public: they have counts, never values, and addresses where
 * DRIFT_ISSUE_SHOWS is "addresses".
 *
 *     node --require tsx/cjs scripts/ci/drift.ts production
 */
runCommand(async (args) => {
  const { environment } = readArguments(args, []);
  const withAddresses = showsAddresses(process.env.DRIFT_ISSUE_SHOWS || "counts");
  const runner = new Runner(process.env);
  const api = GitHubApi.forJob(process.env, runner.repository);
  const issue = new MarkedIssue(api, `drift:${environment.name}`);
  const { hasChanges, content } = await planForReal(PROJECT, environment);

  if (!hasChanges) {
    await issue.close();
    runner.summary(`**${environment.name}** is what the branch says.`);
    return;
  }
  const deploys = await api.get<Runs>("/actions/workflows/deploy.yml/runs?status=in_progress&per_page=1");
  if (deploys.total_count > 0) {
    runner.summary(`**${environment.name}** may be in the middle of a deploy. The next run looks again.`);
    return;
  }
  const found = describe(content, withAddresses);
  runner.summary(`**${environment.name}** differs from what the branch says.\n\n${found}`);
  await issue.show(
    `${environment.name} has drifted`,
    `The environment **${environment.name}** differs from what the branch says: somebody changed it past Terraform, or ` +
      `what was merged is not deployed yet.\n\n${found}\n\nSee what it is: \`npm run diff -- ${environment.name}\`. ` +
      "Deploy the branch, or change the branch to what is there. This issue closes itself once nothing differs.",
    `<sub>Found in [this run](${runner.runUrl}), at ${runner.commit.slice(0, 10)}.</sub>`,
  );
});

function showsAddresses(shown: string): boolean {
  if (shown === "counts" || shown === "addresses") return shown === "addresses";
  throw new UserError(`DRIFT_ISSUE_SHOWS is "${shown}", but must be "counts" or "addresses".`);
}

function describe(plan: PlanJson | string, withAddresses: boolean): string {
  if (typeof plan === "string") return "The run in Terraform Cloud has the numbers.";
  return Object.entries(countChanges(plan))
    .flatMap(([action, addresses]: [string, readonly string[]]) => [
      `- ${addresses.length} to ${action}`,
      ...(withAddresses ? addresses.map((address) => `  - \`${address}\``) : []),
    ])
    .join("\n");
}
