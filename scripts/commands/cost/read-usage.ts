import { Big } from "big.js";
import { nearestName, UserError } from "../../../src/user-error";
import { optionOf, USAGE_NAMES, type Usage, type UsageName } from "../../cost/usage";
import { parseJsonObject, readText } from "../../system/json";

const EXAMPLE = 'Such as {"requests_per_month": 5000000, "database_storage_gb": 20}.';

/** Far above anything that AWS could bill, and a slip of the finger below. */
const MOST = 1e15;

/** The usage that a file has. */
export function readUsageFile(file: string, name: string): Usage {
  const what = `--usage is ${name}`;
  const given = parseJsonObject(readText(file, what), what, EXAMPLE);
  return checked(Object.entries(given), (usage) => `${usage} in ${name}`, name);
}

/** The usage that options give, each as text. */
export function readUsageOptions(given: Readonly<Partial<Record<UsageName, string>>>): Usage {
  return checked(Object.entries(given), (usage) => optionOf(usage as UsageName), "the command line");
}

function checked(given: Array<[string, unknown]>, say: (name: string) => string, place: string): Usage {
  return Object.fromEntries(
    given.map(([name, value]) => {
      if (!USAGE_NAMES.includes(name as UsageName)) throw unknownName(name, place);
      return [name, quantity(value, say(name))];
    }),
  );
}

function quantity(value: unknown, what: string): Big {
  const text = typeof value === "number" ? String(value) : value;
  const number = typeof text === "string" && /^\d+(\.\d+)?(e\+?\d+)?$/.test(text) ? new Big(text) : undefined;
  if (number?.lte(MOST)) return number;
  throw new UserError(
    `${what} is ${JSON.stringify(value)}, but must be a number from 0 to ${MOST}, such as 2.5. It is of one month.`,
  );
}

function unknownName(name: string, place: string): UserError {
  const nearest = nearestName(name, USAGE_NAMES);
  const meant = nearest ? ` Did you mean "${nearest}"?` : "";
  return new UserError(
    `"${name}" in ${place} is no use that something is billed by.${meant} There are ${USAGE_NAMES.join(", ")}.`,
  );
}
