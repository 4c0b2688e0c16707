import { groupBy } from "../plan/group-by";
import type { PlannedStack } from "../plan/planned-stack";
import type { PlannedResource } from "../plan/resource";
import { compareFindings, type Finding, SEVERITIES } from "./finding";
import { HARMS, harmOf } from "./harm";

/** Findings of which the reader learns one thing become one, with the others as its parts. */
export function groupFindings(findings: readonly Finding[], stack: PlannedStack): Finding[] {
  return alike(consequences(findings, stack)).sort(compareFindings);
}

/**
 * A resource that is replaced because another one is, such as everything in a VPC, is a part of that one's finding: the
 * person changed one thing.
 */
function consequences(findings: readonly Finding[], { resources }: PlannedStack): Finding[] {
  const replaced = resources.filter(({ change }) => change === "replace");
  const causes = new Map(
    replaced.flatMap((resource) => {
      const cause = causeOf(resource, replaced);
      return cause ? [[resource.address, cause.address] as const] : [];
    }),
  );
  const rootOf = (address: string, seen: readonly string[] = []): string => {
    const cause = causes.get(address);
    return cause === undefined || seen.includes(cause) ? address : rootOf(cause, [...seen, address]);
  };
  const wholes = findings.filter(
    ({ isWhole, address }) => isWhole && replaced.some((one) => one.address === address),
  );
  const groups = groupBy(wholes, ({ address }) => rootOf(address));
  const merged = new Map<Finding, Finding | undefined>();
  for (const [root, members] of groups) {
    const own = members.find(({ address }) => address === root);
    const others = members.filter(({ address }) => address !== root).sort(compareFindings);
    if (!own || others.length === 0) continue;
    for (const other of others) merged.set(other, undefined);
    merged.set(own, withConsequences(own, others));
  }
  return findings.flatMap((finding) => (merged.has(finding) ? (merged.get(finding) ?? []) : [finding]));
}

/** The replaced resource that an argument which forces the replacement refers to. */
function causeOf(
  resource: PlannedResource,
  replaced: readonly PlannedResource[],
): PlannedResource | undefined {
  const { configured, replacedBecauseOf } = resource;
  const expressions = (configured?.expressions ?? {}) as Record<string, unknown>;
  const text = replacedBecauseOf
    .map((path) => JSON.stringify(expressions[path.split(".", 1)[0]!]) ?? "")
    .join();
  return replaced.find(
    (other) => other !== resource && new RegExp(`"${other.type}\\.${other.name}(?:["\\.\\[])`).test(text),
  );
}

function withConsequences(own: Finding, others: readonly Finding[]): Finding {
  const count = new Set(others.map(({ address }) => address)).size;
  const [worst] = others;
  const harm = HARMS.find((candidate) => [own, ...others].some((finding) => harmOf(finding) === candidate))!;
  const severity = SEVERITIES.find((candidate) =>
    [own, ...others].some((finding) => finding.severity === candidate),
  )!;
  return {
    ...own,
    severity,
    harm,
    title: `${own.title}, and with it ${count} more: ${nounOf(worst!)}${count > 1 ? " and others" : ""}`,
    why: `${worst!.why} ${own.why}`,
    others: others.map(({ address, title }) => ({ address, title })),
  };
}

/** `Database: Aurora cluster` of `Database: Aurora cluster is REPLACED by an empty one`. */
function nounOf({ title, says }: Finding): string {
  return says === undefined ? title : title.slice(0, -says.length).trim();
}

/** A change that several resources share, such as a setting of four buckets, is one thing. */
function alike(findings: readonly Finding[]): Finding[] {
  const key = (finding: Finding) =>
    finding.others || finding.says === undefined
      ? `${finding.address} ${finding.title}`
      : [
          finding.area,
          finding.severity,
          finding.type,
          finding.says,
          patternOf(finding),
          finding.before,
          finding.after,
        ].join("\n");
  return [...groupBy(findings, key).values()].flatMap((members) => {
    const [first, ...rest] = members;
    const addresses = new Set(members.map(({ address }) => address));
    if (addresses.size === 1) return members;
    const others = rest.map(({ address, title }) => ({ address, title }));
    return [{ ...first!, title: `${first!.title}, and ${addresses.size - 1} more`, others }];
  });
}

/** The attribute without names of items. */
function patternOf({ attributes, attribute }: Finding): string {
  return [...(attributes ?? [attribute ?? ""])].map((path) => path.replace(/\[[^\]]*\]/g, "[]")).join();
}
