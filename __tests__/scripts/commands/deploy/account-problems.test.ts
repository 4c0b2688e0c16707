import { accountProblems } from "../../../../scripts/commands/deploy/account-problems";
import { CheckedAccount, GUARDDUTY, MAIL } from "../../check/checked-account";
import { detector, type Reply, securityGroups } from "../../check/stub-account";

const account = new CheckedAccount();
const IS_THERE = { "ec2:DescribeSecurityGroups": securityGroups("openemr-clinic-web") };
const problems = (replies: Record<string, Reply>, tfvars = MAIL) =>
  account.look(accountProblems, tfvars, {
    ...replies,
    "sesv2:GetAccount": { body: '{"SendingEnabled":false}' },
  });

it("finds what is not right for a first deployment, and asks nothing more where the installation is there", async () => {
  expect(await problems({})).toMatchObject([{ area: "Mail", verdict: "wrong" }]);
  expect(await problems(IS_THERE)).toEqual([]);
  expect(account.actions).toEqual(["ec2:DescribeSecurityGroups"]);
});

it("finds another detector of GuardDuty, which AWS would refuse to add to, also later; its own is right", async () => {
  expect(await problems({ ...IS_THERE, ...detector("another") }, GUARDDUTY)).toMatchObject([
    { area: "GuardDuty", verdict: "wrong" },
  ]);
  expect(await problems({ ...IS_THERE, ...detector("clinic") }, GUARDDUTY)).toEqual([]);
  expect(await problems(IS_THERE, GUARDDUTY)).toEqual([]);
});

it("leaves it to Terraform to say why the account cannot be asked", async () => {
  expect(
    await problems({ "ec2:DescribeSecurityGroups": { error: "UnauthorizedOperation" } }),
  ).toBeUndefined();
});
