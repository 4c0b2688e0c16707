import { Big } from "big.js";
import { groupTitle } from "../plan/capabilities";
import { groupBy } from "../plan/group-by";
import type { PlannedResource } from "../plan/resource";
import type { BilledStack } from "./billed-stack";
import type { Item } from "./item";
import { makeItem, type Place } from "./make-item";
import type { Charge } from "./rule";
import { RULES } from "./rules";
import { HOURS_A_MONTH, type PriceName, unitOf } from "./units";

interface Portion {
  readonly charge: Charge;
  readonly resource: PlannedResource;
  readonly capability: string;
  readonly price: PriceName;
  readonly count: number;
  readonly size: Big | undefined;
}

/** The items for resources that cost because they exist. Equal ones of a capability are one item. */
export function chargedItems(stack: BilledStack, place: Place): { items: Item[]; notEstimated: string[] } {
  const portions: Portion[] = [];
  const notEstimated: string[] = [];
  for (const [type, { charges = [] }] of Object.entries(RULES)) {
    for (const charge of charges) {
      for (const resource of stack.ofType(type)) {
        const count = charge.count(resource, stack);
        // Whatever there is none of needs neither price nor size.
        if (count === 0) continue;
        const portion = count && portionOf(charge, count, resource, stack);
        if (portion) portions.push(portion);
        else notEstimated.push(missing(charge, resource));
      }
    }
  }
  const groups = groupBy(portions, ({ charge, capability, price, size }) =>
    [capability, charge.what, price, size].join("\n"),
  );
  return { items: [...groups.values()].map((same) => toItem(same, place)), notEstimated };
}

function missing({ what }: Charge, { address }: PlannedResource): string {
  return (
    `Not in the estimate: ${what} of ${address}, for the plan does not tell how much, ` +
    "or the price is not known."
  );
}

function portionOf(
  charge: Charge,
  count: number,
  resource: PlannedResource,
  stack: BilledStack,
): Portion | undefined {
  const price = typeof charge.price === "function" ? charge.price(resource, stack) : charge.price;
  const size = charge.size?.of(resource, stack);
  if (price === undefined || (charge.size && size === undefined)) return undefined;
  const capability = groupTitle(resource.capability);
  return { charge, resource, capability, price, count, size: size === undefined ? undefined : new Big(size) };
}

function toItem(portions: readonly Portion[], place: Place): Item {
  const { charge, capability, price, size } = portions[0]!;
  const count = portions.reduce((sum, portion) => sum + portion.count, 0);
  const hourly = unitOf(price).hourly ?? false;
  const factors = [
    String(count),
    ...(size ? [`${size.toFixed()} ${charge.size!.unit}`] : []),
    ...(hourly ? [`${HOURS_A_MONTH} hours`] : []),
  ];
  return makeItem(
    {
      what: charge.what,
      capability,
      kind: charge.kind,
      addresses: [...new Set(portions.map(({ resource }) => resource.address))],
      reckoning: factors.join(" × "),
      quantity: new Big(count).times(size ?? 1).times(hourly ? HOURS_A_MONTH : 1),
    },
    price,
    place,
  );
}
