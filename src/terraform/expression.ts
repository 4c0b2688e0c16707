import { type IResolvable, type IResolveContext, Token, Tokenization } from "cdktf";

/**
 * A Terraform expression, to be put wherever a token may stand.
 *
 * cdktf's own operators drop falsy operands (`Op.eq(x, false)` renders nothing) and read backwards; an
 * expression is written as Terraform writes it instead:
 *
 *     tf`cidrsubnet(${vpc.cidrBlock}, 4, ${zones.index})`
 *
 * Interpolated values may be tokens, strings, numbers, booleans, null, lists or objects; each becomes the
 * literal or the reference that Terraform expects there.
 */
export class Expression implements IResolvable {
  readonly creationStack: string[] = [];

  constructor(
    private readonly literals: readonly string[],
    private readonly values: readonly unknown[],
  ) {}

  resolve(context: IResolveContext): string {
    const standsAlone = !context.suppressBraces;
    const text = this.literals
      .map((literal, i) => (i === 0 ? literal : render(this.values[i - 1], context) + literal))
      .join("");
    return standsAlone ? `\${${text}}` : text;
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
    return Token.asString(this);
  }

  toJSON(): string {
    return this.toString();
  }
}

/** Writes a Terraform expression; see {@link Expression}. */
export function tf(literals: TemplateStringsArray, ...values: unknown[]): Expression {
  return new Expression(literals, values);
}

/** The same as {@link tf}, where a string is wanted. */
export function tfString(literals: TemplateStringsArray, ...values: unknown[]): string {
  return tf(literals, ...values).toString();
}

/** An expression that is only known as text, such as the address of an element of the stack. */
export function rawExpression(text: string): Expression {
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
