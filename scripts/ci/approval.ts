import { runCommand } from "../lib/user-error";
import { requireApproval } from "./lib/approval";
import { readArguments } from "./lib/arguments";
import { GitHubApi } from "./lib/github-api";
import { Runner } from "./lib/runner";

/**
 * Stops where nobody would be asked before an environment is deployed. DEPLOY_WITHOUT_APPROVAL names those, with commas
 * between them, for which that is meant.
 *
 *     node --import tsx scripts/ci/approval.ts production
 */
runCommand(async (args) => {
  const { name } = readArguments(args, []).environment;
  const api = GitHubApi.forJob(process.env, new Runner(process.env).repository);
  const exempt = (process.env.DEPLOY_WITHOUT_APPROVAL ?? "")
    .split(",")
    .some((given) => given.trim() === name);
  await requireApproval(api, name, exempt);
});
