import { describeOrigin } from "../origin";
import type { Review } from "../review";

/** The report for programs, with all findings. Nothing in it is sensitive. */
export function renderJson(review: Review): string {
  const { environment, origin, counts, findings, warnings, unknowns } = review;
  const report = {
    environment,
    origin: describeOrigin(origin),
    counts,
    findings: findings.map((finding) => ({
      severity: finding.severity,
      area: finding.area,
      capability: finding.capability,
      resource: finding.address,
      title: finding.title,
      attributes: finding.attributes ?? (finding.attribute === undefined ? [] : [finding.attribute]),
      before: finding.before,
      after: finding.after,
      why: finding.why,
      isUnknown: finding.isUnknown ?? false,
      others: finding.others?.map(({ address, title }) => ({ resource: address, title })) ?? [],
    })),
    warnings,
    unknowns,
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}
