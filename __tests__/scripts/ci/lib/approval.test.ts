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
const MAIN_ALONE = { protected_branches: true, custom_branch_policies: false };

const check = (environment: unknown, exempt = false) => {
  github.reset();
  if (environment) github.environments.set("production", environment);
  return requireApproval(api, "production", exempt);
};

test("an environment whose reviewers are asked, for protected branches alone", async () => {
  await check({ protection_rules: [REVIEWERS], deployment_branch_policy: MAIN_ALONE });
  await check({ protection_rules: [], deployment_branch_policy: MAIN_ALONE }, true);
});

test.each([
  ["none, which GitHub would make", undefined, false, /has no environment "production".*\n.*answered 404/],
  [
    "open to every branch",
    { protection_rules: [REVIEWERS], deployment_branch_policy: null },
    true,
    /open to every branch/,
  ],
  [
    "no reviewers",
    { protection_rules: [], deployment_branch_policy: MAIN_ALONE },
    false,
    /DEPLOY_WITHOUT_APPROVAL/,
  ],
  [
    "reviewers that left",
    { protection_rules: [{ ...REVIEWERS, reviewers: [] }], deployment_branch_policy: MAIN_ALONE },
    false,
    /has no required reviewers/,
  ],
  [
    "a wait alone",
    { protection_rules: [{ type: "wait_timer" }], deployment_branch_policy: MAIN_ALONE },
    false,
    /has no required/,
  ],
])("is refused: %s", async (_, environment, exempt, says) => {
  await expect(check(environment, exempt)).rejects.toThrow(says);
});
