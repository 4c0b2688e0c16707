import type { Fact } from "../../plan/fact";
import { groupBy } from "../../plan/group-by";
import type { Kind } from "../../plan/kind";
import { adjectivesOf, compareTypes, kindOf, labelOf } from "../../plan/kinds";
import type { PlannedResource } from "../../plan/resource";

/** One line of the inventory: resources of one type, and what is to say of them. */
export interface Entry {
  readonly kind: Kind;
  readonly resources: readonly PlannedResource[];
  readonly facts: readonly Fact[];
}

/** The lines for resources of one capability, the most important first. */
export function toEntries(resources: readonly PlannedResource[]): Entry[] {
  const ordered = [...resources].sort((one, other) => compareTypes(one.type, other.type));
  const entries = [...groupBy(ordered, ({ type, name }) => `${type}.${name}`).values()].map(toEntry);
  // Those of one type that read the same are one: four log groups with one retention.
  return [...groupBy(withParts(entries), similarity).values()].map(merge);
}

/** e.g. `2 private subnets` */
export function entryLabel({ kind, resources }: Entry): string {
  const role = resources[0]!.role;
  if (resources.length === 1) return capitalize(labelOf(kind, role));
  const { one, many = `${one}s` } = kind;
  const shared = resources.every((resource) => resource.role === role) ? adjectivesOf(kind, role) : [];
  return [resources.length, ...shared, many].join(" ");
}

/** All instances of one resource; their facts together, each said once. */
function toEntry(resources: readonly PlannedResource[]): Entry {
  const kind = kindOf(resources[0]!.type);
  const facts = resources.flatMap((resource) => (kind.facts ?? []).flatMap((read) => read(resource) ?? []));
  return { kind, resources, facts: distinct(facts) };
}

/** Tells what is a part of something, such as the lifecycle of a bucket, together with that. */
function withParts(entries: readonly Entry[]): Entry[] {
  const owners = new Map(entries.map((entry) => [entry, ownerOf(entry, entries)]));
  return entries
    .filter((entry) => !owners.get(entry))
    .map((entry) => {
      const parts = entries.filter((part) => owners.get(part) === entry);
      return { ...entry, facts: distinct([entry, ...parts].flatMap(({ facts }) => facts)) };
    });
}

/** The one whose name begins the part's, or the only one that there is. */
function ownerOf({ kind, resources }: Entry, entries: readonly Entry[]): Entry | undefined {
  if (!kind.partOf) return undefined;
  const candidates = entries.filter((entry) => entry.resources[0]!.type === kind.partOf);
  const begins = candidates.filter((entry) => resources[0]!.name.startsWith(entry.resources[0]!.name));
  const nearest = begins.sort(
    (one, other) => other.resources[0]!.name.length - one.resources[0]!.name.length,
  )[0];
  return nearest ?? (candidates.length === 1 ? candidates[0] : undefined);
}

function similarity({ kind, facts }: Entry): string {
  return JSON.stringify([kind.one, facts]);
}

/** `audit, error: kept 90 days`: the names are a part of the first fact. */
function merge(entries: readonly Entry[]): Entry {
  const [first, ...others] = entries;
  if (others.length === 0) return first!;
  const { kind, facts } = first!;
  const resources = entries.flatMap((entry) => entry.resources);
  const roles = [...new Set(resources.map(({ role }) => adjectivesOf(kind, role).join(" ")))].filter(Boolean);
  if (roles.length === 0) return { kind, resources, facts };
  const names = roles.join(", ");
  const [leading, ...rest] = facts;
  const named: Fact = leading ? { ...leading, text: `${names}: ${leading.text}` } : { text: names };
  return { kind, resources, facts: [named, ...rest] };
}

function distinct(facts: readonly Fact[]): Fact[] {
  return [...new Map(facts.map((fact) => [fact.text, fact])).values()];
}

function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
