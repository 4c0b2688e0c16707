import { maskPlan } from "../../../scripts/plan/masked-plan";
import { plannedStack } from "../../../scripts/plan/planned-stack";
import type { Action, PlanJson, ResourceChange } from "../../../scripts/plan/terraform-plan";
import { type ChangedPart, changedParts } from "../../../scripts/plan/values/differences";
import type { Finding } from "../../../scripts/rules/finding";
import { findAll } from "../../../scripts/rules/rules";
import { isHarmless } from "../../../scripts/rules/unknown/recognition";
import { isObject, jsonIn } from "../../../scripts/system/json";

/** One attribute of one resource with another value. */
export interface Mutation {
  readonly resource: ResourceChange;
  /** e.g. `rule.*.action.*.block` */
  readonly pattern: string;
  readonly kind: "changed" | "more" | "less" | "removed" | "emptied" | "given";
  readonly after: unknown;
}

type Step = string | number | "json";

/** Items of a list that are alike are tried so often. */
const ALIKE = 2;

/** Types of an argument that has no value cannot be seen in a plan: each is tried. */
const GIVEN: readonly unknown[] = ["arn:aws:iam::999999999999:role/other", 7, true, ["other"], [{}]];

/** Every attribute of a resource as it is in a plan without changes, with other values. */
export function mutationsOf(resource: ResourceChange): Mutation[] {
  const values = resource.change.after;
  const seen = new Map<string, number>();
  return places(values).flatMap(({ steps, pattern, value }) => {
    const count = (seen.get(pattern) ?? 0) + 1;
    seen.set(pattern, count);
    if (count > ALIKE || pattern === "") return [];
    return othersFor(value).map(([kind, other]) => ({
      resource,
      pattern,
      kind,
      after: withValue(values, steps, other),
    }));
  });
}

function othersFor(value: unknown): ReadonlyArray<readonly [Mutation["kind"], unknown]> {
  if (value === null || value === undefined) return GIVEN.map((given) => ["given", given] as const);
  if (typeof value === "boolean")
    return [
      ["changed", !value],
      ["removed", null],
    ];
  if (typeof value === "number")
    return [
      ["more", value + 1],
      ["less", value - 1],
      ["removed", null],
    ];
  if (typeof value === "string")
    return [
      ["changed", changedText(value)],
      ["emptied", ""],
      ["removed", null],
    ];
  if (Array.isArray(value)) {
    return value.length === 0
      ? [
          ["given", ["other"]],
          ["given", [{}]],
        ]
      : [
          ["emptied", []],
          ["removed", null],
          ["less", value.slice(1)],
          ["more", [...value, anotherLike(value[0])]],
        ];
  }
  return Object.keys(value).length === 0
    ? [["given", { other: "other" }]]
    : [
        ["emptied", {}],
        ["removed", null],
      ];
}

function anotherLike(item: unknown): unknown {
  return isObject(item) ? { ...item, name: "other", id: "other", rule_name: "other", key: "other" } : "other";
}

function changedText(text: string): string {
  if (jsonIn(text)) return "{}";
  return text.startsWith("arn:") ? `${text}-other` : `other-${text}`;
}

interface Place {
  readonly steps: readonly Step[];
  readonly pattern: string;
  readonly value: unknown;
}

/** All places of values, from the outside in, those in texts of JSON included. */
function places(value: unknown, steps: readonly Step[] = [], pattern = ""): Place[] {
  const own = { steps, pattern, value };
  const document = typeof value === "string" ? jsonIn(value) : undefined;
  if (document) return [own, ...places(document, [...steps, "json"], pattern).slice(1)];
  if (Array.isArray(value)) {
    const inner = value.flatMap((item, i) =>
      typeof item === "object" ? places(item, [...steps, i], `${pattern}.*`) : [],
    );
    return [own, ...inner];
  }
  if (!isObject(value)) return [own];
  return [
    own,
    ...Object.entries(value).flatMap(([key, item]) =>
      places(item, [...steps, key], pattern === "" ? key : `${pattern}.${key}`),
    ),
  ];
}

function withValue(value: unknown, [step, ...rest]: readonly Step[], other: unknown): unknown {
  if (step === undefined) return other;
  if (step === "json") return JSON.stringify(withValue(jsonIn(value as string), rest, other));
  if (Array.isArray(value)) return value.map((item, i) => (i === step ? withValue(item, rest, other) : item));
  const object = (value ?? {}) as Record<string, unknown>;
  return { ...object, [step]: withValue(object[step], rest, other) };
}

/** The review's findings on a mutation. */
export interface Judgement {
  readonly mutation: Mutation;
  readonly parts: readonly ChangedPart[];
  /** None: the review calls it harmless. */
  readonly findings: readonly Finding[];
  /** All that changes is on the list of harmless attributes. */
  readonly isListed: boolean;
}

/** Reviews mutations, as many at once as there are resources: the n-th of each together. */
export function* judge(plan: PlanJson, mutations: ReadonlyArray<readonly Mutation[]>): Generator<Judgement> {
  const most = Math.max(...mutations.map(({ length }) => length));
  for (let round = 0; round < most; round++) {
    const chosen = new Map(
      mutations.flatMap((own) => own.slice(round, round + 1)).map((own) => [own.resource.address, own]),
    );
    const changes = (plan.resource_changes ?? []).map((resource) => {
      const mutation = chosen.get(resource.address);
      if (!mutation) return resource;
      return {
        ...resource,
        change: { ...resource.change, actions: ["update"] as const, after: mutation.after },
      };
    });
    const stack = plannedStack(maskPlan({ ...plan, resource_changes: changes as ResourceChange[] }).plan);
    const findings = findAll(stack);
    for (const resource of stack.resources) {
      const mutation = chosen.get(resource.address);
      if (!mutation) continue;
      const parts = changedParts(resource.before, resource.after, "");
      if (parts.length === 0) continue;
      yield {
        mutation,
        parts,
        findings: findings.filter(({ address }) => address === resource.address),
        isListed: parts.every((part) => isHarmless(resource, part)),
      };
    }
  }
}

/**
 * Reviews what happens to resources as a whole.
 *
 * @param oneByOne one resource of each type, each in a plan of its own: what goes with another resource is no finding of
 *   its own there. Otherwise all of them at once.
 */
export function judgeWhole(
  plan: PlanJson,
  actions: readonly Action[],
  oneByOne: boolean,
): Array<{ readonly resource: ResourceChange; readonly findings: readonly Finding[] }> {
  const managed = (plan.resource_changes ?? []).filter(({ mode }) => mode === "managed");
  const ofEachType = [...new Map(managed.map((resource) => [resource.type, resource])).values()];
  const rounds = oneByOne ? ofEachType.map((resource) => [resource]) : [managed];
  return rounds.flatMap((round) => {
    const changed = (resource: ResourceChange) =>
      round.includes(resource)
        ? {
            ...resource,
            change: {
              ...resource.change,
              actions,
              after: actions.includes("create") ? resource.change.after : null,
            },
          }
        : resource;
    const resource_changes = (plan.resource_changes ?? []).map(changed) as ResourceChange[];
    const findings = findAll(plannedStack(maskPlan({ ...plan, resource_changes }).plan));
    return round.map((resource) => ({
      resource,
      findings: findings.filter(({ address }) => address === resource.address),
    }));
  });
}
