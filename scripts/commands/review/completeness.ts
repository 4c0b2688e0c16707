import type { PlanJson } from "../../plan/terraform-plan";
import type { Finding } from "../../rules/finding";

const WHOLE = { area: "The plan itself", address: "the plan", capability: "Plan" } as const;

/** Finds that a plan is incomplete; told before everything that it has. */
export function incompleteness({ errored, complete }: PlanJson): Finding[] {
  if (errored) {
    return [
      {
        ...WHOLE,
        severity: "danger",
        title: "Plan: it FAILED, and this is a part of it",
        why: "Terraform stopped at an error. What it had not come to is missing here, deletions included, and such a plan cannot be applied.",
      },
    ];
  }
  if (complete !== false) return [];
  return [
    {
      ...WHOLE,
      severity: "warning",
      title: "Plan: it is of a part of the stack",
      why: "As with -target, what it leaves out may change as well, and is missing here.",
    },
  ];
}
