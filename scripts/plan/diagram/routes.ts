import type { Link } from "./architecture";
import { type Box, type Route, SIZES } from "./boxes";

/** Leaves room for the head of an arrow, and before the first line. */
const FIRST_LANE = 10;

/** Distance of lines that share the way between two columns. */
const CHANNEL = 5;

/** Keeps where lines leave apart from where lines arrive, so that two of them never look like one. */
const APART = 8;

/**
 * Draws each link from the bottom of one box to the top of another. It runs through the gap between two rows, and
 * past other rows between two columns, where no box can be.
 */
export function routeLinks(links: readonly Link[], boxes: readonly Box[], columns: number): Route[] {
  const byId = new Map(boxes.map((box) => [box.part.id, box]));
  const lanes = new Map<number, number>();
  const channels = new Map<number, number>();
  const laneBelow = (row: number): number => {
    const used = lanes.get(row) ?? 0;
    lanes.set(row, used + 1);
    return bottomOf(row, boxes) + FIRST_LANE + used * SIZES.lane;
  };
  const ends = places(links, byId);
  return links.map((link, i): Route => {
    const [from, to] = [byId.get(link.from)!, byId.get(link.to)!];
    const { start, end } = ends[i]!;
    const first = laneBelow(from.row);
    const out: Array<readonly [number, number]> = [
      [start, from.y + from.height],
      [start, first],
    ];
    if (to.row - 1 !== from.row) {
      const channel = nearestChannel(start, end, columns);
      const used = channels.get(channel) ?? 0;
      channels.set(channel, used + 1);
      const x = channel + ((used % 5) - 2) * CHANNEL;
      const last = laneBelow(to.row - 1);
      out.push([x, first], [x, last], [end, last]);
    } else {
      out.push([end, first]);
    }
    out.push([end, to.y]);
    return { link, points: out };
  });
}

/** Where each link leaves and arrives: spread over the sides of the boxes, in the order of the other ends. */
function places(links: readonly Link[], byId: ReadonlyMap<string, Box>) {
  const spread = (box: Box, side: "from" | "to", link: Link): number => {
    const other = side === "from" ? "to" : "from";
    const members = links
      .filter((candidate) => candidate[side] === box.part.id)
      .map((candidate) => ({ candidate, x: byId.get(candidate[other])!.x }))
      .sort((one, next) => one.x - next.x);
    const place = members.findIndex(({ candidate }) => candidate === link);
    const shift = side === "from" ? APART : -APART;
    return Math.round(box.x + (box.width * (place + 1)) / (members.length + 1)) + shift;
  };
  return links.map((link) => ({
    start: spread(byId.get(link.from)!, "from", link),
    end: spread(byId.get(link.to)!, "to", link),
  }));
}

/** Finds the way between two columns with the least detour; with a single column, the right margin. */
function nearestChannel(start: number, end: number, columns: number): number {
  const pitch = SIZES.boxWidth + SIZES.columnGap;
  const candidates = Array.from(
    { length: Math.max(1, columns - 1) },
    (_, i) => SIZES.margin + (i + 1) * pitch - SIZES.columnGap / 2,
  );
  const detour = (x: number) => Math.abs(x - start) + Math.abs(x - end);
  return candidates.sort((one, other) => detour(one) - detour(other) || one - other)[0]!;
}

/** The bottom of the row above the gap; above the first row it is the upper edge. */
function bottomOf(row: number, boxes: readonly Box[]): number {
  const inRow = boxes.filter((box) => box.row === row);
  return inRow.length === 0 ? 0 : Math.max(...inRow.map(({ y, height }) => y + height));
}
