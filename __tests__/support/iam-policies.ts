/** A statement of an IAM policy document, as this project's stacks write them. */
export interface Statement {
  readonly Sid: string;
  readonly Effect: "Allow" | "Deny";
  readonly Principal?: unknown;
  /** Missing where there is a `NotAction`. */
  readonly Action: readonly string[];
  readonly NotAction?: readonly string[];
  readonly Resource?: readonly string[];
  readonly NotResource?: readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** A policy as a resource carries it. */
export interface Policy {
  /** Address and attribute, e.g. `aws_iam_role.task_role assume_role_policy`. */
  readonly where: string;
  /** The ARN that `*` stands for in the policy of a resource; undefined in one of an identity. */
  readonly resource?: string;
  /** The role, or the user, that an inline policy belongs to. */
  readonly role?: string;
  readonly user?: string;
  readonly statements: readonly Statement[];
}

/**
 * Every policy of an installation: whatever attribute of whatever resource is a policy document.
 *
 * @param resources by address
 */
export function policiesOf(resources: ReadonlyMap<string, Record<string, unknown>>): Policy[] {
  return [...resources].flatMap(([address, values]) =>
    Object.entries(values).flatMap(([attribute, value]) => {
      const statements = statementsIn(value);
      if (!statements) return [];
      const isOfKey = address.startsWith("aws_kms_key.");
      const isOfRole = address.startsWith("aws_iam_role_policy.");
      const isOfUser = address.startsWith("aws_iam_user_policy.");
      return [
        {
          where: `${address} ${attribute}`,
          statements,
          ...(isOfKey && { resource: String(values.arn) }),
          ...(isOfRole && { role: String(values.role) }),
          ...(isOfUser && { user: String(values.user) }),
        },
      ];
    }),
  );
}

function statementsIn(value: unknown): Statement[] | undefined {
  if (typeof value !== "string" || !value.startsWith('{"')) return undefined;
  const document = JSON.parse(value) as { Statement?: unknown };
  if (document.Statement === undefined) return undefined;
  const list = (item: unknown) => (item === undefined ? undefined : [item].flat());
  return [document.Statement].flat().map((statement) => ({
    ...(statement as Statement),
    Action: list((statement as Statement).Action) as string[],
    Resource: list((statement as Statement).Resource) as string[] | undefined,
  }));
}
