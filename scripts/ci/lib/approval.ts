import { UserError } from "../../lib/user-error";
import type { GitHubApi } from "./github-api";

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
 * Refuses an environment that GitHub would deploy without asking anybody: it makes one that a job names and that does
 * not exist, open to every branch.
 *
 * @param exempt whether the environment is meant to be deployed without approval
 */
export async function requireApproval(api: GitHubApi, environment: string, exempt: boolean): Promise<void> {
  const { protection_rules: rules = [], deployment_branch_policy: branches } = await api
    .get<Protection>(`/environments/${environment}`)
    .catch((error: unknown) => {
      throw new UserError(
        `GitHub has no environment "${environment}" that this job can see, so nobody would be asked. ${WAY_OUT}\n${(error as Error).message}`,
      );
    });
  if (branches === null) {
    throw new UserError(`GitHub's environment "${environment}" is open to every branch. ${WAY_OUT}`);
  }
  const isReviewed = rules.some(
    ({ type, reviewers = [] }) => type === "required_reviewers" && reviewers.length > 0,
  );
  if (isReviewed || exempt) return;
  throw new UserError(
    `GitHub's environment "${environment}" has no required reviewers, so nobody would be asked. ${WAY_OUT} To deploy it ` +
      "without approval, name it in the repository's variable DEPLOY_WITHOUT_APPROVAL.",
  );
}
