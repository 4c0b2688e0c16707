import type { SqlParameter } from "@aws-sdk/client-rds-data";
import { anyOf, UserError } from "../../../src/user-error";
import type { Statement } from "./statements";

interface ParameterType {
  /** The form that a value must have, for the error. */
  readonly form: string;
  /** @returns `undefined` for a value of another form */
  read(value: string): Omit<SqlParameter, "name"> | undefined;
}

type TypeHint = NonNullable<SqlParameter["typeHint"]>;

/** A text of a certain form, which the Data API hands to the database as a value of another type. */
function hinted(form: string, pattern: RegExp, typeHint: TypeHint): ParameterType {
  return {
    form,
    read: (value) => (pattern.test(value) ? { value: { stringValue: value }, typeHint } : undefined),
  };
}

/** The types of parameters. Forms of dates and times are those that the Data API takes. */
const TYPES: Readonly<Record<string, ParameterType>> = {
  text: { form: "a text", read: (value) => ({ value: { stringValue: value } }) },
  integer: {
    form: "a whole number of at most 15 digits (larger ones fit into decimal)",
    read: (value) => (/^[+-]?\d{1,15}$/.test(value) ? { value: { longValue: Number(value) } } : undefined),
  },
  number: {
    form: "a number, such as -1.5 or 2e3",
    read: (value) =>
      /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(value) && Number.isFinite(Number(value))
        ? { value: { doubleValue: Number(value) } }
        : undefined,
  },
  decimal: hinted("digits with a point, such as 19.90", /^[+-]?\d+(\.\d+)?$/, "DECIMAL"),
  boolean: {
    form: "true or false",
    read: (value) =>
      /^(true|false)$/.test(value) ? { value: { booleanValue: value === "true" } } : undefined,
  },
  json: {
    form: "JSON",
    read: (value) => (isJson(value) ? { value: { stringValue: value }, typeHint: "JSON" } : undefined),
  },
  date: hinted("a date, YYYY-MM-DD", /^\d{4}-\d{2}-\d{2}$/, "DATE"),
  time: hinted("a time of day, HH:MM:SS", /^\d{2}:\d{2}:\d{2}(\.\d{1,6})?$/, "TIME"),
  timestamp: hinted(
    "a date and a time, YYYY-MM-DD HH:MM:SS",
    /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}(\.\d{1,6})?$/,
    "TIMESTAMP",
  ),
  blob: {
    form: "bytes in Base64",
    read: (value) =>
      /^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(value)
        ? { value: { blobValue: Buffer.from(value, "base64") } }
        : undefined,
  },
  null: {
    form: "without a value, as in name:null",
    read: () => undefined,
  },
};

/**
 * A parameter as it is written on the command line: `name=value` for a text, `name:type=value` for another type,
 * `name:null` for NULL.
 */
export function readParameter(given: string): SqlParameter {
  const [, name, type = "text", assigned, value] =
    /^([A-Za-z_]\w*)(?::([^=]*))?(=([\s\S]*))?$/.exec(given) ?? [];
  const known = TYPES[type];
  if (!name) throw new UserError(`--param is "${given}", but must be name=value or name:type=value.`);
  if (!known || !Object.hasOwn(TYPES, type)) {
    throw new UserError(`--param is "${given}", but its type must be ${anyOf(Object.keys(TYPES))}.`);
  }
  if (type === "null" && !assigned) return { name, value: { isNull: true } };
  const read = assigned ? known.read(value!) : undefined;
  if (!read)
    throw new UserError(`--param is "${given}", but a value of the type ${type} must be ${known.form}.`);
  return { name, ...read };
}

/** Refuses parameters that are given twice or for nothing, and statements that lack one, before anything is run. */
export function checkParameters(parameters: readonly SqlParameter[], statements: readonly Statement[]): void {
  const given = parameters.map(({ name }) => name!);
  const used = new Set(statements.flatMap((statement) => statement.parameters));
  const twice = given.find((name, i) => given.indexOf(name) !== i);
  if (twice) throw new UserError(`--param gives ${twice} more than once.`);
  const unused = given.find((name) => !used.has(name));
  if (unused) {
    throw new UserError(`--param gives ${unused}, but no statement has a parameter :${unused}.`);
  }
  for (const statement of statements) {
    const missing = statement.parameters.find((name) => !given.includes(name));
    if (!missing) continue;
    throw new UserError(
      `Line ${statement.line}: the statement has a parameter :${missing}. Give it: --param ${missing}=<value>`,
    );
  }
}

/** Those of a statement; the Data API refuses others. */
export function parametersOf(statement: Statement, parameters: readonly SqlParameter[]): SqlParameter[] {
  return parameters.filter(({ name }) => statement.parameters.includes(name!));
}

function isJson(value: string): boolean {
  try {
    JSON.parse(value);
    return true;
  } catch {
    return false;
  }
}
