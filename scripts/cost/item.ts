import { Big } from "big.js";
import type { Price } from "./prices";
import type { UsageName } from "./usage";

/**
 * How a thing is billed: by the hour or by the month for as long as it exists, by a minimum that is billed however
 * little is used, or by what is used.
 */
export type ItemKind = "hourly" | "monthly" | "minimum" | "usage";

/** One line of an estimate, as one of a bill. */
export interface Item {
  /** In words, the same for any number and size: `NAT gateways`. */
  readonly what: string;
  /** Heading of the group that it belongs to, as in the preview. */
  readonly capability: string;
  readonly kind: ItemKind;
  /** Addresses of the resources that it comes from. */
  readonly addresses: readonly string[];
  /** The price of one unit, with its source. */
  readonly price: Price;
  /** The use that it is billed by. @default - by none */
  readonly usage?: UsageName;
  /** How the quantity comes about: `2 × 1 vCPU × 730 hours`. */
  readonly reckoning: string;
  /** A month. */
  readonly quantity: Big;
  readonly unit: string;
  /** USD, `quantity` times the price in whole cents, as a bill has it. */
  readonly monthly: Big;
}

/** The sum of what is shown, so that every column adds up. */
export function totalOf(items: readonly Item[]): Big {
  return items.reduce((sum, { monthly }) => sum.plus(monthly), new Big(0));
}
