import { Big } from "big.js";
import { plannedResources } from "../plan/resource";
import type { PlanJson } from "../plan/terraform-plan";
import { BilledStack } from "./billed-stack";
import { chargedItems } from "./charged-items";
import { type Item, totalOf } from "./item";
import type { Place } from "./make-item";
import { LIST_PRICES, type Prices, REFERENCE_REGION, WORLDWIDE } from "./prices";
import { regionOf } from "./region";
import { compareLines, RULES, ruleFor } from "./rules";
import { USAGE, USAGE_NAMES, type Usage } from "./usage";
import { type MissingUsage, usageItems } from "./usage-items";

/** The cost of a stack a month, in USD. */
export interface Estimate {
  readonly region: string;
  /** By capability in the order of the preview, and in the order of the rules within each. */
  readonly items: readonly Item[];
  /** Sum of all items. */
  readonly total: Big;
  /** Things that are billed by use, where no use was given. */
  readonly withoutUsage: readonly MissingUsage[];
  /** Other things that are not in it, as sentences. */
  readonly notIncluded: readonly string[];
  /** Reasons why it is less certain, as sentences. */
  readonly warnings: readonly string[];
}

/**
 * Estimates the cost of a plan's stack once the plan is carried out.
 *
 * @param usage what is used a month. @default - nothing, which gives the base cost
 */
export function estimate(plan: PlanJson, usage: Usage = {}, prices: Prices = LIST_PRICES): Estimate {
  const stack = BilledStack.after(plan);
  return estimateStack(stack, regionOf(stack, plan), usage, prices, forgotten(plan));
}

/** Estimates the cost before: nothing for a new installation. The difference to {@link estimate} is the plan's. */
export function estimateBefore(plan: PlanJson, usage: Usage = {}, prices: Prices = LIST_PRICES): Estimate {
  const stack = BilledStack.before(plan);
  return estimateStack(stack, regionOf(stack, plan), usage, prices);
}

/** Estimates the cost of the stack in another region, so that two can be compared, region aside. */
export function estimateIn(
  region: string,
  plan: PlanJson,
  usage: Usage = {},
  prices: Prices = LIST_PRICES,
): Estimate {
  return estimateStack(BilledStack.after(plan), region, usage, prices, forgotten(plan));
}

function estimateStack(
  stack: BilledStack,
  region: string,
  usage: Usage,
  prices: Prices,
  remarks: readonly string[] = [],
): Estimate {
  const place = { region, prices };
  const charged = chargedItems(stack, place);
  const used = usageItems(stack, usage, place);
  const items = [...charged.items, ...used.items].sort(compareLines);
  return {
    region,
    items,
    total: totalOf(items),
    withoutUsage: used.missing,
    notIncluded: [...notesOf(stack), ...GENERAL_NOTES],
    warnings: [
      ...standIns(items, place),
      ...charged.notEstimated,
      ...used.notEstimated,
      ...withoutRule(stack),
      ...idleUsage(usage, items),
      ...remarks,
    ],
  };
}

const GENERAL_NOTES = [
  "Whatever autoscaling adds, taxes, AWS Support, discounts and free tiers.",
  "The bucket, lock table and key of Terraform's state: a dollar a month for an account, and requests.",
];

function notesOf(stack: BilledStack): string[] {
  return Object.entries(RULES)
    .filter(([type]) => stack.ofType(type).length > 0)
    .flatMap(([, { notes = [] }]) => (typeof notes === "function" ? notes(stack) : notes));
}

function standIns(items: readonly Item[], { region, prices }: Place): string[] {
  const borrowed = items.filter(({ price }) => ![region, WORLDWIDE].includes(price.region));
  if (borrowed.length === 0) return [];
  const names = [...new Set(borrowed.map(({ what }) => what))].join(", ");
  const known = prices.regions.includes(region)
    ? `Not all prices of ${region} are known`
    : `The prices of ${region} are not known`;
  return [`${known}. Those of ${REFERENCE_REGION} stand in for: ${names}.`];
}

function withoutRule(stack: BilledStack): string[] {
  const types = new Set(stack.resources.map(({ type }) => type).filter((type) => !ruleFor(type)));
  return [...types]
    .sort()
    .map((type) => `Not in the estimate: ${type}, of which this project does not know what it costs.`);
}

function idleUsage(usage: Usage, items: readonly Item[]): string[] {
  const billed = new Set(items.map(({ usage: name }) => name));
  return USAGE_NAMES.filter((name) => !new Big(usage[name] ?? 0).eq(0) && !billed.has(name)).map(
    (name) => `Nothing in the stack is billed by ${name} (${USAGE[name]}), so it adds nothing.`,
  );
}

function forgotten(plan: PlanJson): string[] {
  return plannedResources(plan)
    .filter(({ change, type }) => change === "forget" && RULES[type] !== undefined)
    .map(
      ({ address }) => `Not in the estimate: ${address}, which Terraform forgets, but which stays billed.`,
    );
}
