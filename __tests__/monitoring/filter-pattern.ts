/** The guide does not say how != compares a field that is not there. */
type Answer = boolean | "unknown";

/**
 * Does an event match a pattern of CloudWatch Logs for JSON? Only what patterns here use: = and != with a text that may
 * begin or end with *, NOT EXISTS, && and || in brackets. By "Filter and pattern syntax" of the user guide of CloudWatch
 * Logs, read on 2026-11-30: * elsewhere stands for itself, and a field that is an array or an object matches nothing.
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
  const either = (): Answer => {
    let result = both();
    while (tokens[at] === "||") {
      take();
      result = decided(true, result, both());
    }
    return result;
  };
  const both = (): Answer => {
    let result = one();
    while (tokens[at] === "&&") {
      take();
      result = decided(false, result, one());
    }
    return result;
  };
  const one = (): Answer => {
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
  if (result === "unknown") {
    throw new Error(`"${pattern}" asks with != for a field that ${JSON.stringify(event)} does not have.`);
  }
  return result;
}

/** One `true` decides what is joined by ||, one `false` what is joined by &&. */
function decided(deciding: boolean, ...answers: readonly Answer[]): Answer {
  if (answers.includes(deciding)) return deciding;
  return answers.includes("unknown") ? "unknown" : !deciding;
}

function compare(value: unknown, operator: string, operand: () => string): Answer {
  if (operator === "NOT EXISTS") return value === undefined;
  const expected = operand().replaceAll('"', "");
  if (operator !== "=" && operator !== "!=") {
    throw new Error(`${operator} is an operator that this evaluation does not know.`);
  }
  if (value === undefined) return operator === "=" ? false : "unknown";
  if (typeof value === "object") return false;
  return isLike(expected, String(value)) === (operator === "=");
}

function isLike(expected: string, value: string): boolean {
  const text = expected.replace(/^\*|\*$/g, "");
  if (expected.startsWith("*") && expected.endsWith("*")) return value.includes(text);
  if (expected.startsWith("*")) return value.endsWith(text);
  return expected.endsWith("*") ? value.startsWith(text) : value === text;
}

function valueAt(event: object, path: string): unknown {
  if (!path.startsWith("$.")) throw new Error(`${path} is no path.`);
  return path
    .slice(2)
    .split(".")
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], event);
}
