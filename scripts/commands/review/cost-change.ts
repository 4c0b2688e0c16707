import { compareEstimates } from "../../cost/comparison";
import { estimate, estimateBefore } from "../../cost/estimate";
import { difference, dollars } from "../../cost/format";
import type { PlanJson } from "../../plan/terraform-plan";

/** The change of the base cost by a plan, in USD a month; amounts as shown. */
export interface CostChange {
  readonly region: string;
  readonly before: string;
  readonly after: string;
  readonly difference: string;
  /** Items that cost more or less, by capability. */
  readonly items: readonly CostItem[];
  /** Reasons why it is less certain, as sentences. */
  readonly warnings: readonly string[];
}

export interface CostItem {
  readonly capability: string;
  readonly what: string;
  readonly before: string;
  readonly after: string;
  readonly difference: string;
}

export function costChange(plan: PlanJson): CostChange {
  const [before, after] = [estimateBefore(plan), estimate(plan)];
  const { items, total } = compareEstimates(before, after);
  return {
    region: after.region,
    before: dollars(total.one),
    after: dollars(total.other),
    difference: difference(total.difference),
    items: items
      .filter((item) => !item.difference.eq(0))
      .map((item) => ({
        capability: item.capability,
        what: item.what,
        before: dollars(item.one),
        after: dollars(item.other),
        difference: difference(item.difference),
      })),
    warnings: after.warnings,
  };
}
