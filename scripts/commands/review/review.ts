import { compareTitles } from "../../plan/capabilities";
import { type Counts, countsOf, remarksOf } from "../../plan/counts";
import { type Architecture, architectureOf } from "../../plan/diagram/architecture";
import { maskPlan } from "../../plan/masked-plan";
import { plannedStack } from "../../plan/planned-stack";
import { type ShownChange, shownChange } from "../../plan/shown-change";
import type { PlanJson } from "../../plan/terraform-plan";
import { compareFindings, type Finding } from "../../rules/finding";
import { groupFindings } from "../../rules/grouping";
import { findAll } from "../../rules/rules";
import type { Diagnostic } from "../../terraform/diagnostic";
import { warningsOf } from "../../terraform/warnings";
import { incompleteness } from "./completeness";
import { type CostChange, costChange } from "./cost-change";
import type { Origin } from "./origin";
import { unknownsOf } from "./unknowns";

/** All that a report tells of a plan; nothing in it is sensitive. */
export interface Review {
  readonly environment: string;
  /** e.g. `us-east-1, OpenEMR 7.0.3` */
  readonly remarks: string;
  readonly origin: Origin;
  readonly counts: Counts;
  /** The worst first. */
  readonly findings: readonly Finding[];
  /** By capability in the order of the preview. */
  readonly changes: readonly ShownChange[];
  readonly cost: CostChange;
  readonly architecture: Architecture;
  /** Failed checks and warnings of Terraform. */
  readonly warnings: readonly string[];
  /** Questions that such a plan leaves open, as sentences. */
  readonly unknowns: readonly string[];
}

export interface ReviewedPlan {
  readonly environment: string;
  /** As Terraform made it, with all that is sensitive. */
  readonly plan: PlanJson;
  readonly origin: Origin;
  /** Warnings that Terraform gave while it planned. @default - none */
  readonly diagnostics?: readonly Diagnostic[];
}

/** Reads a plan as a reviewer does. */
export function reviewPlan({ environment, plan, origin, diagnostics = [] }: ReviewedPlan): Review {
  const { plan: masked, scrub } = maskPlan(plan);
  const stack = plannedStack(masked);
  const changes = stack.resources.flatMap((resource) => shownChange(resource) ?? []);
  return {
    environment,
    remarks: remarksOf(masked),
    origin,
    counts: countsOf(stack.resources),
    findings: [...incompleteness(plan), ...groupFindings(findAll(stack), stack)].sort(compareFindings),
    changes: changes.sort((one, other) => compareTitles(one.capability, other.capability)),
    cost: costChange(masked),
    architecture: architectureOf(stack.resources),
    warnings: [
      ...(plan.errored ? ["Terraform stopped at an error: this is only a part of the plan."] : []),
      ...warningsOf(masked, scrub(diagnostics)),
    ],
    unknowns: unknownsOf(stack, origin),
  };
}
