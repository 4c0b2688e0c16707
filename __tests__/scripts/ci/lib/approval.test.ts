import { requireApproval } from "../../../../scripts/ci/lib/approval";
import { GitHubApi } from "../../../../scripts/ci/lib/github-api";
import { GitHubStandIn } from "../github-stand-in";

const github = new GitHubStandIn();
let api: GitHubApi;

beforeAll(async () => {
  await github.start();
  api = new GitHubApi({ url: github.url, token: "token", repository: "clinic/openemr" });
});
afterAll(() => github.stop());

const REVIEWERS = { type: "required_reviewers", reviewers: [{ type: "User" }] };
const BY_NAME = { protected_branches: false, custom_branch_policies: true };
const MAIN = [{ name: "main", type: "branch" }];
const REVIEWED = { protection_rules: [REVIEWERS], deployment_branch_policy: BY_NAME };
const UNREVIEWED = { protection_rules: [], deployment_branch_policy: BY_NAME };

interface Case {
  readonly environment?: unknown;
  readonly policies?: readonly object[];
  readonly isPrivate?: boolean;
  readonly exempt?: boolean;
  readonly fromPublic?: boolean;
}

function check({ environment, policies = MAIN, isPrivate = true, exempt = false, fromPublic = false }: Case) {
  github.reset();
  github.isPrivate = isPrivate;
  if (environment) github.environments.set("production", environment);
  github.branchPolicies.set("production", policies);
  return requireApproval(api, "production", { branch: "main", exempt, fromPublic });
}

test("an environment whose reviewers are asked, only for the deployed branch, is fine", async () => {
  await check({ environment: REVIEWED });
  await check({ environment: UNREVIEWED, exempt: true });
  await check({ environment: REVIEWED, isPrivate: false, fromPublic: true });
  // One that an older GitHub made says nothing of its type.
  await check({ environment: REVIEWED, policies: [{ name: "main" }] });
});

const OTHERS: ReadonlyArray<readonly [string, Case, RegExp]> = [
  ["none, which GitHub would make", {}, /has no environment "production".*\n.*answered 404/],
  [
    "open to every branch",
    { environment: { ...REVIEWED, deployment_branch_policy: null }, exempt: true },
    /open to every branch/,
  ],
  [
    "open to every protected branch",
    {
      environment: {
        ...REVIEWED,
        deployment_branch_policy: { protected_branches: true, custom_branch_policies: false },
      },
    },
    /open to every protected branch.*only to main/,
  ],
  [
    "open to another branch as well",
    { environment: REVIEWED, policies: [...MAIN, { name: "release/*", type: "branch" }] },
    /open to main, release\/\*, .*only to main/,
  ],
  ["open to a pattern", { environment: REVIEWED, policies: [{ name: "*", type: "branch" }] }, /open to \*, /],
  [
    "open to a tag",
    { environment: REVIEWED, policies: [{ name: "main", type: "tag" }] },
    /open to main \(tag\)/,
  ],
  ["open to no branch", { environment: REVIEWED, policies: [] }, /open to no branch/],
  ["no reviewers", { environment: UNREVIEWED }, /DEPLOY_WITHOUT_APPROVAL/],
  [
    "reviewers that left",
    { environment: { ...REVIEWED, protection_rules: [{ ...REVIEWERS, reviewers: [] }] } },
    /has no required reviewers/,
  ],
  [
    "only a wait",
    { environment: { ...REVIEWED, protection_rules: [{ type: "wait_timer" }] } },
    /has no required/,
  ],
  [
    "of a public repository",
    { environment: REVIEWED, isPrivate: false },
    /clinic\/openemr is public.*DEPLOY_FROM_PUBLIC_REPOSITORY/,
  ],
];

test.each(OTHERS)("is refused: %s", async (_, environment, says) => {
  await expect(check(environment)).rejects.toThrow(says);
});
