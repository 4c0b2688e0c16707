/**
 * Does an event match a pattern of CloudWatch Logs for JSON? Only what patterns here use: = and != with a text that may
 * begin or end with *, NOT EXISTS, && and || in brackets. By "Filter pattern syntax" of the user guide of CloudWatch Logs,
 * read on 2026-11-30: a field that is not there matches neither = nor !=.
 *
 * @throws an Error for what it does not know
 */
export function matches(pattern: string, event: object): boolean {
  const tokens = pattern.match(/\(|\)|&&|\|\||\{|\}|!=|=|NOT EXISTS|"[^"]*"|[^\s(){}=!&|]+/g) ?? [];
  let at = 0;
  const take = (wanted?: string): string => {
    const token = tokens[at++];
    if (token === undefined || (wanted && token !== wanted)) {
      throw new Error(
        `In "${pattern}" there is ${token ?? "nothing"} where ${wanted ?? "more"} is expected.`,
      );
    }
    return token;
  };
  const either = (): boolean => {
    let result = both();
    while (tokens[at] === "||") {
      take();
      const other = both();
      result ||= other;
    }
    return result;
  };
  const both = (): boolean => {
    let result = one();
    while (tokens[at] === "&&") {
      take();
      const other = one();
      result &&= other;
    }
    return result;
  };
  const one = (): boolean => {
    if (tokens[at] === "(") {
      take("(");
      const result = either();
      take(")");
      return result;
    }
    return compare(valueAt(event, take()), take(), () => take());
  };
  take("{");
  const result = either();
  take("}");
  if (at !== tokens.length) throw new Error(`"${pattern}" goes on after its end.`);
  return result;
}

function compare(value: unknown, operator: string, operand: () => string): boolean {
  if (operator === "NOT EXISTS") return value === undefined;
  const expected = operand().replaceAll('"', "");
  if (value === undefined) return false;
  const parts = expected.split("*").map((part) => part.replace(/[.?+^$()[\]\\|{}]/g, "\\$&"));
  const isEqual = new RegExp(`^${parts.join(".*")}$`).test(String(value));
  if (operator === "=") return isEqual;
  if (operator === "!=") return !isEqual;
  throw new Error(`${operator} is an operator that this evaluation does not know.`);
}

function valueAt(event: object, path: string): unknown {
  if (!path.startsWith("$.")) throw new Error(`${path} is no path.`);
  return path
    .slice(2)
    .split(".")
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], event);
}
