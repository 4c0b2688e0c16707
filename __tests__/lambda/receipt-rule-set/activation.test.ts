import {
  DescribeActiveReceiptRuleSetCommand,
  type SetActiveReceiptRuleSetCommand,
} from "@aws-sdk/client-ses";
import { Activation } from "../../../lambda/receipt-rule-set/activation";

/** An account in which one rule set, or none, is active. */
function accountWith(active?: string) {
  const account = { active };
  const ses = {
    send: async (command: unknown) => {
      if (command instanceof DescribeActiveReceiptRuleSetCommand) {
        return account.active === undefined ? {} : { Metadata: { Name: account.active } };
      }
      account.active = (command as SetActiveReceiptRuleSetCommand).input.RuleSetName;
      return {};
    },
  };
  return { account, activation: new Activation(ses as never, "us-east-1") };
}

it.each([
  [undefined, "It is active now."],
  ["ours", "It is active already."],
])("with %s active, it is activated", async (active, outcome) => {
  const { account, activation } = accountWith(active);
  await expect(activation.activate("ours")).resolves.toBe(outcome);
  expect(account.active).toBe("ours");
});

it("one that somebody else made active stays so, and the error tells both ways out", async () => {
  const { account, activation } = accountWith("theirs");
  await expect(activation.activate("ours")).rejects.toThrow(
    /"theirs" is active in us-east-1, and stays so.*receipt_rule_set_name = "theirs".*set-active-receipt-rule-set --region us-east-1$/s,
  );
  expect(account.active).toBe("theirs");
});

it.each([
  ["ours", undefined, "None is active now."],
  ["theirs", "theirs", "Another one is active, or none."],
  [undefined, undefined, "Another one is active, or none."],
])("with %s active, its end leaves %s", async (active, left, outcome) => {
  const { account, activation } = accountWith(active);
  await expect(activation.deactivate("ours")).resolves.toBe(outcome);
  expect(account.active).toBe(left);
});
