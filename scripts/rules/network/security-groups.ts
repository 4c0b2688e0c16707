import { ANYWHERE, type Connection, portsText, readConnections } from "../../plan/connections";
import type { PlannedStack } from "../../plan/planned-stack";
import type { PlannedResource } from "../../plan/resource";
import { rangeCovers } from "../../system/ip-range";
import { type Finding, findingOf, type Severity } from "../finding";
import type { Area } from "../rule";
import { isReadAsConnection } from "./security-group-parts";

const TITLE = "Network openings";

/**
 * Finds traffic that security groups let through and did not before. Groups are compared, not rules: a rule that
 * another one replaces opens nothing.
 */
export const securityGroups: Area = {
  title: TITLE,
  find: (stack) => {
    const [before, after] = [readConnections(stack.before), readConnections(stack.after)];
    const openings = after
      .filter((connection) => !before.some((existing) => lets(existing, connection)))
      .flatMap((connection) => findingFor(connection, before, stack) ?? []);
    const closings = before
      .filter((connection) => !after.some((remaining) => lets(remaining, connection)))
      .flatMap((connection) => closingOf(connection, stack) ?? []);
    return [...openings, ...closings];
  },
  knows: isReadAsConnection,
};

/** A closing is fine where it is meant; one by mistake stops the application. */
function closingOf(closing: Connection, stack: PlannedStack): Finding | undefined {
  const resource = stack.resources.find(({ address }) => address === closing.address);
  if (resource === undefined || isUsedByNothing(closing, stack)) return undefined;
  return findingOf(TITLE, resource, {
    severity: isBetweenParts(closing, stack) ? "warning" : "notice",
    says: `no longer lets ${closing.from.label} reach ${closing.to.label}`,
    attribute: closing.incoming ? "ingress" : "egress",
    before: describe([closing])!,
    after: "(none)",
    why: "Whatever still uses it stops working.",
  });
}

/** The group goes as well. */
function isUsedByNothing(connection: Connection, stack: PlannedStack): boolean {
  return !isGroupOf(ownerOf(connection), stack);
}

/** Both sides are parts of the stack that stay: one of them works no longer. */
function isBetweenParts(connection: Connection, stack: PlannedStack): boolean {
  const { group } = peerOf(connection);
  return group !== undefined && group !== ownerOf(connection) && isGroupOf(group, stack);
}

function isGroupOf(group: string, { after }: PlannedStack): boolean {
  return after.some(({ name, type }) => /^aws_(default_)?security_group$/.test(type) && name === group);
}

function findingFor(
  opening: Connection,
  before: readonly Connection[],
  stack: PlannedStack,
): Finding | undefined {
  const resource = stack.after.find(({ address }) => address === opening.address)!;
  const severity = severityOf(opening, stack.isNew);
  if (!severity) return undefined;
  const former = before.filter(
    (connection) => connection.incoming === opening.incoming && ownerOf(connection) === ownerOf(opening),
  );
  const other = describe(sameRule(resource, former, opening));
  return findingOf(TITLE, resource, {
    severity,
    says: opening.incoming
      ? `lets ${opening.from.label} reach ${opening.to.label}`
      : `lets ${opening.from.label} reach ${opening.to.label} (outgoing)`,
    attribute: opening.incoming ? "ingress" : "egress",
    ...(other ? { before: other } : {}),
    after: describe([opening])!,
    why: whyOf(opening),
  });
}

/** On a new installation everything is an opening; what is worth a look is what everyone can use. */
function severityOf(opening: Connection, isNew: boolean): Severity | undefined {
  const anywhere = ANYWHERE.includes(peerOf(opening).label);
  const everything = opening.protocol === "-1";
  if (opening.incoming) {
    if (anywhere) return isNew ? "warning" : "danger";
    if (isNew) return everything ? "warning" : undefined;
    return peerOf(opening).outside === undefined ? "warning" : "danger";
  }
  if (everything && anywhere) return isNew ? "warning" : "danger";
  if (isNew) return undefined;
  return peerOf(opening).outside === undefined ? "notice" : "warning";
}

function whyOf(opening: Connection): string {
  const anywhere = ANYWHERE.includes(peerOf(opening).label);
  if (opening.incoming) {
    return anywhere
      ? "The whole internet can try passwords and weaknesses there."
      : "More can connect than before; each of them can try passwords and weaknesses there.";
  }
  return anywhere
    ? "An intruder can send data to any address over these ports."
    : "Data can leave by a way that it could not before.";
}

/** True where the first lets through all that the second does. */
function lets(one: Connection, other: Connection): boolean {
  return (
    one.incoming === other.incoming &&
    ownerOf(one) === ownerOf(other) &&
    peerCovers(one, other) &&
    (one.protocol === "-1" || (one.protocol === other.protocol && portsCover(one, other)))
  );
}

function peerCovers(one: Connection, other: Connection): boolean {
  const [wide, narrow] = [peerOf(one), peerOf(other)];
  if (wide.group !== undefined || narrow.group !== undefined) return wide.group === narrow.group;
  return wide.label === narrow.label || rangeCovers(wide.label, narrow.label);
}

function portsCover({ ports: wide }: Connection, { ports: narrow }: Connection): boolean {
  if (!wide) return true;
  return narrow !== undefined && wide[0] <= narrow[0] && narrow[1] <= wide[1];
}

/** The former openings of the same rule where there are some, else those with the same ports. */
function sameRule({ address }: PlannedResource, former: readonly Connection[], opening: Connection) {
  const own = former.filter((connection) => connection.address === address);
  return own.length > 0 ? own : former.filter((connection) => portsText(connection) === portsText(opening));
}

function describe(connections: readonly Connection[]): string | undefined {
  const texts = connections.map((connection) => `${peerOf(connection).label}: ${portsText(connection)}`);
  return texts.length === 0 ? undefined : [...new Set(texts)].join("; ");
}

function peerOf({ incoming, from, to }: Connection) {
  return incoming ? from : to;
}

function ownerOf({ incoming, from, to }: Connection): string {
  const owner = incoming ? to : from;
  return owner.group ?? owner.label;
}
