import { type IResolvable, type IResolveContext, Token, Tokenization } from "cdktf";

declare const TYPE: unique symbol;

/**
 * A Terraform expression, to be put wherever a token may stand. `T` is the type that its value has in Terraform, as
 * TypeScript writes it; one that is written by {@link tf} fits everywhere.
 *
 * cdktf's own operators drop falsy operands (`Op.eq(x, false)` renders nothing) and read backwards; an
 * expression is written as Terraform writes it instead:
 *
 *     tf`cidrsubnet(${vpc.cidrBlock}, 4, ${zones.index})`
 *
 * Interpolated values may be tokens, strings, numbers, booleans, null, lists or objects; each becomes the
 * literal or the reference that Terraform expects there.
 */
export class Expression<T = unknown> implements IResolvable {
  declare readonly [TYPE]: T;
  readonly creationStack: string[] = [];
  /** As Terraform writes it: half of all expressions are written into more than one place. */
  private text?: string;

  constructor(
    private readonly literals: readonly string[],
    private readonly values: readonly unknown[],
  ) {}

  resolve(context: IResolveContext): string {
    const standsAlone = !context.suppressBraces;
    this.text ??= this.literals
      .map((literal, i) => (i === 0 ? literal : render(this.values[i - 1], context) + literal))
      .join("");
    return standsAlone ? `\${${this.text}}` : this.text;
  }

  get asString(): string {
    return Token.asString(this);
  }

  get asNumber(): number {
    return Token.asNumber(this);
  }

  get asList(): string[] {
    return Token.asList(this);
  }

  /** For attributes whose type in the provider's classes is neither a string, a number nor a list. */
  get asAny(): never {
    return Token.asAny(this) as never;
  }

  toString(): string {
    return this.asString;
  }

  toJSON(): string {
    return this.asString;
  }
}

/**
 * A value that is known when the stack is written, or only to Terraform: an operator's choice, or an attribute of a
 * resource. It has one of Terraform's types: `Value<boolean>`, `Value<number>`, `Value<string | null>`,
 * `Value<readonly string[]>`.
 */
export type Value<T> = T | Expression<T>;

/** The value for an argument that takes a string; Terraform's null leaves the argument out. */
export function asString(value: Value<string | number | null>): string {
  if (value instanceof Expression) return value.asString;
  return typeof value === "number" ? String(value) : (value as string);
}

/** The value for an argument that takes a number; Terraform's null leaves the argument out. */
export function asNumber(value: Value<number | null>): number {
  return value instanceof Expression ? value.asNumber : (value as number);
}

/** True once there is a value: Terraform's null is what the operator left open. */
export function isGiven(value: Value<unknown>): Expression<boolean> {
  return tf`${value} != null`;
}

/** True for a list that is not empty. */
export function hasItems(list: Value<readonly unknown[]>): Expression<boolean> {
  return tf`length(${list}) > 0`;
}

/** Writes a Terraform expression; see {@link Expression}. */
export function tf(literals: TemplateStringsArray, ...values: unknown[]): Expression<never> {
  return new Expression(literals, values);
}

/** Writes a Terraform expression where a string is wanted; see {@link tf}. */
export function tfString(literals: TemplateStringsArray, ...values: unknown[]): string {
  return tf(literals, ...values).asString;
}

/** An expression that is only known as text, such as the address of an element of the stack. */
export function rawExpression(text: string): Expression<never> {
  // Nothing looks for tokens in the text of an expression again.
  if (Token.isUnresolved(text))
    throw new Error(`A raw expression has a token in it: ${text}. Write it with tf.`);
  return new Expression([text], []);
}

function render(value: unknown, context: IResolveContext): string {
  if (value === null || value === undefined) return "null";
  if (typeof value === "string") return renderString(value, context);
  if (Tokenization.isResolvable(value) || Token.isUnresolved(value)) return renderToken(value, context);
  if (Array.isArray(value)) return `[${value.map((item) => render(item, context)).join(", ")}]`;
  if (typeof value === "object") {
    const entries = Object.entries(value).filter(([, item]) => item !== undefined);
    return `{${entries.map(([key, item]) => `${quote(key)} = ${render(item, context)}`).join(", ")}}`;
  }
  return String(value);
}

/** Everything that a token resolves to stands inside an expression already, so it comes without braces. */
function renderToken(token: unknown, context: IResolveContext): string {
  context.suppressBraces = true;
  const resolved = context.resolve(token);
  return typeof resolved === "string" ? resolved : render(resolved, context);
}

/** A string with tokens in it becomes a template: literal text is escaped, each token interpolated. */
function renderString(text: string, context: IResolveContext): string {
  const fragments = Tokenization.reverseString(text);
  if (fragments.tokens.length === 0) return quote(text);
  if (fragments.length === 1) return renderToken(fragments.firstToken, context);
  const expressions: string[] = [];
  const marked = fragments.mapTokens({
    ...context,
    resolve: (token: unknown) => `\uE000${expressions.push(renderToken(token, context)) - 1}\uE001`,
  });
  const template = quote(marked.join({ join: (left, right) => `${left ?? ""}${right ?? ""}` }));
  return template.replace(/\uE000(\d+)\uE001/g, (_, i) => `\${${expressions[Number(i)]}}`);
}

/** A quoted Terraform string in which nothing is interpolated. */
function quote(text: string): string {
  return JSON.stringify(text).replace(/([$%])\{/g, "$1$1{");
}
