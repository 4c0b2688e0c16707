import type { Kind, Kinds } from "./kind";
import { accountKinds } from "./kinds/account";
import { analyticsKinds } from "./kinds/analytics";
import { applicationKinds } from "./kinds/application";
import { dataKinds } from "./kinds/data";
import { edgeKinds } from "./kinds/edge";
import { mailKinds } from "./kinds/mail";
import { networkKinds } from "./kinds/network";

export const KINDS: Kinds = {
  ...networkKinds,
  ...edgeKinds,
  ...applicationKinds,
  ...dataKinds,
  ...mailKinds,
  ...analyticsKinds,
  ...accountKinds,
};

/** Words of an address, which is in lower case, that people write in capitals. */
const ABBREVIATIONS = new Set(
  "api cpu dkim dmarc dns ecs efs http https iam ip kms mx nat s3 ses smtp sns spf sql tls url vpc waf".split(
    " ",
  ),
);

const ORDER = Object.keys(KINDS);

/** Sorts types as the tables of kinds have them: the most important first, then those that nobody described. */
export function compareTypes(one: string, other: string): number {
  const place = (type: string) => (type in KINDS ? ORDER.indexOf(type) : ORDER.length);
  return place(one) - place(other) || one.localeCompare(other);
}

/** How to speak of a type; one that nobody described is named after itself. */
export function kindOf(type: string): Kind {
  return KINDS[type] ?? { one: type.replace(/^aws_/, "").replaceAll("_", " ") };
}

/** e.g. `2 subnets` */
export function counted(count: number, { one, many = `${one}s` }: Pick<Kind, "one" | "many">): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** Names a resource by its kind and its role: a `private subnet`, but not a `cluster Aurora cluster`. */
export function labelOf(kind: Pick<Kind, "one">, role: string): string {
  return [...adjectivesOf(kind, role), kind.one].join(" ");
}

/** The words of a role that the kind does not say already. */
export function adjectivesOf(kind: Pick<Kind, "one">, role: string): string[] {
  const singular = (word: string) => word.toLowerCase().replace(/s$/, "");
  const said = new Set(kind.one.split(" ").map(singular));
  return role
    .split(" ")
    .filter((word) => word !== "" && !said.has(singular(word)))
    .map((word) => (ABBREVIATIONS.has(word) ? word.toUpperCase() : word));
}
