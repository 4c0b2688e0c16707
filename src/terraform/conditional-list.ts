import { tf, type Value } from "./expression";
import { select } from "./instance-scope";

/** An item of a list that may be part of it only sometimes. */
export interface ListItem {
  readonly item: unknown;
  /** A Terraform condition under which the item is part of the list. @default - always */
  readonly when?: Value<boolean>;
}

/** A list of which each item is there only while its condition holds: an expression once there is a condition. */
export function conditionalList(items: readonly ListItem[]): unknown {
  if (items.every(({ when }) => when === undefined)) return items.map(({ item }) => item);
  const all = items.map(({ item, when }) => (when === undefined ? item : select(when, item, null)));
  return tf`[for item in ${all} : item if item != null]`;
}
