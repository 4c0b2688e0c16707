import type { PlanJson } from "../plan/terraform-plan";
import type { Diagnostic } from "./diagnostic";
import { describeDiagnostic } from "./terraform-diagnostics";
import { isCheck } from "./terraform-words";

/** Failed checks and Terraform's own warnings, which report the checks a second time; each once. */
export function warningsOf(plan: PlanJson, warnings: readonly Diagnostic[]): string[] {
  const failed = (plan.checks ?? [])
    .filter(({ address, status }) => address.kind === "check" && (status === "fail" || status === "error"))
    .flatMap(({ address, instances = [] }) => {
      const problems = instances.flatMap(({ problems: found = [] }) => found.map(({ message }) => message));
      return problems.length > 0 ? problems : [`The check ${address.to_display} could not be made.`];
    });
  const others = warnings
    .filter((each) => each.severity === "warning" && !isCheck(each))
    .map((warning) => describeDiagnostic(warning).replace(/^Warning: /, ""));
  return [...new Set([...failed, ...others])];
}
