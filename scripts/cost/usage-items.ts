import { Big } from "big.js";
import { groupTitle } from "../plan/capabilities";
import { groupBy } from "../plan/group-by";
import type { PlannedResource } from "../plan/resource";
import type { BilledStack } from "./billed-stack";
import type { Item } from "./item";
import { makeItem, type Place } from "./make-item";
import type { Price } from "./prices";
import type { UsageCharge } from "./rule";
import { RULES } from "./rules";
import { unitOf } from "./units";
import type { Usage, UsageName } from "./usage";

/** Something that is billed by use, where no use was given. */
export interface MissingUsage {
  readonly what: string;
  readonly usage: UsageName;
  readonly price: Price;
  /** The unit of the price. */
  readonly unit: string;
}

interface Billed {
  readonly charge: UsageCharge;
  readonly resources: readonly PlannedResource[];
}

/** The items for what is used. A use is one of the whole stack: it is billed once, from however many resources. */
export function usageItems(
  stack: BilledStack,
  usage: Usage,
  place: Place,
): { items: Item[]; missing: MissingUsage[]; notEstimated: string[] } {
  const items: Item[] = [];
  const missing: MissingUsage[] = [];
  const notEstimated: string[] = [];
  for (const billed of billedByUse(stack)) {
    const quantity = new Big(usage[billed.charge.usage] ?? 0);
    const item = itemOf(billed, quantity, stack, place);
    if (quantity.eq(0)) {
      if (item) missing.push(missingOf(item, billed.charge.usage));
    } else if (item) items.push(item);
    else notEstimated.push(`Not in the estimate: ${billed.charge.what}, whose price is not known.`);
  }
  return { items, missing, notEstimated };
}

/** The charges that something in the stack has. Several types can have the same one, such as e-mails. */
function billedByUse(stack: BilledStack): Billed[] {
  const all = Object.entries(RULES).flatMap(([type, { usage: charges = [] }]) =>
    charges.map((charge) => ({
      charge,
      resources: stack.ofType(type).filter((resource) => charge.when?.(resource) ?? true),
    })),
  );
  const billed = all.filter(({ resources }) => resources.length > 0);
  return [...groupBy(billed, ({ charge }) => charge.what).values()].map((same) => ({
    charge: same[0]!.charge,
    resources: same.flatMap(({ resources }) => resources),
  }));
}

function itemOf(
  { charge, resources }: Billed,
  used: Big,
  stack: BilledStack,
  place: Place,
): Item | undefined {
  const first = resources[0]!;
  const price = typeof charge.price === "function" ? charge.price(first, stack) : charge.price;
  const size = charge.size?.of(first, stack);
  if (price === undefined || (charge.size && size === undefined)) return undefined;
  const quantity = used.times(size ?? 1);
  const { of = 1 } = unitOf(price);
  return makeItem(
    {
      what: charge.what,
      capability: charge.capability ?? groupTitle(first.capability),
      kind: "usage",
      usage: charge.usage,
      addresses: resources.map(({ address }) => address),
      reckoning: charge.size ? `${used.toFixed()} × ${new Big(size!).toFixed()} ${charge.size.unit}` : "",
      // All of these are powers of ten, so that the division is exact.
      quantity: of === 1 ? quantity : quantity.div(of),
    },
    price,
    place,
  );
}

function missingOf({ what, price, unit }: Item, usage: UsageName): MissingUsage {
  return { what, usage, price, unit };
}
