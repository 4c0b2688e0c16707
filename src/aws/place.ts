import { tfString } from "../terraform/expression";
import type { Installation } from "./installation";
import type { PhysicalNames } from "./physical-names";

/** Where an installation is, and how the names of its parts begin. Texts, or Terraform expressions of them. */
export interface Place {
  readonly partition: string;
  readonly region: string;
  readonly accountId: string;
  readonly prefix: string;
  /** The prefix with underscores in place of hyphens, as names of AWS Glue have it. */
  readonly prefixWithUnderscores: string;
}

/** The place of an installation with these names, in a region of the account in which another one is. */
export function placeOf(
  { partition, accountId }: Installation,
  { prefix }: PhysicalNames,
  region: string,
): Place {
  const prefixWithUnderscores = tfString`replace(${prefix}, "-", "_")`;
  return { partition, accountId, region, prefix, prefixWithUnderscores };
}

/** Fills in the form of an ARN, as the tables of AWS's types have it. */
export function arnAt(form: string, place: Place): string {
  const values: Readonly<Record<string, string>> = {
    partition: place.partition,
    region: place.region,
    account: place.accountId,
    prefix: place.prefix,
    prefix_: place.prefixWithUnderscores,
  };
  return form.replace(/\{(\w+)\}/g, (_, name: string) => values[name]!);
}
