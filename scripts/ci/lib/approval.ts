import { UserError } from "../../../src/user-error";
import type { GitHubApi } from "./github-api";

/** An environment, as "Get an environment" of GitHub's REST API has it. */
interface Protection {
  readonly protection_rules?: ReadonlyArray<{
    readonly type: string;
    readonly reviewers?: readonly unknown[];
  }>;
  /** Null lets every branch deploy. */
  readonly deployment_branch_policy: { readonly custom_branch_policies: boolean } | null;
}

/** "List deployment branch policies". */
interface BranchPolicies {
  readonly branch_policies: ReadonlyArray<{ readonly name: string; readonly type?: string }>;
}

export interface ApprovalOptions {
  /** The one that is deployed. */
  readonly branch: string;
  /** Whether the environment is meant to be deployed without approval. */
  readonly exempt: boolean;
  /** Whether it is meant that everybody can read plans. */
  readonly fromPublic: boolean;
}

const WAY_OUT = "docs/ci.md has the command that sets it up. Nothing was changed.";

/**
 * Refuses an environment that GitHub would deploy without asking anybody: it makes one that a job names and that does
 * not exist, open to every branch. Refuses a public repository as well, whose artifacts anybody can read: a plan has
 * what the state has.
 */
export async function requireApproval(
  api: GitHubApi,
  environment: string,
  { branch, exempt, fromPublic }: ApprovalOptions,
): Promise<void> {
  const { private: isPrivate } = await api.get<{ readonly private: boolean }>("");
  if (!isPrivate && !fromPublic) {
    throw new UserError(
      `The repository ${api.repository} is public, so everybody could read plans, which hold what the state holds. Make it ` +
        'private, or set its variable DEPLOY_FROM_PUBLIC_REPOSITORY to "true". Nothing was changed.',
    );
  }
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
  const openTo = branches.custom_branch_policies
    ? await allowedBranches(api, environment)
    : "every protected branch";
  if (openTo !== branch) {
    throw new UserError(
      `GitHub's environment "${environment}" is open to ${openTo}, but must be open only to ${branch}. ${WAY_OUT}`,
    );
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

/** In words, which are the name of a branch where it is only one. */
async function allowedBranches(api: GitHubApi, environment: string): Promise<string> {
  const path = `/environments/${environment}/deployment-branch-policies?per_page=100`;
  const { branch_policies: policies } = await api.get<BranchPolicies>(path);
  const named = policies.map(({ name, type }) => (type === "tag" ? `${name} (tag)` : name));
  return named.join(", ") || "no branch";
}
