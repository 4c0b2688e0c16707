import { UserError } from "../../../src/user-error";
import { readTokens, type Token } from "./tokens";

/** A statement as MySQL takes it: without the semicolon, and without comments before and after it. */
export interface Statement {
  readonly sql: string;
  /** Where it begins, from 1. */
  readonly line: number;
  /** Names of the parameters in it, e.g. `pid` of `WHERE pid = :pid`. */
  readonly parameters: readonly string[];
}

/** The body of a routine has semicolons of its own. */
const ROUTINE =
  /^create\s+(or\s+replace\s+)?(definer\s*=\s*\S+\s+)?(aggregate\s+)?(procedure|function|trigger|event)\b.*\bbegin\b/is;

/**
 * The statements of a text, which semicolons separate. Semicolons in strings, quoted names and comments separate
 * nothing.
 *
 * @throws a UserError for what the `mysql` client would understand, and no server: `DELIMITER`, and routines that need it
 */
export function splitStatements(text: string): Statement[] {
  const statements: Statement[] = [];
  let current: Token[] = [];
  for (const token of [...readTokens(text), END]) {
    if (token.kind !== "end") {
      current.push(token);
      continue;
    }
    const statement = makeStatement(text, current);
    if (statement) statements.push(checkStatement(statement));
    current = [];
  }
  return statements;
}

/** A text that is one routine with its body, or the statements of any other text. */
export function splitArgument(text: string): Statement[] {
  const tokens = [...readTokens(text)];
  while (tokens.at(-1)?.kind === "end" || tokens.at(-1)?.kind === "comment") tokens.pop();
  const whole = makeStatement(text, tokens);
  return whole && ROUTINE.test(whole.sql) ? [{ ...whole, parameters: [] }] : splitStatements(text);
}

const END: Token = { kind: "end", text: "", start: 0, line: 0 };

function makeStatement(text: string, tokens: readonly Token[]): Statement | undefined {
  const content = tokens.filter(({ kind }) => kind !== "comment");
  const [first, last] = [content[0], content.at(-1)];
  if (!first || !last) return undefined;
  const parameters = content.flatMap(({ kind, text: name }) => (kind === "parameter" ? [name.slice(1)] : []));
  return {
    sql: text.slice(first.start, last.start + last.text.length),
    line: first.line,
    parameters: [...new Set(parameters)],
  };
}

function checkStatement(statement: Statement): Statement {
  if (/^delimiter\b/i.test(statement.sql)) {
    throw new UserError(
      `Line ${statement.line}: DELIMITER is a command of the mysql client, and is not supported here. ` +
        "Run a procedure, function, trigger or event by itself, as the argument: " +
        'npm run data-api -- <environment> "CREATE PROCEDURE ... BEGIN ... END"',
    );
  }
  if (ROUTINE.test(statement.sql)) {
    throw new UserError(
      `Line ${statement.line}: the semicolons in the body of a procedure, function, trigger or event cannot be told from those ` +
        "that end a statement. Run it by itself, as the argument: " +
        'npm run data-api -- <environment> "$(cat routine.sql)"',
    );
  }
  return statement;
}
