import type { Compliance } from "../judge";
import { countsOf } from "./counts";

/** The report for programs. */
export function renderJson({ environment, origin, results, scans }: Compliance): string {
  const report = {
    environment,
    origin,
    packs: countsOf(results).map(({ pack, ...counts }) => ({ pack: pack.id, name: pack.name, ...counts })),
    results: results.map(({ pack, rule, resource, outcome, severity, title, why, acceptance }) => ({
      pack: pack.id,
      rule,
      resource: resource.address,
      outcome: acceptance ? "accepted" : outcome,
      ...(outcome === "passed" ? {} : { severity, title, why }),
      ...(acceptance ? { reason: acceptance.reason, owner: acceptance.owner } : {}),
    })),
    images: scans.map(({ image, scanner, weaknesses }) => ({
      image,
      scanner,
      weaknesses: weaknesses.map(({ rule, severity, program, version, fixedIn, title, acceptance }) => ({
        rule,
        severity,
        program,
        version,
        fixedIn,
        title,
        ...(acceptance ? { reason: acceptance.reason, owner: acceptance.owner } : {}),
      })),
    })),
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}
