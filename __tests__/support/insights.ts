import { BlockList, isIPv4 } from "node:net";

/**
 * Queries of CloudWatch Logs Insights over events whose fields are discovered already. It knows the commands and functions
 * that the documents use, by "CloudWatch Logs Insights language query syntax" of the user guide, read on 2026-11-30, and
 * refuses all others, as well as a field that no event of the log has.
 */
export type LogEvent = Readonly<Record<string, string | number>>;

type Value = string | number | boolean | undefined;
type Evaluate = (rows: readonly LogEvent[]) => Value;

const TOKEN =
  /\s*(?:(`[^`]+`)|("[^"]*")|(\/(?:\\.|\[[^\]]*\]|[^/\\[])+\/)|(\d+(?:\.\d+)?)|([@A-Za-z_][\w.@]*)|(>=|<=|!=|[=<>(),|[\]]))/y;

/** Functions of one event, and those of all events of a group. */
const FUNCTIONS: Readonly<Record<string, (...values: Value[]) => Value>> = {
  strlen: (text) => String(text).length,
  isIpv4InSubnet: (address, subnet) => {
    const [net, prefix] = String(subnet).split("/") as [string, string];
    const list = new BlockList();
    list.addSubnet(net, Number(prefix));
    return isIPv4(String(address)) && list.check(String(address));
  },
};
const AGGREGATES: Readonly<Record<string, (values: readonly Value[]) => number>> = {
  count: (values) => values.length,
  count_distinct: (values) => new Set(values).size,
  sum: (values) => values.reduce<number>((sum, value) => sum + Number(value), 0),
  max: (values) => Math.max(...values.map(Number)),
};

/** @returns the rows as the console shows them */
export function runInsights(query: string, events: readonly LogEvent[]): LogEvent[] {
  const known = new Set(["@timestamp", "@message", ...events.flatMap((event) => Object.keys(event))]);
  const words = tokensOf(query);
  let rows = [...events];
  let shown: string[] | undefined;
  while (words.length > 0) {
    const reader = new Reader(words, known);
    const command = words.shift();
    if (command === "filter") {
      const holds = reader.expression();
      rows = rows.filter((row) => holds([row]) === true);
    } else if (command === "fields") {
      const named = reader.named();
      shown = named.map(({ name }) => name);
      rows = rows.map((row) => ({ ...row, ...valuesOf(named, [row]) }));
    } else if (command === "parse") {
      const [field, pattern] = [reader.expression(), reader.pattern()];
      const captured = (row: LogEvent) => pattern.exec(String(field([row]) ?? ""))?.groups ?? {};
      for (const [, name] of pattern.source.matchAll(/\(\?<(\w+)>/g)) known.add(name!);
      rows = rows.map((row) => ({ ...row, ...captured(row) }));
    } else if (command === "stats") {
      const named = reader.named();
      const by = reader.by();
      const groups = new Map<string, LogEvent[]>();
      for (const row of rows) {
        const key = JSON.stringify(valuesOf(by, [row]));
        groups.set(key, [...(groups.get(key) ?? []), row]);
      }
      rows = [...groups.values()].map((group) => ({ ...valuesOf(by, group), ...valuesOf(named, group) }));
      shown = undefined;
    } else if (command === "sort") {
      const key = reader.expression();
      const sign = words.shift() === "desc" ? -1 : 1;
      const compared = (one: Value, other: Value) => (one === other ? 0 : one! < other! ? -sign : sign);
      rows.sort((one, other) => compared(key([one]), key([other])));
    } else if (command === "limit") {
      rows = rows.slice(0, Number(words.shift()));
    } else throw new Error(`The command ${command} is not known here.`);
    if (words.length > 0 && words.shift() !== "|") throw new Error(`A pipe is missing after ${command}.`);
  }
  return shown ? rows.map((row) => Object.fromEntries(shown.map((name) => [name, row[name]!]))) : rows;
}

function tokensOf(query: string): string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  for (let end = 0; end < query.trimEnd().length; end = TOKEN.lastIndex) {
    const found = TOKEN.exec(query);
    if (!found) throw new Error(`This is no part of a query: ${query.slice(end)}`);
    tokens.push(found[0].trim());
  }
  return tokens;
}

interface Named {
  readonly name: string;
  readonly value: Evaluate;
}

function valuesOf(named: readonly Named[], rows: readonly LogEvent[]): LogEvent {
  return Object.fromEntries(named.map(({ name, value }) => [name, value(rows) as string | number]));
}

/** Reads expressions from the words of a query, and takes these away. */
class Reader {
  constructor(
    private readonly words: string[],
    private readonly known: Set<string>,
  ) {}

  /** `expression as name, ...`. */
  named(): Named[] {
    const named: Named[] = [];
    do {
      const [first] = this.words;
      const value = this.expression();
      const name = this.takes("as") ? this.words.shift()! : first!.replaceAll("`", "");
      this.known.add(name);
      named.push({ name, value });
    } while (this.takes(","));
    return named;
  }

  by(): Named[] {
    return this.takes("by") ? this.named() : [];
  }

  expression(): Evaluate {
    const left = this.comparison();
    if (!this.takes("and")) return left;
    const right = this.expression();
    return (rows) => left(rows) === true && right(rows) === true;
  }

  pattern(): RegExp {
    return new RegExp(this.words.shift()!.slice(1, -1));
  }

  private comparison(): Evaluate {
    if (this.takes("not")) {
      const denied = this.comparison();
      return (rows) => denied(rows) !== true;
    }
    const left = this.operand();
    if (this.takes("like")) {
      const pattern = this.pattern();
      return (rows) => left(rows) !== undefined && pattern.test(String(left(rows)));
    }
    if (this.takes("in")) {
      const list = this.list("[", "]").map((each) => each([]));
      return (rows) => list.includes(left(rows));
    }
    const operator = this.words[0] === "=" || this.words[0] === ">" ? this.words.shift() : undefined;
    if (!operator) return left;
    const right = this.operand();
    return operator === "="
      ? (rows) => left(rows) === right(rows)
      : (rows) => Number(left(rows)) > Number(right(rows));
  }

  private operand(): Evaluate {
    const word = this.words.shift()!;
    if (/^"/.test(word)) return () => word.slice(1, -1);
    if (/^\d/.test(word)) return () => Number(word);
    if (this.words[0] === "(") return this.call(word, this.list("(", ")"));
    const field = word.replaceAll("`", "");
    if (!this.known.has(field)) throw new Error(`No event of the log has ${field}.`);
    return ([row]) => row?.[field];
  }

  private call(name: string, values: readonly Evaluate[]): Evaluate {
    const ofOne = FUNCTIONS[name];
    if (ofOne) return (rows) => ofOne(...values.map((value) => value(rows)));
    const ofAll = AGGREGATES[name];
    if (!ofAll) throw new Error(`The function ${name} is not known here.`);
    return (rows) => ofAll(rows.map((row) => values[0]?.([row])));
  }

  private list(open: string, close: string): Evaluate[] {
    const values: Evaluate[] = [];
    if (!this.takes(open)) throw new Error(`${open} is missing before ${this.words[0]}.`);
    while (!this.takes(close)) {
      values.push(this.expression());
      this.takes(",");
    }
    return values;
  }

  private takes(word: string): boolean {
    if (this.words[0] !== word) return false;
    this.words.shift();
    return true;
  }
}
