import type { ELK, ElkExtendedEdge, ElkNode } from "elkjs/lib/elk-api";
import type { Architecture, Link, LinkLabel, Part } from "./architecture";
import type { Frame, FrameId } from "./frames";
import { columnLines, type Line, labelsOf, linesOf } from "./text";

/** Its types are those of a module that another loader would give. */
type ElkConstructor = new () => ELK;

export interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Everything with its place, in units of a pixel. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  /** The outer ones first. */
  readonly frames: ReadonlyArray<Place & { readonly frame: Frame }>;
  readonly boxes: ReadonlyArray<Place & { readonly part: Part; readonly lines: readonly Line[] }>;
  readonly routes: ReadonlyArray<{
    readonly link: Link;
    /** Corners of the line. */
    readonly points: ReadonlyArray<readonly [x: number, y: number]>;
    readonly labels: ReadonlyArray<Place & { readonly label: LinkLabel }>;
  }>;
}

/** Distances, in units of a pixel. */
export const SIZES = {
  sign: 24,
  padding: 9,
  line: 15,
  boxWidth: 184,
  columnWidth: 290,
  letter: 6.2,
  labelHeight: 15,
} as const;

const FRAME = { "elk.padding": "[top=34,left=14,bottom=14,right=14]" };
const NARROW_FRAME = { "elk.padding": "[top=32,left=8,bottom=8,right=8]" };

const ROOT = {
  "elk.padding": "[top=12,left=12,bottom=12,right=12]",
  "elk.json.shapeCoords": "ROOT",
  "elk.json.edgeCoords": "ROOT",
};

const LAYERED = {
  ...ROOT,
  "elk.algorithm": "layered",
  "elk.direction": "DOWN",
  "elk.edgeRouting": "ORTHOGONAL",
  "elk.hierarchyHandling": "INCLUDE_CHILDREN",
  "elk.spacing.nodeNode": "22",
  "elk.spacing.edgeNode": "14",
  "elk.spacing.edgeEdge": "10",
  "elk.spacing.edgeLabel": "3",
  "elk.layered.spacing.nodeNodeBetweenLayers": "26",
  "elk.layered.spacing.edgeNodeBetweenLayers": "14",
  "elk.layered.nodePlacement.strategy": "NETWORK_SIMPLEX",
  "elk.layered.considerModelOrder.strategy": "NODES_AND_EDGES",
  "elk.randomSeed": "1",
};

/**
 * Puts an architecture into nested frames and leads its lines around the boxes, by the Eclipse Layout Kernel. The same
 * input gives the same places.
 *
 * @param columns boxes beside each other where nothing connects them; one is for a phone, without lines
 */
export async function layOut(architecture: Architecture, columns: number): Promise<Layout> {
  // It takes 0.3 s to load, and only a page needs it.
  const { default: Elk } = (await import("elkjs/lib/elk.bundled.js")) as unknown as {
    default: ElkConstructor;
  };
  const elk = new Elk();
  if (columns > 1) return fromGraph(await elk.layout(toGraph(architecture, columns)), architecture, linesOf);
  const lines = (part: Part) => columnLines(part, architecture);
  return fromGraph(await elk.layout(toColumn(architecture)), { ...architecture, links: [] }, lines);
}

function toGraph({ parts, links, frames }: Architecture, columns: number): ElkNode {
  const inside = (id: FrameId | undefined): ElkNode[] => {
    const boxes = parts.filter((part) => part.frame === id);
    const nested = frames
      .filter(({ parent }) => parent === id)
      .map((frame) => ({
        id: `frame-${frame.id}`,
        layoutOptions: frame.id === "around" ? { ...FRAME, ...rows(columns, SIZES.boxWidth) } : FRAME,
        children: inside(frame.id),
      }))
      .filter(({ children }) => children.length > 0);
    return [...boxes.map((part) => toBox(part.id, linesOf(part), SIZES.boxWidth)), ...nested];
  };
  const children = inside(undefined);
  const known = new Set(children.flatMap(idsOf));
  // It is not drawn, and puts what nothing connects below what is connected.
  const below = { id: "below", sources: ["frame-vpc"], targets: ["frame-around"] };
  return {
    id: "all",
    layoutOptions: LAYERED,
    children,
    edges: [...links.map(toEdge), ...(known.has("frame-vpc") && known.has("frame-around") ? [below] : [])],
  };
}

/** One box below the other for a phone: what leads to a box is said in it. */
function toColumn(architecture: Architecture): ElkNode {
  const { parts, links, frames } = architecture;
  const inside = (id: FrameId | undefined): ElkNode[] => {
    const boxes = (isReached: boolean) =>
      parts
        .filter((part) => part.frame === id && links.some(({ to }) => to === part.id) === isReached)
        .map((part) => toBox(part.id, columnLines(part, architecture), SIZES.columnWidth));
    const nested = frames
      .filter(({ parent }) => parent === id)
      .map((frame) => ({
        id: `frame-${frame.id}`,
        layoutOptions: { ...NARROW_FRAME, ...rows(1, SIZES.columnWidth) },
        children: inside(frame.id),
      }))
      .filter(({ children }) => children.length > 0);
    return [...boxes(false), ...nested, ...boxes(true)];
  };
  const layoutOptions = { ...rows(1, SIZES.columnWidth), ...ROOT };
  return { id: "all", layoutOptions, children: inside(undefined) };
}

function idsOf(node: ElkNode): string[] {
  return [node.id, ...(node.children ?? []).flatMap(idsOf)];
}

/** Boxes without lines between them stand in rows. */
function rows(columns: number, boxWidth: number): Record<string, string> {
  return {
    "elk.algorithm": "rectpacking",
    "elk.hierarchyHandling": "SEPARATE_CHILDREN",
    "elk.rectpacking.widthApproximation.targetWidth": String(columns * (boxWidth + 16)),
    "elk.rectpacking.widthApproximation.strategy": "TARGET_WIDTH",
    "elk.spacing.nodeNode": "12",
  };
}

function toBox(id: string, lines: readonly Line[], width: number): ElkNode {
  const height = Math.max(lines.length * SIZES.line, SIZES.sign) + 2 * SIZES.padding;
  return { id, width, height };
}

function toEdge(link: Link, index: number): ElkExtendedEdge {
  const labels = labelsOf(link).map(({ text }) => ({
    text,
    width: Math.ceil(text.length * SIZES.letter) + 6,
    height: SIZES.labelHeight,
    layoutOptions: { "elk.edgeLabels.inline": "true" },
  }));
  // A request is led downwards; the way out does not turn that round.
  const [source, target] = link.isWayOut ? [link.to, link.from] : [link.from, link.to];
  return { id: `link-${index}`, sources: [source], targets: [target], labels };
}

function fromGraph(
  graph: ElkNode,
  { parts, links, frames }: Architecture,
  lines: (part: Part) => readonly Line[],
): Layout {
  const places = new Map<string, Place>();
  const edges = new Map<string, ElkExtendedEdge>();
  const visit = (node: ElkNode) => {
    places.set(node.id, placeOf(node));
    for (const edge of node.edges ?? []) edges.set(edge.id, edge);
    for (const child of node.children ?? []) visit(child);
  };
  visit(graph);
  const { width, height } = places.get("all")!;
  return {
    width,
    height,
    frames: frames.flatMap((frame) => {
      const place = places.get(`frame-${frame.id}`);
      return place ? [{ ...place, frame }] : [];
    }),
    boxes: parts.map((part) => ({ ...places.get(part.id)!, part, lines: lines(part) })),
    routes: links.map((link, index) => {
      const { sections = [], labels = [] } = edges.get(`link-${index}`)!;
      const points = sections.flatMap(({ startPoint, bendPoints = [], endPoint }) =>
        [startPoint, ...bendPoints, endPoint].map(({ x, y }) => [Math.round(x), Math.round(y)] as const),
      );
      if (link.isWayOut) points.reverse();
      return { link, points, labels: labelsOf(link).map((label, i) => ({ ...placeOf(labels[i]!), label })) };
    }),
  };
}

function placeOf({ x = 0, y = 0, width = 0, height = 0 }: Partial<Place>): Place {
  return { x: Math.round(x), y: Math.round(y), width: Math.round(width), height: Math.round(height) };
}
