import { AWS_TYPES } from "../../src/aws/types";
import type { Details, Kind, KindName } from "./kind";
import { accountKinds } from "./kinds/account";
import { analyticsKinds } from "./kinds/analytics";
import { applicationKinds } from "./kinds/application";
import { dataKinds } from "./kinds/data";
import { edgeKinds } from "./kinds/edge";
import { mailKinds } from "./kinds/mail";
import { networkKinds } from "./kinds/network";
import { otherKinds } from "./kinds/other";

/** Details of types by type. Their names are in the tables of AWS's types. */
export const DETAILS: Details = {
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

/** Those with facts first, and then as the tables of AWS's types have them. */
const ORDER = [...new Set([...Object.keys(DETAILS), ...Object.keys(AWS_TYPES), ...Object.keys(otherKinds)])];

/** Sorts types: the most important first, then those that nobody described. */
export function compareTypes(one: string, other: string): number {
  const place = (type: string) => (ORDER.includes(type) ? ORDER.indexOf(type) : ORDER.length);
  return place(one) - place(other) || one.localeCompare(other);
}

/** How to speak of a type; one that nobody described is named after itself. */
export function kindOf(type: string): Kind {
  const name: KindName | undefined = AWS_TYPES[type];
  if (!name) return otherKinds[type] ?? { one: type.replace(/^aws_/, "").replaceAll("_", " ") };
  return { one: name.one, ...(name.many !== undefined && { many: name.many }), ...DETAILS[type] };
}

/** True for a type that somebody has described. */
export function isDescribed(type: string): boolean {
  return type in AWS_TYPES || type in otherKinds;
}

/** e.g. `2 subnets` */
export function counted(count: number, { one, many = `${one}s` }: KindName): string {
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
