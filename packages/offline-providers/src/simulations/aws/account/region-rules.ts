import { page } from "./aws-reference";
import { REGION_GAPS } from "./region-gaps";
import type { RefusalRule } from "./rule";

/** Refuses to make what the region does not have. */
export const REGION_RULES: readonly RefusalRule[] = REGION_GAPS.map((gap) => ({
  kind: "not in the region",
  type: "any",
  action: "create",
  operation: "Create",
  code: "UnknownEndpoint",
  source: page(gap.page),
  reason: ({ type, values }) => {
    // An endpoint group names the region of what it leads to, as its service is in one region only.
    const region = String(values?.endpoint_group_region ?? values?.region);
    if (!values || !gap.types.test(type) || !gap.missingIn.includes(region)) return undefined;
    return gap.when?.(values) === false
      ? undefined
      : `${region} has no ${type} like this one: see ${page(gap.page)}.`;
  },
}));
