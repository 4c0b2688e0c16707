import type { Location, Log, ReportingDescriptor, Result, Run } from "sarif";
import type { Accepted, Judged } from "../../../rules/compliance/acceptances";
import type { Severity } from "../../../rules/finding";
import type { Compliance } from "../judge";
import { asFinding, type ImageWeakness, mendingOf } from "../scan/image-scan";

const LEVELS: Readonly<Record<Severity, "error" | "warning" | "note">> = {
  danger: "error",
  warning: "warning",
  unknown: "note",
  notice: "note",
};

/** GitHub's longest description. */
const MOST = 1024;

/**
 * The report as SARIF 2.1.0, which GitHub shows under "Code scanning". What is accepted is left out: GitHub takes no
 * notice of suppressions, and would show it as open. By GitHub's page "SARIF support for code scanning", 30 November 2026.
 *
 * @param file that a finding is shown at: a resource has no line of its own
 */
export function renderSarif({ environment, results, scans }: Compliance, file: string): string {
  const told = results.filter(({ outcome, acceptance }) => outcome !== "passed" && !acceptance);
  const found = scans.flatMap(({ weaknesses }) => weaknesses).filter(({ acceptance }) => !acceptance);
  const run = (name: string, rules: ReportingDescriptor[], own: Result[]): Run => ({
    tool: { driver: { name, rules: [...new Map(rules.map((rule) => [rule.id, rule])).values()] } },
    automationDetails: { id: `compliance/${environment}/` },
    results: own.map((result) => ({ ...result, locations: [{ ...at(file), ...result.locations?.[0] }] })),
  });
  const log: Log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      run("compliance", told.map(ruleOf), told.map(resultOf)),
      ...(scans.length > 0 ? [run("image scan", found.map(weaknessRule), found.map(weaknessResult))] : []),
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

/** The first line of a file, without which GitHub shows nothing. */
function at(uri: string): Location {
  const region = { startLine: 1, startColumn: 1, endLine: 1, endColumn: 1 };
  return { physicalLocation: { artifactLocation: { uri }, region } };
}

function ruleOf({ rule, pack, why, severity }: Judged): ReportingDescriptor {
  return descriptor(rule, `${pack.name}: ${rule}`, why, severity);
}

function resultOf({ rule, outcome, severity, title, why, resource }: Judged): Result {
  const isUnknown = outcome === "unknown";
  return {
    ruleId: rule,
    level: isUnknown ? "note" : LEVELS[severity],
    message: {
      text: isUnknown ? `Unknown before the apply, would be: ${title}. ${why}` : `${title}. ${why}`,
    },
    locations: [{ logicalLocations: [{ fullyQualifiedName: resource.address, kind: "resource" }] }],
    partialFingerprints: fingerprints(rule, resource.address),
  };
}

function weaknessRule({ rule, severity, title }: Accepted<ImageWeakness>): ReportingDescriptor {
  return descriptor(rule, `Weakness of an image: ${rule}`, title || rule, asFinding(severity));
}

function weaknessResult(weakness: Accepted<ImageWeakness>): Result {
  const { rule, severity, resource, program, version } = weakness;
  return {
    ruleId: rule,
    level: LEVELS[asFinding(severity)],
    message: {
      text: `${rule} in ${program} ${version} of ${resource.address}, ${mendingOf(weakness)}. ${weakness.title}`,
    },
    locations: [
      { logicalLocations: [{ fullyQualifiedName: `${resource.address} ${program}`, kind: "package" }] },
    ],
    partialFingerprints: fingerprints(rule, `${resource.address.replace(/[:@].*$/, "")} ${program}`),
  };
}

/** GitHub takes two results for one that have the same value: all are on one line, so it is made of what they are about. */
function fingerprints(rule: string, what: string): Record<string, string> {
  return { primaryLocationLineHash: `${rule} ${what}` };
}

function descriptor(id: string, short: string, full: string, severity: Severity): ReportingDescriptor {
  return {
    id,
    name: id.replace(/[^A-Za-z0-9]/g, ""),
    shortDescription: { text: short.slice(0, MOST) },
    fullDescription: { text: full.slice(0, MOST) },
    help: { text: full },
    defaultConfiguration: { level: LEVELS[severity] },
  };
}
