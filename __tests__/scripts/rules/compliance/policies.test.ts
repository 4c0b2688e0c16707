import { plannedStack } from "../../../../scripts/plan/planned-stack";
import { STATE_RULES } from "../../../../scripts/rules/compliance/evaluate";
import {
  allowsNotEverything,
  decryptsNotWithEveryKey,
  hasNoWildcard,
  isForNobodyInParticular,
  refusesPlainCalls,
} from "../../../../scripts/rules/compliance/policies";
import { parsePolicy } from "../../../../scripts/rules/permissions/policy/statement";
import { change, plan } from "../../plan/plan-fixture";

const statement = (of: object) => parsePolicy(JSON.stringify({ Statement: [{ Effect: "Allow", ...of }] }))!;
const KEY = "arn:aws:kms:us-east-1:123456789012:key/1";

test.each([
  [{ Action: "kms:Decrypt", Resource: "*" }, false],
  [{ Action: "KMS:decrypt", Resource: "arn:aws:kms:*" }, false],
  [{ Action: "kms:ReEncrypt*", Resource: "arn:aws:kms:us-east-1:123456789012:key/*" }, false],
  [{ Action: "kms:Decrypt", Resource: "arn:aws:kms:us-east-1:123456789012:*" }, false],
  [{ Action: "kms:Decrypt", NotResource: KEY }, false],
  [{ NotAction: "iam:*", Resource: "*" }, false],
  // Security Hub takes no notice of conditions.
  [
    {
      Action: "kms:Decrypt",
      Resource: "*",
      Condition: { StringEquals: { "kms:ViaService": "s3.amazonaws.com" } },
    },
    false,
  ],
  [{ NotAction: ["kms:Decrypt", "kms:ReEncrypt*"], Resource: "*" }, true],
  [{ Action: "kms:Decrypt", Resource: KEY }, true],
  [{ Action: "kms:Encrypt", Resource: "*" }, true],
])("%j decrypts not with every key: %s", (of, isGood) => {
  expect(decryptsNotWithEveryKey(statement(of))).toBe(isGood);
});

test("what is said by leaving out counts as what it means", () => {
  expect(allowsNotEverything(statement({ Action: "*", NotResource: KEY }))).toBe(false);
  expect(hasNoWildcard(statement({ NotAction: "iam:PassRole", Resource: KEY }))).toBe(false);
  expect(isForNobodyInParticular(statement({ NotPrincipal: { AWS: "arn:one" }, Action: "s3:*" }))).toBe(
    false,
  );
  const plain = { Condition: { Bool: { "aws:SecureTransport": "false" } }, Action: "*", Resource: "*" };
  expect(refusesPlainCalls(statement({ Effect: "Deny", Principal: "*", ...plain }))).toBe(true);
  expect(refusesPlainCalls(statement({ Effect: "Deny", NotPrincipal: "*", ...plain }))).toBe(false);
});

test("a policy that is a boundary only does not count as one that decrypts, as in Security Hub", () => {
  const policy = JSON.stringify({ Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] });
  const outcome = (boundary: string) => {
    const of = (address: string, after: object) => change(address, ["no-op"], { before: after, after });
    const stack = plannedStack(
      plan({
        resource_changes: [
          of("aws_iam_policy.boundary", { arn: "arn:boundary", policy }),
          of("aws_iam_role.deploy", { permissions_boundary: boundary }),
        ],
      }),
    );
    const rule = STATE_RULES.find(({ controls }) => controls?.includes("KMS.1"))!;
    return rule.check(stack.after[0]!, stack);
  };
  expect([outcome("arn:boundary"), outcome("arn:other")]).toEqual([undefined, "failed"]);
});
