import type { Counts } from "../../../plan/counts";
import type { Finding, Severity } from "../../../rules/finding";
import { SEVERITIES } from "../../../rules/finding";

const WORDS: Readonly<Record<Severity, readonly [one: string, many: string]>> = {
  danger: ["danger", "dangers"],
  warning: ["warning", "warnings"],
  unknown: ["unknown change", "unknown changes"],
  notice: ["notice", "notices"],
};

/**
 * `2 dangers, 1 warning, 3 unknown changes (1 suspicious)`, or `nothing that can hurt` where every change was recognized
 * as harmless.
 */
export function findingsText(findings: readonly Finding[]): string {
  const parts = SEVERITIES.flatMap((severity) => {
    const told = findings.filter((finding) => kindOf(finding) === severity);
    if (told.length === 0) return [];
    const suspicious = told.filter((finding) => severity === "unknown" && finding.severity !== "unknown");
    const text = `${told.length} ${WORDS[severity][told.length === 1 ? 0 : 1]}`;
    return [suspicious.length === 0 ? text : `${text} (${suspicious.length} suspicious)`];
  });
  return parts.join(", ") || "nothing that can hurt";
}

/** A change that no rule knows is counted as such, suspicious or not. */
function kindOf({ severity, isUnknown }: Finding): Severity {
  return isUnknown ? "unknown" : severity;
}

/** `3 to add, 1 to change, 0 to destroy` */
export function countsText({ add, change, destroy, unchanged }: Counts): string {
  const parts = [`${add} to add`, `${change} to change`, `${destroy} to destroy`];
  return [...parts, ...(unchanged > 0 ? [`${unchanged} unchanged`] : [])].join(", ");
}
