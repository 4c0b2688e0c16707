import {
  DescribeActiveReceiptRuleSetCommand,
  DescribeReceiptRuleSetCommand,
  type SetActiveReceiptRuleSetCommand,
} from "@aws-sdk/client-ses";
import { Activation } from "../../../lambda/receipt-rule-set/activation";

interface Account {
  active?: string | undefined;
  /** Undefined where the rule set does not exist. */
  rules?: string[];
  /** How often calls are refused before the role's permissions are known. */
  refusals?: number;
}

/** An account in which one rule set, or none, is active. */
function accountWith(account: Account) {
  const fail = (name: string) => {
    throw Object.assign(new Error(name), { name });
  };
  const ses = {
    send: async (command: unknown) => {
      if ((account.refusals ?? 0) > 0) {
        account.refusals!--;
        fail("AccessDenied");
      }
      if (command instanceof DescribeActiveReceiptRuleSetCommand) {
        return account.active === undefined ? {} : { Metadata: { Name: account.active } };
      }
      if (command instanceof DescribeReceiptRuleSetCommand) {
        expect(command.input).toEqual({ RuleSetName: "ours" });
        return account.rules
          ? { Rules: account.rules.map((Name) => ({ Name })) }
          : fail("RuleSetDoesNotExistException");
      }
      account.active = (command as SetActiveReceiptRuleSetCommand).input.RuleSetName;
      return {};
    },
  };
  const waits: number[] = [];
  const activation = new Activation({
    ses: ses as never,
    region: "us-east-1",
    ruleSet: "ours",
    rule: "our-rule",
    pause: async (milliseconds) => waits.push(milliseconds),
  });
  return { account, activation, waits };
}

it.each([
  [undefined, "It is active now."],
  ["ours", "It is active already."],
])("with %s active, it is activated", async (active, outcome) => {
  const { account, activation } = accountWith({ active });
  await expect(activation.activate()).resolves.toBe(outcome);
  expect(account.active).toBe("ours");
});

it("one that somebody else made active stays so, and the error tells both ways out", async () => {
  const { account, activation } = accountWith({ active: "theirs" });
  await expect(activation.activate()).rejects.toThrow(
    /"theirs" is active in us-east-1, and stays so.*receipt_rule_set_name = "theirs".*set-active-receipt-rule-set --region us-east-1$/s,
  );
  expect(account.active).toBe("theirs");
});

it.each([
  ["ours", undefined, "None is active now."],
  ["theirs", "theirs", "Another one is active, or none."],
  [undefined, undefined, "Another one is active, or none."],
])("with %s active, its end leaves %s", async (active, left, outcome) => {
  for (const rules of [["our-rule"], [], undefined]) {
    const { account, activation } = accountWith({ active, ...(rules && { rules }) });
    await expect(activation.deactivate()).resolves.toBe(outcome);
    expect(account.active).toBe(left);
  }
});

it.each(["ours", undefined])(
  "with %s active, it does not end while others have rules in it",
  async (active) => {
    const { account, activation } = accountWith({ active, rules: ["first", "our-rule", "last"] });
    await expect(activation.deactivate()).rejects.toThrow(
      /"ours" in us-east-1 stays as it is: it holds rules of others too, "first", "last",.*delete-receipt-rule --region us-east-1 --rule-set-name ours --rule-name <name>/s,
    );
    expect(account.active).toBe(active);
  },
);

describe("permissions that are not known yet", () => {
  it("are waited for", async () => {
    const { account, activation, waits } = accountWith({ refusals: 5 });
    await activation.activate();
    expect(account.active).toBe("ours");
    expect(waits).toHaveLength(5);
  });

  it("are given up in time to say so", async () => {
    const { activation, waits } = accountWith({ refusals: 1000 });
    await expect(activation.activate()).rejects.toThrow(
      "Could not find the active receipt rule set: AccessDenied",
    );
    expect(waits.reduce((all, each) => all + each) / 1000).toBeLessThan(40);
  });
});
