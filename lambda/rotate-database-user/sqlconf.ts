import { FunctionError } from "../lib/function-error";
import type { Login } from "./user-secret";

/** A site's database, as its `sqlconf.php` names it. */
export interface Sqlconf extends Login {
  readonly host: string;
  readonly database: string;
  readonly isInstalled: boolean;
}

const NAMES = { host: "host", username: "login", password: "pass", database: "dbase" } as const;

/** A line such as `$login = 'openemr';`, as the installer writes it. The task's sqlconf.sh accepts no other form. */
const line = (name: string) =>
  new RegExp(`^(\\$${name}[ \\t]*=[ \\t]*)'((?:[^'\\\\]|\\\\['\\\\])*)';[ \\t\\r]*$`, "m");

/** @throws FunctionError that names what is missing */
export function readSqlconf(text: string): Sqlconf {
  const value = (name: string) => {
    const found = text.match(new RegExp(line(name), "gm")) ?? [];
    if (found.length !== 1) throw new FunctionError(`it says $${name} ${found.length} times and not once`);
    return line(name)
      .exec(found[0]!)![2]!
      .replace(/\\(['\\])/g, "$1");
  };
  return {
    host: value(NAMES.host),
    username: value(NAMES.username),
    password: value(NAMES.password),
    database: value(NAMES.database),
    isInstalled: /^\$config *= *1;/m.test(text),
  };
}

/** The text with another login; all else stays. Names and passwords of this project have letters and digits only. */
export function withLogin(text: string, { username, password }: Login): string {
  const set = (from: string, name: string, value: string) =>
    from.replace(line(name), (_, begin: string) => `${begin}'${value}';`);
  return set(set(text, NAMES.username, username), NAMES.password, password);
}
