import { TerraformVariable } from "cdktf";
import type { Construct } from "constructs";
import { type Expression, tf } from "./expression";

/** Types of Terraform that an operator's choice can have. */
export type VariableType = "string" | "number" | "bool" | "list(string)" | "map(string)";

/** One rule that a value must keep. */
export interface Rule {
  /** Holds for an allowed value; it is not asked about null where null is the default. */
  readonly holds: (value: Expression) => Expression;
  /** Asks about null as well, where something else decides whether it will do. @default false */
  readonly alsoAboutNull?: boolean;
  /** Completes "<name> is <value>, but must be ..."; ends without a full stop. */
  readonly mustBe: string;
  /** A sentence that shows the way out. @default - what must be says enough */
  readonly hint?: string;
}

/** A choice of the operator: its type, what it means, and the rules that its value must keep. */
export interface VariableConfig {
  readonly type: VariableType;
  /** One or two sentences with units; they appear in the plan, in Terraform Cloud and in the documentation. */
  readonly description: string;
  /** `null` means that the operator may leave it open. @default - the operator must give a value */
  readonly default?: unknown;
  /** @default - every value of the type is allowed */
  readonly rules?: readonly Rule[];
}

/** Declares one variable of a stack. */
export type Declare = (name: string, config: VariableConfig) => Variable;

/** A Terraform variable that states what it allows, and refuses the rest in one form of words. */
export class Variable extends TerraformVariable {
  readonly rules: readonly Rule[];

  /** True where null is the default, which leaves the choice open. */
  readonly isOptional: boolean;

  constructor(scope: Construct, id: string, config: VariableConfig) {
    const optional = config.default === null;
    super(scope, id, {
      type: config.type,
      description: config.description,
      nullable: optional,
      ...(optional ? {} : { default: config.default }),
    });
    // cdktf throws on `default: null` and leaves it out when it is undefined.
    if (optional) this.addOverride("default", null);
    this.isOptional = optional;
    this.rules = config.rules ?? [];
    for (const { holds, alsoAboutNull = false, mustBe, hint } of this.rules) {
      const condition =
        optional && !alsoAboutNull
          ? tf`${this.value} == null ? true : ${holds(this.value)}`
          : holds(this.value);
      this.addValidation({
        condition: condition.toString(),
        errorMessage: `${id} is ${tf`jsonencode(${this.value})`}, but must be ${mustBe}.${hint ? ` ${hint}` : ""}`,
      });
    }
  }

  /** A reference to the value, of whatever type the variable is. */
  override get value(): Expression {
    return tf`${this.booleanValue}`;
  }

  /** True once the operator gave a value. */
  get isGiven(): Expression {
    return tf`${this.value} != null`;
  }
}
