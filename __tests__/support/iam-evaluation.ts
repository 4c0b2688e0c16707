import type { Statement } from "./iam-policies";

/** Condition keys of a request, which IAM knows beside its action and resource. */
export type RequestContext = Readonly<Record<string, string>>;

/**
 * Decides a request as IAM does: a Deny that applies ends it, else it needs an Allow that applies. Sources: "Policy
 * evaluation logic" and "IAM JSON policy elements: Condition operators" of the IAM user guide.
 */
export class Permissions {
  private readonly statements: readonly Statement[];

  /** @param documents JSON texts of everything that is attached to the role */
  constructor(documents: readonly string[]) {
    this.statements = documents.flatMap((document) => JSON.parse(document).Statement as Statement[]);
  }

  allows(action: string, resource: string, context: RequestContext = {}): boolean {
    if (!this.statements.some((each) => each.Effect === "Allow" && isAbout(each, action))) return false;
    const applying = this.statements.filter((statement) => applies(statement, action, resource, context));
    return (
      applying.some(({ Effect }) => Effect === "Allow") && !applying.some(({ Effect }) => Effect === "Deny")
    );
  }

  /** Why a request is refused: the id of the first Deny that applies, or that nothing allows it. */
  refusal(action: string, resource: string, context: RequestContext = {}): string | undefined {
    if (this.allows(action, resource, context)) return undefined;
    const deny = this.statements.find(
      (each) => each.Effect === "Deny" && applies(each, action, resource, context),
    );
    return deny ? `denied by ${deny.Sid}` : "nothing allows it";
  }

  /** These permissions with one more policy attached, as somebody may do later. */
  with(statement: Omit<Statement, "Sid">): Permissions {
    const added = JSON.stringify({ Statement: [statement] });
    return new Permissions([JSON.stringify({ Statement: this.statements }), added]);
  }
}

function applies(statement: Statement, action: string, resource: string, context: RequestContext): boolean {
  const { Resource, NotResource, Condition = {} } = statement;
  return (
    isAbout(statement, action) &&
    (Resource ? matchesOne(resource, Resource) : !matchesOne(resource, NotResource!)) &&
    Object.entries(Condition).every(([operator, keys]) =>
      Object.entries(keys).every(([key, values]) => holds(operator, context[key], [values].flat())),
    )
  );
}

function isAbout({ Action, NotAction }: Statement, action: string): boolean {
  const name = action.toLowerCase();
  return Action ? matchesOne(name, lowerCase(Action)) : !matchesOne(name, lowerCase(NotAction!));
}

function holds(operator: string, given: string | undefined, values: readonly string[]): boolean {
  switch (operator) {
    case "StringEquals":
    case "ArnEquals":
    case "Bool":
      return given !== undefined && values.includes(given);
    case "StringNotEquals":
      return given === undefined || !values.includes(given);
    case "Null":
      return values.includes(String(given === undefined));
    case "StringLike":
    case "ForAllValues:StringLike":
    case "ArnLike":
      return given !== undefined && matchesOne(given, values);
    default:
      throw new Error(`The operator ${operator} is not known here.`);
  }
}

function lowerCase(actions: readonly string[]): string[] {
  return actions.map((action) => action.toLowerCase());
}

function matchesOne(text: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => expressionOf(pattern).test(text));
}

const expressions = new Map<string, RegExp>();

/** Many requests are compared with few patterns. */
function expressionOf(pattern: string): RegExp {
  const known = expressions.get(pattern);
  if (known) return known;
  const escaped = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replace(/\*/g, ".*")
    .replace(/\?/g, ".");
  const expression = new RegExp(`^${escaped}$`, "s");
  expressions.set(pattern, expression);
  return expression;
}
