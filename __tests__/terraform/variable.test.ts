import { wholeNumber } from "../../src/terraform/rules";
import { Variable } from "../../src/terraform/variable";
import { synthesize } from "./synthesize";

const declared = (config: ConstructorParameters<typeof Variable>[2]) =>
  synthesize((stack) => new Variable(stack, "given", config)).variable!.given!;

describe("a variable", () => {
  it("is required without a default", () => {
    expect(declared({ type: "string", description: "d" })).toEqual({
      type: "string",
      description: "d",
      nullable: false,
    });
  });

  it("keeps a default that is false, zero, empty or null", () => {
    expect(declared({ type: "bool", description: "d", default: false }).default).toBe(false);
    expect(declared({ type: "number", description: "d", default: 0 }).default).toBe(0);
    expect(declared({ type: "map(string)", description: "d", default: {} }).default).toEqual({});
    expect(declared({ type: "string", description: "d", default: null })).toMatchObject({
      default: null,
      nullable: true,
    });
  });

  it("says in one form of words what was given, what is allowed and the way out", () => {
    const { validation } = declared({
      type: "number",
      description: "d",
      default: 5,
      rules: [wholeNumber(1, 10, "Ten is plenty.")],
    });
    expect(validation).toEqual([
      {
        condition: "${floor(var.given) == var.given && var.given >= 1 && var.given <= 10}",
        error_message:
          "given is ${jsonencode(var.given)}, but must be a whole number from 1 to 10. Ten is plenty.",
      },
    ]);
  });

  it("asks no rule about null where null leaves the choice open", () => {
    const { validation } = declared({
      type: "number",
      description: "d",
      default: null,
      rules: [wholeNumber(1, 10)],
    }) as unknown as { validation: Array<{ condition: string }> };
    expect(validation[0]!.condition).toMatch(/^\$\{var\.given == null \? true : /);
  });
});
