import { compareEstimates } from "../../cost/comparison";
import { estimate, estimateBefore } from "../../cost/estimate";
import { difference, dollars } from "../../cost/format";
import type { PlanJson } from "../../plan/terraform-plan";

/** What a plan changes in the base cost, in USD a month; amounts as shown. */
export interface CostChange {
  readonly region: string;
  readonly before: string;
  readonly after: string;
  readonly difference: string;
  /** What costs more or less, by capability. */
  readonly items: readonly CostItem[];
  /** What makes it less certain, as sentences. */
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
