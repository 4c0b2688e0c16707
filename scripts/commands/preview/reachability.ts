import { ANYWHERE, type Connection, portsText, readConnections } from "../../plan/connections";
import type { Fact } from "../../plan/fact";
import { groupBy } from "../../plan/group-by";
import type { PlannedResource } from "../../plan/resource";
import { heading, type Page, row } from "../../terminal/layout";

/** Who can reach what, from the rules of the security groups. */
export function renderReachability(page: Page, resources: readonly PlannedResource[]): string[] {
  const connections = readConnections(resources);
  if (connections.length === 0) return [];
  const incoming = connections.filter((connection) => connection.incoming);
  // Between two groups a connection needs a rule on either side; it is one path.
  const outgoing = connections.filter(
    (connection) => !connection.incoming && !incoming.some((other) => isSamePath(connection, other)),
  );
  const ordered = [
    ...incoming.filter(isOutside),
    ...incoming.filter((connection) => !isOutside(connection)),
    ...outgoing.filter((connection) => !isOutside(connection)),
    ...outgoing.filter(isOutside),
  ];
  const nobody = incoming.some(isOutside) ? [] : row(page, "from outside", [{ text: "nobody" }]);
  return [heading(page, "Who can reach what", "all else is closed"), ...nobody, ...joinPorts(page, ordered)];
}

/** One end is a range of addresses. */
function isOutside({ from, to }: Connection): boolean {
  return [from, to].some((end) => end.outside === "range");
}

function isSamePath(one: Connection, other: Connection): boolean {
  return (
    one.from.label === other.from.label &&
    one.to.label === other.to.label &&
    portsText(one) === portsText(other)
  );
}

function joinPorts(page: Page, connections: readonly Connection[]): string[] {
  const lines = groupBy(connections, ({ from, to }) => `${from.label}\n${to.label}`);
  return [...lines.values()].flatMap((members) => {
    const { from, to, incoming } = members[0]!;
    const open = incoming && ANYWHERE.includes(from.label);
    const allPorts = [...new Set(members.map(portsText))].join(", ");
    const facts: Fact[] = [
      { text: `-> ${to.label}: ${allPorts}` },
      ...(open ? [{ text: "open to the whole internet", weak: true }] : []),
    ];
    return row(page, from.label, facts);
  });
}
