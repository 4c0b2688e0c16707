import { plannedStack } from "../../../../scripts/plan/planned-stack";
import { checksOf, PACKS, STATE_RULES } from "../../../../scripts/rules/compliance/evaluate";
import type { Example, StateRule } from "../../../../scripts/rules/compliance/state-rule";
import { UNCHECKED } from "../../../../scripts/rules/compliance/unchecked";
import { change, plan } from "../../plan/plan-fixture";

/** A stack with a resource of a rule's first type, and what belongs to it. */
function outcomeOf(rule: StateRule, { values, parts = {} }: Example) {
  const [type] = rule.types;
  const unchanged = (address: string, after: object) => change(address, ["no-op"], { before: after, after });
  const stack = plannedStack(
    plan({
      resource_changes: [
        unchanged(`${type}.database_thing`, values),
        ...Object.entries(parts).map(([name, of], i) =>
          unchanged(`${name.split(" ")[0]}.database_part_${i}`, of),
        ),
      ],
    }),
  );
  const resource = stack.after.find(({ address }) => address === `${type}.database_thing`)!;
  return rule.check(resource, stack);
}

const CASES = STATE_RULES.map((rule) => [rule.nag ?? rule.controls!.join(), rule] as const);

test.each(CASES)("%s finds what is bad", (_, rule) => {
  expect(outcomeOf(rule, rule.bad)).toBe("failed");
});

/** Their types are bad by being there. */
const BY_BEING_THERE = ["IAMNoInlinePolicy", "IAMUserNoPolicies", "VPCNoNACLs"];

test.each(CASES.filter(([name]) => !BY_BEING_THERE.includes(name)))(
  "%s lets pass what is good",
  (_, rule) => {
    expect(outcomeOf(rule, rule.good)).toBe("passed");
  },
);

test("what only the apply will know is unknown, and what the stack leaves to AWS is judged as AWS has it", () => {
  const values = { after: {}, after_unknown: { storage_encrypted: true } };
  const address = "aws_rds_cluster.database_cluster";
  const source = change(address, ["create"], values);
  const configured = (expressions: object) => ({
    root_module: {
      resources: [
        {
          address,
          mode: "managed" as const,
          type: "aws_rds_cluster",
          name: "database_cluster",
          expressions: { ...expressions },
        },
      ],
    },
  });
  const encrypted = STATE_RULES.find(({ nag }) => nag === "RDSStorageEncrypted")!;
  const outcome = (expressions: object) => {
    const stack = plannedStack(plan({ resource_changes: [source], configuration: configured(expressions) }));
    return encrypted.check(stack.after[0]!, stack);
  };
  expect(outcome({ storage_encrypted: { references: ["var.a"] } })).toBe("unknown");
  expect(outcome({})).toBe("failed");
});

describe("the packs", () => {
  test("have the rules that cdk-nag has", () => {
    expect(PACKS.map(({ id, rules }) => [id, rules.length])).toEqual([
      ["hipaa", 90],
      ["solutions", 131],
      ["nist", 85],
      ["fsbp", expect.any(Number)],
    ]);
  });

  test("have for each rule a check, or the types that nobody checks", () => {
    const lost = PACKS.flatMap(({ rules }) =>
      rules.filter(
        (rule) =>
          checksOf(rule).length === 0 && !UNCHECKED.some(([names]) => names.test(rule.nag ?? rule.name)),
      ),
    );
    expect(lost).toEqual([]);
  });

  test("use every check", () => {
    const used = new Set(PACKS.flatMap(({ rules }) => rules.flatMap(checksOf)));
    expect(STATE_RULES.filter((rule) => !used.has(rule)).map(({ nag, controls }) => nag ?? controls)).toEqual(
      [],
    );
  });
});
