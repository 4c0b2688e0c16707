import { Big } from "big.js";
import euCentral1 from "./prices/eu-central-1.json";
import euWest1 from "./prices/eu-west-1.json";
import usEast1 from "./prices/us-east-1.json";
import usEast2 from "./prices/us-east-2.json";
import usWest2 from "./prices/us-west-2.json";
import worldwide from "./prices/worldwide.json";
import type { PriceName } from "./units";

/** Its list is the complete one; it stands in where another region's price is not known. */
export const REFERENCE_REGION = "us-east-1";

/** In place of a region: what costs the same in all of them. */
export const WORLDWIDE = "worldwide";

/** One file of `prices/`: list prices in USD, on demand, of the first tier, before any free tier or discount. */
export interface PriceList {
  readonly region: string;
  readonly sources: readonly PriceSource[];
}

/** Prices that come from one place. */
export interface PriceSource {
  /** AWS's page with the current ones, for checking. */
  readonly page: string;
  /** Who gave the ones here. */
  readonly by: string;
  /** When they were AWS's: a day or a month. Where they were quoted without a date, the day they were read. */
  readonly date: string;
  /** Decimal numbers as text, exact. */
  readonly usd: Readonly<Partial<Record<PriceName, string>>>;
}

export interface Price {
  readonly name: PriceName;
  readonly usd: Big;
  /** The region of the price: the one asked for, {@link WORLDWIDE}, or {@link REFERENCE_REGION} where neither is known. */
  readonly region: string;
  readonly source: PriceSource;
}

export class Prices {
  private readonly byRegion = new Map<string, ReadonlyMap<string, Price>>();

  constructor(lists: readonly PriceList[]) {
    for (const { region, sources } of lists) {
      const prices = sources.flatMap((source) =>
        Object.entries(source.usd).map(
          ([name, usd]) => [name, { name: name as PriceName, usd: new Big(usd), region, source }] as const,
        ),
      );
      this.byRegion.set(region, new Map(prices));
    }
  }

  /** Every list has some of these. */
  get regions(): string[] {
    return [...this.byRegion.keys()].filter((region) => region !== WORLDWIDE).sort();
  }

  of(name: PriceName, region: string): Price {
    for (const place of [region, WORLDWIDE, REFERENCE_REGION]) {
      const price = this.byRegion.get(place)?.get(name);
      if (price) return price;
    }
    throw new Error(`There is no price ${name}, not even of ${REFERENCE_REGION}.`);
  }
}

export const LIST_PRICES = new Prices([worldwide, usEast1, usEast2, usWest2, euWest1, euCentral1]);
