import { maskPlan } from "../../../scripts/plan/masked-plan";
import { plannedStack } from "../../../scripts/plan/planned-stack";
import type { Action, PlanJson } from "../../../scripts/plan/terraform-plan";
import { type Finding, SEVERITIES } from "../../../scripts/rules/finding";
import { findAll } from "../../../scripts/rules/rules";
import { HARMLESS_DELETIONS, HARMLESS_REPLACEMENTS } from "../../../scripts/rules/unknown/harmless/types";
import { InstallationWithEverything } from "../../support/installation-with-everything";
import { enforcing, KINDS, roundsOf } from "./kinds/all";
import { type Kind, planWith } from "./kinds/kind";
import { judge, judgeWhole, type Mutation, mutationsOf } from "./mutations";
import { isStronger } from "./stronger-mutations";

/** `npm run test:review` tries all of them, which takes minutes; every run tries some of each resource. */
const ALL = process.env.REVIEW_MUTATIONS === "all";
const SAMPLE = 6;

let plan: PlanJson;

beforeAll(async () => {
  plan = (await InstallationWithEverything.shared()).plan();
}, 300_000);

/** Some of them, spread over the whole: each run takes the same ones. */
function sampleOf(mutations: readonly Mutation[], place: number): readonly Mutation[] {
  if (ALL) return mutations;
  const step = Math.max(1, Math.floor(mutations.length / SAMPLE));
  return mutations.filter((_, i) => i % step === place % step).slice(0, SAMPLE);
}

test(
  "no attribute of any resource changes without a finding, unless a list has it with a reason",
  () => {
    const resources = (plan.resource_changes ?? []).filter(({ mode }) => mode === "managed");
    const mutations = resources.map(mutationsOf).map(sampleOf);
    const silent = new Set<string>();
    let judged = 0;
    for (const { mutation, findings, isListed, parts } of judge(plan, mutations)) {
      judged++;
      if (findings.length > 0 || isListed || isStronger(mutation)) continue;
      const { resource, pattern, kind } = mutation;
      const [part] = parts;
      silent.add(
        `${resource.type} ${pattern}: ${kind}, ${part?.before ?? "nothing"} -> ${part?.after ?? "nothing"}`,
      );
    }
    expect([...silent]).toEqual([]);
    // Attributes that nothing is made of, such as those that only differ in kinds of nothing, are left out.
    expect(judged).toBeGreaterThan(ALL ? 20_000 : 1_000);
    if (ALL) console.log(`${judged} mutations of ${resources.length} resources were reviewed.`);
  },
  15 * 60_000,
);

test("no resource is forgotten, deleted or replaced without a finding, unless a list has its type with a reason", () => {
  const silent = (actions: readonly Action[], isListed: (type: string) => boolean) =>
    judgeWhole(plan, actions, ALL).filter(
      ({ resource, findings }) => findings.length === 0 && !isListed(resource.type),
    );
  const wrong = [
    ...silent(["forget"], () => false),
    ...(ALL ? silent(["delete"], (type) => HARMLESS_DELETIONS.has(type)) : []),
    ...(ALL ? silent(["delete", "create"], (type) => HARMLESS_REPLACEMENTS.has(type)) : []),
  ];
  expect(wrong.map(({ resource }) => resource.address)).toEqual([]);
});

test("what a careful reviewer stops at is found, and as bad as it is", () => {
  const base = enforcing(plan);
  const wrong = roundsOf(KINDS).flatMap((kinds) => {
    const found = findAll(plannedStack(maskPlan(planWith(base, kinds)).plan));
    return kinds.flatMap((kind) => mistakeIn(kind, found) ?? []);
  });
  expect(wrong).toEqual([]);
  expect(KINDS.length).toBeGreaterThan(400);
});

/** The review's judgement of a kind, where a careful reviewer would judge otherwise. */
function mistakeIn([kind, severity, says, address]: Kind, found: readonly Finding[]): object | undefined {
  const own = found.filter((finding) => finding.address === address);
  const about = own.filter(({ title }) => says.test(title));
  const worst = SEVERITIES.find((candidate) => about.some((finding) => finding.severity === candidate));
  return worst === severity
    ? undefined
    : { kind, expected: `${severity} ${says}`, found: own.map((one) => `${one.severity} ${one.title}`) };
}

test("a plan without changes has nothing that can hurt", () => {
  expect(findAll(plannedStack(maskPlan(plan).plan))).toEqual([]);
});
