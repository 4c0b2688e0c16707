import { Big } from "big.js";
import type { Item } from "./item";
import type { Prices } from "./prices";
import { type PriceName, unitOf } from "./units";

/** The region whose prices count. */
export interface Place {
  readonly region: string;
  readonly prices: Prices;
}

/** Completes an item by what the price makes of its quantity. */
export function makeItem(
  item: Omit<Item, "unit" | "price" | "monthly">,
  name: PriceName,
  { region, prices }: Place,
): Item {
  const price = prices.of(name, region);
  const monthly = item.quantity.times(price.usd).round(2, Big.roundHalfUp);
  return { ...item, price, unit: unitOf(name).unit, monthly };
}
