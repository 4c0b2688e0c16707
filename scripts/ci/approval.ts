import { runCommand, UserError } from "../lib/user-error";
import { readArguments } from "./lib/arguments";
import { GitHubApi } from "./lib/github-api";
import { Runner } from "./lib/runner";

/** What GitHub tells of an environment ("Get an environment" of its REST API). */
interface Protection {
  readonly protection_rules?: ReadonlyArray<{
    readonly type: string;
    readonly reviewers?: readonly unknown[];
  }>;
  /** Null lets every branch deploy. */
  readonly deployment_branch_policy: object | null;
}

const WAY_OUT = "docs/ci.md has the command that sets it up. Nothing was changed.";

/**
 * Refuses to go on where GitHub would deploy an environment without asking anybody: GitHub makes an environment that a
 * job names and that does not exist, open to every branch.
 * DEPLOY_WITHOUT_APPROVAL names the environments, with commas between them, that are meant to be.
 *
 *     node --import tsx scripts/ci/approval.ts production
 */
runCommand(async (args) => {
  const { name } = readArguments(args, []).environment;
  const runner = new Runner(process.env);
  const api = GitHubApi.forJob(process.env, runner.repository);
  const { protection_rules: rules = [], deployment_branch_policy: branches } = await api
    .get<Protection>(`/environments/${name}`)
    .catch((error: unknown) => {
      throw new UserError(
        `GitHub has no environment "${name}" that this job can see, so nobody would be asked. ${WAY_OUT}\n${(error as Error).message}`,
      );
    });
  if (branches === null) {
    throw new UserError(`GitHub's environment "${name}" is open to every branch. ${WAY_OUT}`);
  }
  const reviewed = rules.some(
    ({ type, reviewers = [] }) => type === "required_reviewers" && reviewers.length > 0,
  );
  const exempt = (process.env.DEPLOY_WITHOUT_APPROVAL ?? "").split(",").map((exempted) => exempted.trim());
  if (!reviewed && !exempt.includes(name)) {
    throw new UserError(
      `GitHub's environment "${name}" has no required reviewers, so nobody would be asked. ${WAY_OUT} To deploy it ` +
        "without approval, name it in the repository's variable DEPLOY_WITHOUT_APPROVAL.",
    );
  }
  console.log(`${name}: ${reviewed ? "deployed once a reviewer has agreed" : "deployed without approval"}.`);
});
