import { compareEstimates } from "../../cost/comparison";
import type { Estimate } from "../../cost/estimate";
import { HOURS_A_MONTH } from "../../cost/units";
import type { Subject } from "./report";

/** A report for programs. Numbers are texts, so that they stay exact. */
export function renderJson(subjects: readonly Subject[]): string {
  const [one, other] = subjects as [Subject, Subject?];
  const document = {
    currency: "USD",
    hoursAMonth: HOURS_A_MONTH,
    estimates: subjects.map(({ name, estimate, before }) => ({
      name,
      ...estimateJson(estimate),
      before: before && estimateJson(before),
    })),
    comparison: other && comparisonJson(one, other),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function estimateJson({ region, items, total, withoutUsage, notIncluded, warnings }: Estimate) {
  return {
    region,
    total: total.toFixed(2),
    items: items.map(({ price, quantity, monthly, ...item }) => ({
      ...item,
      quantity: quantity.toFixed(),
      unitPrice: price.usd.toFixed(),
      monthly: monthly.toFixed(2),
      price: { name: price.name, region: price.region, date: price.source.date, page: price.source.page },
    })),
    withoutUsage: withoutUsage.map(({ what, usage, unit, price }) => ({
      what,
      usage,
      unit,
      unitPrice: price.usd.toFixed(),
    })),
    notIncluded,
    warnings,
  };
}

function comparisonJson(one: Subject, other: Subject) {
  const { items, total } = compareEstimates(one.estimate, other.estimate);
  return {
    items: items.map((item) => ({
      what: item.what,
      capability: item.capability,
      one: item.one.toFixed(2),
      other: item.other.toFixed(2),
      difference: item.difference.toFixed(2),
    })),
    total: {
      one: total.one.toFixed(2),
      other: total.other.toFixed(2),
      difference: total.difference.toFixed(2),
    },
    otherInRegionOfOne: other.inFirstRegion?.total.toFixed(2),
  };
}
