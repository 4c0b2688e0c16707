import { compareTitles, groupTitle } from "../capabilities";
import { type Connection, type End, portsText, readConnections } from "../connections";
import { groupBy } from "../group-by";
import { stackOf } from "../planned-stack";
import type { ChangeKind, PlannedResource } from "../resource";
import { copyRegionOf, type Frame, type FrameId, frameOf, framesOf, isCopyVault } from "./frames";
import { partId } from "./part-id";
import { relationsOf } from "./relations";
import { subtitleOf } from "./subtitle";
import { type RawLink, throughGateways } from "./way-out";

/** A capability of a stack, or something outside of it. */
export interface Part {
  readonly id: string;
  readonly title: string;
  /** The most important thing in it: `Aurora cluster`, or AWS's name for it. */
  readonly subtitle?: string;
  readonly outside: boolean;
  /** The frame that it is in. @default - it is outside of all */
  readonly frame?: FrameId;
  /** How many of its resources change, by kind; those that stay are left out. */
  readonly changes: ReadonlyMap<ChangeKind, number>;
}

/** Something that one part reaches, or does for, another. */
export interface Link {
  readonly from: string;
  readonly to: string;
  /** Each with what becomes of it. */
  readonly labels: readonly LinkLabel[];
  /** It leads back to where requests come from, and out. @default false */
  readonly isWayOut?: boolean;
}

export interface LinkLabel {
  /** Ports, or words such as `backups`. */
  readonly text: string;
  readonly change: "same" | "added" | "removed";
}

/** Capabilities and what connects them, sorted from the outside in. */
export interface Architecture {
  readonly parts: readonly Part[];
  readonly links: readonly Link[];
  /** The outer ones first. */
  readonly frames: readonly Frame[];
}

/** Types that are nothing anybody would draw. */
const NOT_DRAWN = new Set(["terraform_data", "random_id", "random_password", "random_string"]);

/**
 * The architecture that a plan leaves, with what it changes.
 *
 * @param nameOf names an end outside of the stack. @default - as the rules write it
 */
export function architectureOf(
  resources: readonly PlannedResource[],
  nameOf: (end: End, connection: Connection) => string = ({ label }) => label,
): Architecture {
  const drawn = resources.filter(({ type }) => !NOT_DRAWN.has(type));
  const groups = groupBy(drawn, ({ capability }) => groupTitle(capability));
  const capabilities = [...groups.entries()]
    .sort(([one], [other]) => compareTitles(one, other))
    .map(([title, members]) => toPart(title, members));

  const { before, after, isNew } = stackOf(drawn);
  const drawnLinks = joined(
    [
      ...linksOf(after, nameOf).map((link) => ({ ...link, side: "after" as const })),
      ...(isNew ? [] : linksOf(before, nameOf).map((link) => ({ ...link, side: "before" as const }))),
    ],
    isNew,
  );
  const outsides = [...new Set(drawnLinks.flatMap(({ from, to }) => [from, to]))]
    .filter((id) => !capabilities.some((part) => part.id === id))
    .map((id): Part => ({ id, title: id.replace(/^(from|to) /, ""), outside: true, changes: new Map() }));
  const connected = new Set(drawnLinks.flatMap(({ from, to }) => [from, to]));
  const placed = capabilities.map((part): Part => {
    // Nothing leads there, so its place is beside what is connected.
    const isAround = part.frame === "region" && !connected.has(part.id);
    return isAround ? { ...part, frame: "around" } : part;
  });
  const copies = copiesOf(drawn, isNew);
  return {
    parts: [...outsides, ...placed, ...copies.parts],
    links: [...drawnLinks, ...copies.links],
    frames: framesOf(drawn),
  };
}

/** Backups that go to another region, which is a part of its own. */
function copiesOf(
  resources: readonly PlannedResource[],
  isNew: boolean,
): Pick<Architecture, "parts" | "links"> {
  if (copyRegionOf(resources) === undefined) return { parts: [], links: [] };
  const id = "backup-copies";
  const vault = resources.find(isCopyVault)!;
  const change =
    isNew || vault.change === "unchanged" ? "same" : vault.change === "destroy" ? "removed" : "added";
  return {
    parts: [{ id, title: "Backup", subtitle: "copies", outside: true, frame: "copies", changes: new Map() }],
    links: [{ from: partId("Backup"), to: id, labels: [{ text: "copies", change }] }],
  };
}

function linksOf(
  resources: readonly PlannedResource[],
  nameOf: (end: End, connection: Connection) => string,
): RawLink[] {
  const connections = readConnections(resources).map((connection) => ({
    from: placeOf(connection.from, "from", connection, nameOf),
    to: placeOf(connection.to, "to", connection, nameOf),
    text: portsText(connection),
  }));
  return [...throughGateways(connections, resources), ...relationsOf(resources)].filter(
    ({ from, to }) => from !== to,
  );
}

/** An outside that sends and one that receives are two parts: one is drawn before the stack, one after it. */
function placeOf(
  end: End,
  side: "from" | "to",
  connection: Connection,
  nameOf: (end: End, connection: Connection) => string,
): string {
  if (end.group !== undefined) return partId(groupTitle(end.group.split("_", 1)[0]!));
  return `${side} ${nameOf(end, connection)}`;
}

function joined(links: ReadonlyArray<RawLink & { side: "before" | "after" }>, isNew: boolean): Link[] {
  const pairs = groupBy(links, ({ from, to }) => `${from}\n${to}`);
  return [...pairs.values()].map((members) => {
    const labels = groupBy(members, ({ text }) => text);
    return {
      from: members[0]!.from,
      to: members[0]!.to,
      ...(members[0]!.isWayOut ? { isWayOut: true } : {}),
      labels: [...labels.entries()].map(([text, sides]): LinkLabel => {
        const [before, after] = ["before", "after"].map((side) => sides.some((link) => link.side === side));
        return { text, change: isNew || (before && after) ? "same" : after ? "added" : "removed" };
      }),
    };
  });
}

function toPart(title: string, members: readonly PlannedResource[]): Part {
  const changes = new Map<ChangeKind, number>();
  for (const { change } of members) {
    if (change !== "unchanged") changes.set(change, (changes.get(change) ?? 0) + 1);
  }
  return {
    id: partId(title),
    title,
    subtitle: subtitleOf(title, members),
    outside: false,
    frame: frameOf(members),
    changes,
  };
}
