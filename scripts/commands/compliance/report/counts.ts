import type { Judged } from "../../../rules/compliance/acceptances";
import type { Pack } from "../../../rules/compliance/packs/pack";

/** How often rules of a pack passed, failed and so on. What is accepted counts as that only. */
export interface PackCounts {
  readonly pack: Pack;
  readonly passed: number;
  readonly failed: number;
  readonly unknown: number;
  readonly accepted: number;
}

export function countsOf(results: readonly Judged[]): PackCounts[] {
  return [...new Set(results.map(({ pack }) => pack))].map((pack) => {
    const own = results.filter((result) => result.pack === pack);
    const count = (outcome: Judged["outcome"]) =>
      own.filter((result) => result.outcome === outcome && !result.acceptance).length;
    return {
      pack,
      passed: count("passed"),
      failed: count("failed"),
      unknown: count("unknown"),
      accepted: own.filter(({ acceptance }) => acceptance).length,
    };
  });
}

/** Results that are one weakness: the same of the same resource, by whatever packs. */
export interface Weakness {
  readonly first: Judged;
  /** Names of the rules. */
  readonly rules: readonly string[];
}

export function weaknessesOf(results: readonly Judged[]): Weakness[] {
  const byTitle = new Map<string, Judged[]>();
  for (const result of results) {
    const key = `${result.resource.address}\n${result.title}\n${result.outcome}`;
    byTitle.set(key, [...(byTitle.get(key) ?? []), result]);
  }
  return [...byTitle.values()].map((same) => ({
    first: same[0]!,
    rules: [...new Set(same.map(({ rule }) => rule))],
  }));
}
