import type { Architecture, Link, Part } from "./architecture";

/** Rows of parts, from the outside in, and then what nothing connects. */
export interface Rows {
  readonly connected: ReadonlyArray<readonly Part[]>;
  readonly alone: ReadonlyArray<readonly Part[]>;
}

/** Puts each part below all that lead to it, no more than so many in a row. */
export function toRows({ parts, links }: Architecture, columns: number): Rows {
  const forward = withoutCycles(parts, links);
  const isConnected = ({ id }: Part) => links.some(({ from, to }) => from === id || to === id);
  const connected = parts.filter(isConnected);
  const depths = depthsOf(connected, forward);
  const layers = [...new Set(depths.values())].sort((one, other) => one - other);
  const rows: Part[][] = [];
  for (const layer of layers) {
    const members = connected.filter(({ id }) => depths.get(id) === layer);
    rows.push(...inRows(ordered(members, forward, rows.flat()), columns));
  }
  return {
    connected: rows,
    alone: inRows(
      parts.filter((part) => !isConnected(part)),
      columns,
    ),
  };
}

/** Links that lead on: one that leads back to where a way began has no place in an order. */
function withoutCycles(parts: readonly Part[], links: readonly Link[]): Link[] {
  const kept: Link[] = [];
  const [open, done] = [new Set<string>(), new Set<string>()];
  const visit = (id: string) => {
    open.add(id);
    for (const link of links.filter(({ from }) => from === id)) {
      if (open.has(link.to)) continue;
      kept.push(link);
      if (!done.has(link.to)) visit(link.to);
    }
    open.delete(id);
    done.add(id);
  };
  for (const { id } of parts) if (!done.has(id)) visit(id);
  return kept;
}

/** The longest way that leads to each part. What lies outside and is only reached comes last. */
function depthsOf(parts: readonly Part[], links: readonly Link[]): Map<string, number> {
  const depths = new Map<string, number>();
  const depthOf = (id: string): number => {
    const known = depths.get(id);
    if (known !== undefined) return known;
    const depth = links
      .filter(({ to }) => to === id)
      .reduce((most, { from }) => Math.max(most, depthOf(from) + 1), 0);
    depths.set(id, depth);
    return depth;
  };
  for (const { id } of parts) depthOf(id);
  const deepest = Math.max(0, ...depths.values());
  for (const { id, outside } of parts) if (outside && depths.get(id)! > 0) depths.set(id, deepest);
  return depths;
}

/** By where those are that lead to them, so that few lines cross. */
function ordered(members: readonly Part[], links: readonly Link[], above: readonly Part[]): Part[] {
  const place = new Map(above.map(({ id }, i) => [id, i]));
  const middle = ({ id }: Part) => {
    const places = links.filter(({ to }) => to === id).flatMap(({ from }) => place.get(from) ?? []);
    return places.length === 0 ? 0 : places.reduce((sum, i) => sum + i, 0) / places.length;
  };
  return members
    .map((part, i) => ({ part, key: middle(part), i }))
    .sort((one, other) => one.key - other.key || one.i - other.i)
    .map(({ part }) => part);
}

function inRows(parts: readonly Part[], columns: number): Part[][] {
  const count = Math.ceil(parts.length / columns);
  // Rows of about the same length: 2 and 2 instead of 3 and 1.
  const length = Math.ceil(parts.length / Math.max(1, count));
  return Array.from({ length: count }, (_, i) => parts.slice(i * length, (i + 1) * length));
}
