import type { Architecture } from "./architecture";
import { type Layout, layOut, SIZES } from "./layout";
import { lookOf } from "./looks";
import { DIAGRAM_COLORS, DIAGRAM_STYLE, PART_COLORS } from "./style";
import type { Line } from "./text";

export interface SvgOptions {
  /** Boxes beside each other where nothing connects them. */
  readonly columns: number;
  readonly title: string;
  readonly description: string;
  /** Sets the identifiers of two diagrams in one page apart. */
  readonly id: string;
  /** Brings its own colours, for a file that no page shows. @default false */
  readonly standalone?: boolean;
  /** Where a box leads to, by the part's id. @default - nowhere */
  readonly href?: (partId: string) => string;
}

/** The architecture as SVG, in the colours of the page that it is in: text as text, and the same bytes each time. */
export async function renderSvg(architecture: Architecture, options: SvgOptions): Promise<string> {
  const layout = await layOut(architecture, options.columns);
  const { id, title, description, standalone = false } = options;
  const { width } = layout;
  const legend = layout.boxes.some(({ part }) => lookOf(part).optional) ? LEGEND : [];
  const height = layout.height + legend.length * SIZES.line;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="diagram" viewBox="0 0 ${width} ${height}" ` +
      `${standalone ? `width="${width}" height="${height}" ` : ""}role="group" aria-labelledby="${id}-title ${id}-description">`,
    `<title id="${id}-title">${escapeXml(title)}</title>`,
    `<desc id="${id}-description">${escapeXml(description)}</desc>`,
    ...(standalone
      ? [
          `<style>${DIAGRAM_COLORS}${PART_COLORS}${DIAGRAM_STYLE}</style>`,
          '<rect class="sheet" width="100%" height="100%"/>',
        ]
      : []),
    ...markers(id),
    ...layout.frames.map(renderFrame),
    ...layout.routes.map((route) => renderRoute(route, id)),
    ...layout.routes.flatMap(renderLabels),
    ...layout.boxes.map((box) => renderBox(box, options)),
    ...legend.map(
      (text, i) => `<text class="subtitle" x="14" y="${layout.height + i * SIZES.line}">${text}</text>`,
    ),
    "</svg>",
  ].join("\n");
}

/** Below the drawing. */
const LEGEND = ["Dashed box: a variable can leave it out."];

const KINDS = ["same", "added", "removed"] as const;

function markers(id: string): string[] {
  const marker = (kind: string) =>
    `<marker id="${id}-${kind}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" ` +
    `markerUnits="userSpaceOnUse" orient="auto"><path class="head${kind === "same" ? "" : ` head-${kind}`}" d="M0 0L8 4L0 8z"/></marker>`;
  return ["<defs>", ...KINDS.map(marker), "</defs>"];
}

function renderFrame({ frame, x, y, width, height }: Layout["frames"][number]): string {
  const zones = frame.zones
    ? ` <tspan class="zone">in zones ${escapeXml(frame.zones.join(", "))}</tspan>`
    : "";
  return (
    `<g class="frame frame-${frame.id}"><rect x="${x}" y="${y}" width="${width}" height="${height}" rx="4"/>` +
    `<text x="${x + 12}" y="${y + 20}">${escapeXml(frame.label)}${zones}</text></g>`
  );
}

function renderRoute({ link, points }: Layout["routes"][number], id: string): string {
  const changes = new Set(link.labels.map(({ change }) => change));
  const kind =
    changes.size === 1 ? [...changes][0]! : changes.has("same") || changes.has("added") ? "added" : "removed";
  const [[x, y], ...rest] = points as [readonly [number, number], ...Array<readonly [number, number]>];
  const way = rest.map(([toX, toY]) => `L${toX} ${toY}`).join("");
  // Traffic has a protocol and a port; what has none, such as backups, is drawn otherwise.
  const isTraffic = link.labels.some(({ text }) => /\d|everything/.test(text));
  const classes = [
    "route",
    ...(isTraffic ? [] : ["route-data"]),
    ...(kind === "same" ? [] : [`route-${kind}`]),
  ];
  return `<path class="${classes.join(" ")}" marker-end="url(#${id}-${kind})" d="M${x} ${y}${way}"/>`;
}

function renderLabels({ labels }: Layout["routes"][number]): string[] {
  return labels.map(({ label: { text, change }, x, y }) => {
    const style = change === "same" ? "link" : `link link-${change}`;
    return `<text class="${style}" x="${x + 3}" y="${y + 11}">${escapeXml(text)}</text>`;
  });
}

function renderBox(box: Layout["boxes"][number], { href }: SvgOptions): string {
  const { part, x, y, width, height, lines } = box;
  const look = lookOf(part);
  const style = ["box", look.kind, ...(look.optional ? ["optional"] : []), ...changeStyle(box)].join(" ");
  const first = y + height / 2 - (lines.length * SIZES.line) / 2;
  const text = lines.map((line, i) =>
    renderLine(
      line,
      x + SIZES.sign + 2 * SIZES.padding,
      Math.round((first + (i + 0.78) * SIZES.line) * 10) / 10,
    ),
  );
  const sign = `<path class="sign" transform="translate(${x + SIZES.padding} ${y + height / 2 - SIZES.sign / 2})" d="${look.sign}"/>`;
  const frame = `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="6"/>`;
  const content = [frame, sign, ...text].join("");
  if (!href || part.outside) return `<g class="${style}">${content}</g>`;
  return `<a class="${style}" href="${escapeXml(href(part.id))}" data-capability="${escapeXml(part.title)}">${content}</a>`;
}

function changeStyle({ part: { changes } }: Layout["boxes"][number]): string[] {
  if (changes.has("destroy") || changes.has("replace")) return ["removed"];
  if (changes.has("update") || changes.has("forget")) return ["changed"];
  return changes.has("create") ? ["added"] : [];
}

function renderLine({ text, style, change = "same" }: Line, x: number, y: number): string {
  const classes = change === "same" ? style : `${style} link-${change}`;
  return `<text class="${classes}" x="${x}" y="${y}">${escapeXml(text)}</text>`;
}

/** For text and for attributes in double quotes. */
export function escapeXml(text: string): string {
  return (
    text
      .replaceAll("&", "&amp;")
      .replaceAll("<", "&lt;")
      .replaceAll(">", "&gt;")
      .replaceAll('"', "&quot;")
      // biome-ignore lint/suspicious/noControlCharactersInRegex: XML has no way to write these at all
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, "\ufffd")
  );
}
