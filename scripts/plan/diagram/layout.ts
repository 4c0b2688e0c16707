import { changeCounts } from "../change-words";
import type { Architecture, Link, LinkLabel, Part } from "./architecture";
import { type Box, type Line, type Route, SIZES } from "./boxes";
import { type Rows, toRows } from "./layers";
import { routeLinks } from "./routes";

/** Everything with its place, in units of a pixel. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly Box[];
  readonly routes: readonly Route[];
  /** Where the parts that nothing connects begin, for their heading. @default - there are none */
  readonly aloneAt?: number;
}

/** Letters that fit into a box: about 7 units each in bold, 5.6 else. A connection that changes is bold. */
const LETTERS = { title: 19, subtitle: 25, link: 23, change: 23 } as const;

/** Puts an architecture into rows and draws its links around the boxes. The same input gives the same places. */
export function layOut(architecture: Architecture, columns: number): Layout {
  const rows = toRows(architecture, columns);
  const width = 2 * SIZES.margin + columns * SIZES.boxWidth + (columns - 1) * SIZES.columnGap;
  const all = [...rows.connected, ...rows.alone];
  const lanes = lanesBetween(rows, architecture.links);
  const boxes: Box[] = [];
  let y = SIZES.margin;
  let aloneAt: number | undefined;
  all.forEach((parts, row) => {
    if (row === rows.connected.length) {
      aloneAt = y;
      y += SIZES.heading;
    }
    const drawn = parts.map((part) => ({ part, lines: linesOf(part, architecture) }));
    const height = Math.max(...drawn.map(({ lines }) => lines.length * SIZES.lineHeight)) + 2 * SIZES.padding;
    drawn.forEach(({ part, lines }, i) => {
      const column = columnOf(i, parts.length, columns, row >= rows.connected.length);
      const x = SIZES.margin + column * (SIZES.boxWidth + SIZES.columnGap);
      boxes.push({ part, lines, row, column, x, y, width: SIZES.boxWidth, height });
    });
    y += height + SIZES.rowGap + (lanes.get(row) ?? 0) * SIZES.lane;
  });
  const routes = routeLinks(architecture.links, boxes, columns);
  const height = y - SIZES.rowGap + SIZES.margin;
  return { width, height, boxes, routes, ...(aloneAt === undefined ? {} : { aloneAt }) };
}

/** Rows are centred as far as columns allow: what runs past a row runs between two columns. */
function columnOf(index: number, count: number, columns: number, alone: boolean): number {
  if (alone || count === columns) return index;
  const free = columns - count;
  if (count === 1) return Math.floor((columns - 1) / 2);
  return index + (index >= count / 2 ? free : 0);
}

/** How many lines run through the gap below each row, at most. */
function lanesBetween({ connected }: Rows, links: readonly Link[]): Map<number, number> {
  const rowOf = new Map(connected.flatMap((parts, row) => parts.map(({ id }) => [id, row] as const)));
  const lanes = new Map<number, number>();
  const add = (row: number) => lanes.set(row, (lanes.get(row) ?? 0) + 1);
  for (const { from, to } of links) {
    const [one, other] = [rowOf.get(from)!, rowOf.get(to)!];
    add(one);
    if (other - 1 !== one) add(other - 1);
  }
  return lanes;
}

function linesOf(part: Part, { links, parts }: Architecture): Line[] {
  const title = (id: string) => parts.find((other) => other.id === id)!.title;
  const incoming = links
    .filter(({ to }) => to === part.id)
    .flatMap(({ from, labels }) =>
      byChange(labels).flatMap(([change, texts]) =>
        wrap(`${SIGNS[change]}${title(from)}: ${texts.join(", ")}`, LETTERS.link).map(
          (text): Line => ({ text, style: "link", change }),
        ),
      ),
    );
  return [
    ...wrap(part.title, LETTERS.title).map((text): Line => ({ text, style: "title" })),
    ...(part.subtitle
      ? wrap(part.subtitle, LETTERS.subtitle).map((text): Line => ({ text, style: "subtitle" }))
      : []),
    ...incoming,
    ...changesText(part).map((text): Line => ({ text, style: "change" })),
  ];
}

const SIGNS = { same: "\u2190 ", added: "+ ", removed: "\u2212 " } as const;

function byChange(labels: readonly LinkLabel[]): Array<[LinkLabel["change"], string[]]> {
  return (["same", "added", "removed"] as const).flatMap((change) => {
    const texts = labels.filter((label) => label.change === change).map(({ text }) => text);
    return texts.length > 0 ? [[change, texts] as [LinkLabel["change"], string[]]] : [];
  });
}

/** `1 replaced, 2 changed` */
export function changesText({ changes }: Part): string[] {
  const text = changeCounts((kind) => changes.get(kind) ?? 0).join(", ");
  return text ? wrap(text, LETTERS.change) : [];
}

/** Words in lines of so many letters; a longer word gets a line of its own and is cut. */
export function wrap(text: string, letters: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && `${last} ${word}`.length <= letters)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.map((line) => (line.length > letters ? `${line.slice(0, letters - 1)}\u2026` : line));
}
