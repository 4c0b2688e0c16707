import { runCommand } from "../terminal/run-command";
import { requireApproval } from "./lib/approval";
import { readArguments } from "./lib/arguments";
import { GitHubApi } from "./lib/github-api";
import { Runner } from "./lib/runner";

/**
 * Stops where nobody would be asked before an environment is deployed, or everybody could read its plans.
 * DEPLOY_WITHOUT_APPROVAL names those, with commas between them, for which the first is meant;
 * DEPLOY_FROM_PUBLIC_REPOSITORY is "true" where the second is.
 *
 *     node --require tsx/cjs scripts/ci/approval.ts production
 */
runCommand(async (args) => {
  const { name } = readArguments(args, []).environment;
  const runner = new Runner(process.env);
  const api = GitHubApi.forJob(process.env, runner.repository);
  const exempt = (process.env.DEPLOY_WITHOUT_APPROVAL ?? "")
    .split(",")
    .some((given) => given.trim() === name);
  const fromPublic = process.env.DEPLOY_FROM_PUBLIC_REPOSITORY === "true";
  await requireApproval(api, name, { branch: runner.branch, exempt, fromPublic });
});
