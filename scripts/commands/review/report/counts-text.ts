import type { Counts } from "../../../plan/counts";
import type { Finding, Severity } from "../../../rules/finding";
import { SEVERITIES } from "../../../rules/finding";

const PLURALS: Readonly<Record<Severity, string>> = {
  danger: "dangers",
  warning: "warnings",
  notice: "notices",
};

/** `2 dangers, 1 warning` or `nothing found that can hurt` */
export function findingsText(findings: readonly Finding[]): string {
  const parts = SEVERITIES.flatMap((severity) => {
    const count = findings.filter((finding) => finding.severity === severity).length;
    return count === 0 ? [] : [`${count} ${count === 1 ? severity : PLURALS[severity]}`];
  });
  return parts.join(", ") || "nothing found that can hurt";
}

/** `3 to add, 1 to change, 0 to destroy` */
export function countsText({ add, change, destroy, unchanged }: Counts): string {
  const parts = [`${add} to add`, `${change} to change`, `${destroy} to destroy`];
  return [...parts, ...(unchanged > 0 ? [`${unchanged} unchanged`] : [])].join(", ");
}
