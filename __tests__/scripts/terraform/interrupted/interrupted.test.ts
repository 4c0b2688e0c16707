import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Failure } from "#offline-providers";
import { halfMade } from "../../../../scripts/terraform/interrupted/half-made";
import { findLost } from "../../../../scripts/terraform/interrupted/lost";
import { takeIn } from "../../../support/interrupted-applies";
import { OfflineAccount, type OfflineStack } from "../../../support/offline-account";
import { temporaryFolder } from "../../../support/stand-in";
import { STACK } from "./interrupted-stack";

const folder = temporaryFolder();
writeFileSync(path.join(folder, "cdk.tf.json"), JSON.stringify(STACK));

let account: OfflineAccount;
beforeEach(() => {
  account = new OfflineAccount();
});
afterEach(() => account.close());

/** Applies until every creation was interrupted once; after each run, it is mended as a deploy mends it. */
async function applyInterrupted(stack: OfflineStack, failure: Failure) {
  const interrupted = new Set<string>();
  account.providers.failures = ({ action, attempt, type, values }) => {
    if (action !== "create" || attempt > 1) return undefined;
    interrupted.add(`${type} ${JSON.stringify(values)}`);
    return failure;
  };
  const mended: string[] = [];
  for (let runs = 0; runs < 10; runs++) {
    const failed = await stack.apply().then(
      () => false,
      () => true,
    );
    if (!failed) break;
    for (const { address } of halfMade(stack.state)) {
      await stack.terraform.capture("untaint", [address]);
      mended.push(`kept ${address}`);
    }
    // Terraform knows of everything that it tainted.
    if (!failure.lost) continue;
    mended.push(...(await takeIn(stack, account)).map((address) => `found ${address}`));
  }
  account.providers.failures = undefined;
  return { interrupted: interrupted.size, mended: mended.sort() };
}

const EXISTING = 50;

it("everything whose creation's answer was lost is found again, and nothing is there twice", async () => {
  const stack = await account.add(folder);
  const { interrupted, mended } = await applyInterrupted(stack, { message: "context canceled", lost: true });
  expect(interrupted).toBe(EXISTING);
  expect(mended).toEqual([...stack.resources().keys()].map((address) => `found ${address}`).sort());
  expect(account.providers.account.resources()).toHaveLength(EXISTING);
  expect(await stack.terraform.planForChanges()).toMatchObject({ hasChanges: false });
}, 300_000);

it("what is left tainted is kept only where it could not be made anew", async () => {
  const stack = await account.add(folder);
  const { interrupted, mended } = await applyInterrupted(stack, { message: "canceled", afterwards: true });
  expect(interrupted).toBe(EXISTING);
  // The gateway is made before its predecessor goes, and so is all that it needs.
  expect(mended).toEqual([
    "kept aws_eip.main",
    "kept aws_internet_gateway.main",
    "kept aws_lb.main",
    "kept aws_nat_gateway.main",
    "kept aws_secretsmanager_secret.main",
    "kept aws_subnet.main[0]",
    "kept aws_subnet.main[1]",
  ]);
  expect(await stack.terraform.planForChanges()).toMatchObject({ hasChanges: false });
}, 300_000);

const MANY = 40;

test("many that only their arguments tell apart are found together, also where one of them is not there", async () => {
  const rules = mkdtempSync(path.join(tmpdir(), "interrupted-rules-"));
  const rule = (port: number) => ({
    security_group_id: `\${aws_security_group.${port % 2 ? "odd" : "even"}.id}`,
    ip_protocol: "tcp",
    from_port: port,
    to_port: port,
    cidr_ipv4: "10.0.0.0/16",
  });
  const { variable, terraform, provider } = STACK;
  const ofListener = (listener_arn: string) => ({
    listener_arn,
    priority: 1,
    action: [{ type: "fixed-response", fixed_response: [{ content_type: "text/plain" }] }],
    condition: [{ path_pattern: [{ values: ["/page"] }] }],
  });
  const resource = {
    aws_lb_listener_rule: {
      // It is there before it is known what the other one, which is looked for first, belongs to.
      first: ofListener("arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener/app/clinic/1/2"),
      another: ofListener("${aws_security_group.odd.arn}"),
    },
    aws_security_group: { odd: { name: "odd" }, even: { name: "even" } },
    aws_vpc_security_group_ingress_rule: Object.fromEntries(
      Array.from({ length: MANY }, (_, port) => [`port${port + 1}`, rule(port + 1)]),
    ),
  };
  writeFileSync(path.join(rules, "cdk.tf.json"), JSON.stringify({ variable, terraform, provider, resource }));
  const stack = await account.add(rules);
  account.providers.failures = ({ action, values }) =>
    action !== "create"
      ? undefined
      : values.from_port === 7
        ? { message: "refused" }
        : { message: "lost", lost: true };
  // The first run makes groups, the second one rules; the state learns of none.
  await expect(stack.apply()).rejects.toThrow("lost");
  const groups = await takeIn(stack, account);
  expect(groups.sort()).toEqual([
    "aws_lb_listener_rule.first",
    "aws_security_group.even",
    "aws_security_group.odd",
  ]);
  await expect(stack.apply()).rejects.toThrow("lost");
  const before = [...stack.resources().keys()];
  account.providers.failures = undefined;
  // As if the groups had been lost as well: what a rule belongs to is known only once its group is.
  stack.state = "";
  const plans = jest.spyOn(stack.terraform, "plan");
  const found = await takeIn(stack, account);
  expect([before, found.length]).toEqual([groups, MANY - 1 + 4]);
  expect(plans.mock.calls.length).toBeLessThan(9);
  await stack.apply();
  expect(account.providers.account.resources()).toHaveLength(MANY + 4);
  expect(await stack.terraform.planForChanges()).toMatchObject({ hasChanges: false });
  rmSync(rules, { recursive: true });
}, 300_000);

test("what may not be read is named, and hides nothing else that is there", async () => {
  const few = mkdtempSync(path.join(tmpdir(), "interrupted-few-"));
  const { variable, terraform, provider, resource } = STACK;
  const { aws_cloudwatch_log_group, aws_iam_role, aws_secretsmanager_secret, aws_ses_receipt_rule_set } =
    resource;
  const some = {
    aws_cloudwatch_log_group,
    aws_iam_role,
    aws_secretsmanager_secret,
    aws_ses_receipt_rule_set,
  };
  writeFileSync(
    path.join(few, "cdk.tf.json"),
    JSON.stringify({ variable, terraform, provider, resource: some }),
  );
  const stack = await account.add(few);
  account.providers.failures = ({ action }) =>
    action === "create" ? { message: "lost", lost: true } : undefined;
  await expect(stack.apply()).rejects.toThrow("lost");
  account.providers.failures = ({ action, type }) =>
    action === "read" && type === "aws_iam_role" ? { message: "reading role: AccessDenied" } : undefined;
  const told = jest.spyOn(console, "error").mockImplementation(() => {});
  const found = await findLost(stack.terraform, []);
  expect(told.mock.calls).toEqual([
    ["aws_iam_role.main: could not look whether the account has it. reading role: AccessDenied"],
  ]);
  told.mockRestore();
  expect(found.map(({ address }) => address)).toEqual([
    "aws_cloudwatch_log_group.main",
    "aws_secretsmanager_secret.main",
    "aws_ses_receipt_rule_set.main",
  ]);
  rmSync(few, { recursive: true });
});
