import { TerraformVariable } from "cdktf";
import type { Construct } from "constructs";
import { type Expression, isGiven, tf, type Value } from "./expression";

/** Types of Terraform that an operator's choice can have, and those of TypeScript for them. */
interface Types {
  readonly string: string;
  readonly number: number;
  readonly bool: boolean;
  readonly "list(string)": readonly string[];
  readonly "map(string)": Readonly<Record<string, string>>;
}

/** A type of Terraform that an operator's choice can have. */
export type VariableType = keyof Types;

/** One rule that a value must keep. */
export interface Rule {
  /** Holds for an allowed value; it is not asked about null where null is the default. */
  readonly holds: (value: Expression<never>) => Value<boolean>;
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

/** The type of what an operator chooses by a variable, null included where that is the default. */
export type Choice<C extends VariableConfig> =
  | Types[C["type"]]
  | (C extends { readonly default: null } ? null : never);

/** Declares one variable of a stack. */
export type Declare = <const C extends VariableConfig>(name: string, config: C) => Variable<Choice<C>>;

/** A Terraform variable that states what it allows, and refuses the rest in one form of words. */
export class Variable<T = unknown> extends TerraformVariable {
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
    const value = tf`${this.booleanValue}`;
    for (const { holds, alsoAboutNull = false, mustBe, hint } of this.rules) {
      const condition =
        optional && !alsoAboutNull ? tf`${value} == null ? true : ${holds(value)}` : tf`${holds(value)}`;
      this.addValidation({
        condition: condition.asString,
        errorMessage: `${id} is ${tf`jsonencode(${value})`}, but must be ${mustBe}.${hint ? ` ${hint}` : ""}`,
      });
    }
  }

  /** A reference to the value, of whatever type the variable is. */
  override get value(): Expression<T> {
    return tf`${this.booleanValue}`;
  }

  /** True once the operator gave a value. */
  get isGiven(): Expression<boolean> {
    return isGiven(this.value);
  }
}

/**
 * Declares variables in a scope.
 *
 * @param changes by the name of a variable, what this scope says otherwise than its declaration
 */
export function declareIn(
  scope: Construct,
  changes: Readonly<Record<string, Partial<VariableConfig>>> = {},
): Declare {
  return (name, config) => new Variable(scope, name, { ...config, ...changes[name] });
}
