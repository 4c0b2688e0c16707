import { Big } from "big.js";
import { groupTitle } from "../preview/capabilities";
import { groupBy } from "../preview/group-by";
import type { PlannedResource } from "../preview/resource";
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

/** What the resources of a stack cost because they exist. Equal ones of a capability are one item. */
export function chargedItems(stack: BilledStack, place: Place): { items: Item[]; notEstimated: string[] } {
  const notEstimated: string[] = [];
  const portions = Object.entries(RULES).flatMap(([type, { charges = [] }]) =>
    charges.flatMap((charge) =>
      stack.ofType(type).flatMap((resource) => {
        const portion = portionOf(charge, resource, stack);
        if (portion === "unknown") {
          notEstimated.push(
            `Not in the estimate: ${charge.what} of ${resource.address}, for the plan does not tell how much, ` +
              "or the price is not known.",
          );
          return [];
        }
        return portion.count === 0 ? [] : [portion];
      }),
    ),
  );
  const groups = groupBy(portions, ({ charge, capability, price, size }) =>
    [capability, charge.what, price, size].join("\n"),
  );
  return { items: [...groups.values()].map((portions) => toItem(portions, place)), notEstimated };
}

function portionOf(charge: Charge, resource: PlannedResource, stack: BilledStack): Portion | "unknown" {
  const count = charge.count(resource, stack);
  const { price } = charge;
  const name = typeof price === "function" ? price(resource, stack) : price;
  const size = charge.size?.of(resource, stack);
  const capability = groupTitle(resource.capability);
  // Whatever there is none of needs neither price nor size.
  const shown = { charge, resource, capability, count: 0, size: undefined, price: name as PriceName };
  if (count === 0) return shown;
  if (count === undefined || name === undefined || (charge.size && size === undefined)) return "unknown";
  return { ...shown, count, price: name, size: size === undefined ? undefined : new Big(size) };
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
