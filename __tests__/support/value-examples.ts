type Values = Readonly<Record<string, unknown>>;

/** A value that breaks a rule of a variable, and what the message says is allowed; with values of other variables. */
export type BadValue = readonly [variable: string, value: unknown, mustBe: string, others?: Values];

/** Values that no rule may refuse, and what they are. */
export type GoodValue = readonly [what: string, values: Values];

export interface ValueExamples {
  readonly BAD_VALUES: readonly BadValue[];
  readonly GOOD_VALUES?: readonly GoodValue[];
}
