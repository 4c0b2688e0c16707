import type { Big } from "big.js";
import { groupBy } from "../plan/group-by";
import type { Estimate } from "./estimate";
import { type Item, totalOf } from "./item";
import { compareLines } from "./rules";

/** Amounts of the same thing in two estimates, USD a month. */
export interface Compared {
  readonly one: Big;
  readonly other: Big;
  /** The amount that the other has more. */
  readonly difference: Big;
}

export interface ComparedItem extends Compared {
  readonly what: string;
  readonly capability: string;
}

export interface Comparison {
  /** By capability, in the order of the preview. */
  readonly items: readonly ComparedItem[];
  readonly total: Compared;
}

/** Puts two estimates side by side, whatever number and size of each thing they have. */
export function compareEstimates(one: Estimate, other: Estimate): Comparison {
  const sides = [one, other].map(({ items }) => items) as [readonly Item[], readonly Item[]];
  const same = groupBy(sides.flat(), ({ capability, what }) => `${capability}\n${what}`);
  const items = [...same.values()].map((members) => {
    const { what, capability } = members[0]!;
    return { what, capability, ...compare(sides, (item) => members.includes(item)) };
  });
  return { items: items.sort(compareLines), total: compare(sides) };
}

function compare(
  sides: readonly (readonly Item[])[],
  belongs: (item: Item) => boolean = () => true,
): Compared {
  const [one, other] = sides.map((items) => totalOf(items.filter(belongs))) as [Big, Big];
  return { one, other, difference: other.minus(one) };
}
