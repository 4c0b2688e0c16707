import type { Judged } from "../../../rules/compliance/acceptances";
import type { Severity } from "../../../rules/finding";
import type { Compliance } from "../judge";

const LEVELS: Readonly<Record<Severity, "error" | "warning" | "note">> = {
  danger: "error",
  warning: "warning",
  unknown: "note",
  notice: "note",
};

/**
 * The report as SARIF 2.1.0, which GitHub shows under "Code scanning". What is accepted is suppressed there, with its
 * reason.
 *
 * @param file that a finding is shown at: a resource has no line of its own
 */
export function renderSarif({ environment, results }: Compliance, file: string): string {
  const told = results.filter(({ outcome }) => outcome !== "passed");
  const rules = [...new Map(told.map((result) => [result.rule, result])).values()];
  const sarif = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "compliance", rules: rules.map(ruleOf) } },
        automationDetails: { id: `compliance/${environment}/` },
        results: told.map((result) => resultOf(result, file)),
      },
    ],
  };
  return `${JSON.stringify(sarif, null, 2)}\n`;
}

function ruleOf({ rule, pack, why, severity }: Judged) {
  return {
    id: rule,
    name: rule.replace(/[^A-Za-z0-9]/g, ""),
    shortDescription: { text: `${pack.name}: ${rule}` },
    fullDescription: { text: why },
    defaultConfiguration: { level: LEVELS[severity] },
  };
}

function resultOf({ rule, outcome, severity, title, why, resource, acceptance }: Judged, file: string) {
  const isUnknown = outcome === "unknown";
  return {
    ruleId: rule,
    level: isUnknown ? "note" : LEVELS[severity],
    message: {
      text: isUnknown ? `Unknown before the apply, would be: ${title}. ${why}` : `${title}. ${why}`,
    },
    locations: [
      {
        physicalLocation: { artifactLocation: { uri: file }, region: { startLine: 1 } },
        logicalLocations: [{ fullyQualifiedName: resource.address, kind: "resource" }],
      },
    ],
    partialFingerprints: { ruleAndResource: `${rule} ${resource.address}` },
    ...(acceptance
      ? { suppressions: [{ kind: "external", justification: `${acceptance.reason} (${acceptance.owner})` }] }
      : {}),
  };
}
