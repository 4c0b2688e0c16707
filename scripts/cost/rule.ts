import type { BigSource } from "big.js";
import type { PlannedResource } from "../plan/resource";
import type { BilledStack } from "./billed-stack";
import type { ItemKind } from "./item";
import { type PriceName, unitOf } from "./units";
import type { UsageName } from "./usage";

/** Reads something from a resource. `undefined`: it cannot be told, so that the estimate says what is missing. */
export type Reader<T> = (resource: PlannedResource, stack: BilledStack) => T | undefined;

/** A charge for a resource because it exists. */
export interface Charge {
  readonly what: string;
  readonly price: PriceName | Reader<PriceName>;
  readonly kind: Exclude<ItemKind, "usage">;
  /** How many of it a resource stands for; none for 0. */
  readonly count: Reader<number>;
  /** How large each is, and in what. @default - it has no size */
  readonly size?: { readonly of: Reader<BigSource>; readonly unit: string };
}

/** A charge for use. */
export interface UsageCharge {
  readonly what: string;
  readonly price: PriceName | Reader<PriceName>;
  readonly usage: UsageName;
  /** Which resources of the type are so billed. @default - all */
  readonly when?: (resource: PlannedResource) => boolean;
  /** How much of the priced is in each of what is used. @default 1 */
  readonly size?: { readonly of: Reader<BigSource>; readonly unit: string };
  /** Where it is told, when it belongs to no single capability. @default - with the first resource of its type */
  readonly capability?: string;
}

export interface Rule {
  readonly charges?: readonly Charge[];
  readonly usage?: readonly UsageCharge[];
  /** Costs that are not in the estimate and no option can add. @default - nothing */
  readonly notes?: readonly string[] | ((stack: BilledStack) => readonly string[]);
}

/** By resource type. */
export type Rules = Readonly<Record<string, Rule>>;

/** A charge for each resource of a type, by the hour or by the month as its price has it. */
export function each(
  what: string,
  price: PriceName,
  { count = () => 1, ...others }: Partial<Pick<Charge, "count" | "size" | "kind">> = {},
): Charge {
  return { what, price, count, kind: unitOf(price).hourly ? "hourly" : "monthly", ...others };
}

/** A number that is known. */
export function numberAt(path: string): Reader<number> {
  return (resource) => {
    const value = resource.get(path);
    const number = typeof value === "string" && value !== "" ? Number(value) : value;
    return typeof number === "number" && Number.isFinite(number) ? number : undefined;
  };
}
