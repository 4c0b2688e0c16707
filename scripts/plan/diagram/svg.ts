import type { Architecture } from "./architecture";
import { type Box, type Line, type Route, SIZES } from "./boxes";
import { changesText, type Layout, layOut } from "./layout";

export interface SvgOptions {
  /** Boxes in a row. */
  readonly columns: number;
  readonly title: string;
  readonly description: string;
  /** Sets the identifiers of two diagrams in one page apart. */
  readonly id: string;
  /** Brings its own colours, for a file that stands alone. @default false */
  readonly standalone?: boolean;
  /** Where a box leads to, by the part's id. @default - nowhere */
  readonly href?: (partId: string) => string;
}

/** The architecture as SVG, in the colours of the page that it is in: text as text, and the same bytes each time. */
export function renderSvg(architecture: Architecture, options: SvgOptions): string {
  const layout = layOut(architecture, options.columns);
  const { id, title, description, standalone = false } = options;
  const { width, height } = layout;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="diagram" viewBox="0 0 ${width} ${height}" ` +
      `${standalone ? `width="${width}" height="${height}" ` : ""}role="group" aria-labelledby="${id}-title ${id}-description">`,
    `<title id="${id}-title">${escapeXml(title)}</title>`,
    `<desc id="${id}-description">${escapeXml(description)}</desc>`,
    ...(standalone
      ? [
          `<style>${DIAGRAM_COLORS}${DIAGRAM_STYLE}</style>`,
          '<rect class="sheet" width="100%" height="100%"/>',
        ]
      : []),
    ...markers(id),
    ...layout.routes.map((route) => renderRoute(route, id)),
    ...renderAlone(layout),
    ...layout.boxes.map((box) => renderBox(box, options)),
    "</svg>",
  ].join("\n");
}

/** Describes a diagram in words, for people who cannot see it. */
export function describeArchitecture({ parts, links }: Architecture): string {
  const title = (id: string) => parts.find((part) => part.id === id)!.title;
  const ways = links.map(
    ({ from, to, labels }) => `${title(from)} to ${title(to)} (${labels.map(({ text }) => text).join(", ")})`,
  );
  const changed = parts.flatMap((part) => {
    const text = changesText(part).join(" ");
    return text ? [`${part.title}: ${text}`] : [];
  });
  return [
    `Connections: ${ways.join("; ") || "none"}.`,
    ...(changed.length > 0 ? [`Changes: ${changed.join("; ")}.`] : []),
  ].join(" ");
}

/** As custom properties, so that a page gives its own. */
export const DIAGRAM_COLORS = `
:root{--sheet:#fff;--box:#f6f8fa;--outside:#fff;--edge:#8c959f;--text:#1f2328;--dim:#59636e;--added:#1a7f37;--removed:#cf222e;--changed:#9a6700}
@media(prefers-color-scheme:dark){:root{--sheet:#0d1117;--box:#151b23;--outside:#0d1117;--edge:#656c76;--text:#f0f6fc;--dim:#9198a1;--added:#3fb950;--removed:#f85149;--changed:#d29922}}
`;

export const DIAGRAM_STYLE = `
.diagram{font-family:system-ui,-apple-system,"Segoe UI",sans-serif}
.diagram .sheet{fill:var(--sheet)}
.diagram .box rect{fill:var(--box);stroke:var(--edge);stroke-width:1}
.diagram .outside rect{fill:var(--outside);stroke-dasharray:4 3}
.diagram .added rect{stroke:var(--added);stroke-width:2}
.diagram .changed rect{stroke:var(--changed);stroke-width:2.5}
.diagram .removed rect{stroke:var(--removed);stroke-width:3}
.diagram text{fill:var(--text);font-size:12px}
.diagram .title{font-size:13px;font-weight:600}
.diagram .subtitle,.diagram .link,.diagram .heading{fill:var(--dim);font-size:11px}
.diagram .link-added{fill:var(--added);font-weight:600}
.diagram .link-removed{fill:var(--removed);font-weight:600}
.diagram .change{fill:var(--text);font-size:11px;font-weight:600}
.diagram .route{fill:none;stroke:var(--edge);stroke-width:1.25}
.diagram .route-added{stroke:var(--added);stroke-width:2}
.diagram .route-removed{stroke:var(--removed);stroke-width:2;stroke-dasharray:5 4}
.diagram .head{fill:var(--edge)}
.diagram .head-added{fill:var(--added)}
.diagram .head-removed{fill:var(--removed)}
`;

const KINDS = ["same", "added", "removed"] as const;

function markers(id: string): string[] {
  const marker = (kind: string) =>
    `<marker id="${id}-${kind}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" ` +
    `markerUnits="userSpaceOnUse" orient="auto"><path class="head${kind === "same" ? "" : ` head-${kind}`}" d="M0 0L8 4L0 8z"/></marker>`;
  return ["<defs>", ...KINDS.map(marker), "</defs>"];
}

function renderRoute({ link, points }: Route, id: string): string {
  const changes = new Set(link.labels.map(({ change }) => change));
  const kind =
    changes.size === 1 ? [...changes][0]! : changes.has("same") || changes.has("added") ? "added" : "removed";
  const [[x, y], ...rest] = points as [readonly [number, number], ...Array<readonly [number, number]>];
  const way = rest.map(([toX, toY]) => `L${toX} ${toY}`).join("");
  return `<path class="route${kind === "same" ? "" : ` route-${kind}`}" marker-end="url(#${id}-${kind})" d="M${x} ${y}${way}"/>`;
}

function renderAlone({ aloneAt }: Layout): string[] {
  if (aloneAt === undefined) return [];
  return [`<text class="heading" x="${SIZES.margin}" y="${aloneAt + 18}">Around them</text>`];
}

function renderBox(box: Box, { href }: SvgOptions): string {
  const { part, x, y, width, height, lines } = box;
  const style = ["box", ...(part.outside ? ["outside"] : []), ...changeStyle(box)].join(" ");
  const text = lines.map((line, i) =>
    renderLine(line, x + SIZES.padding, y + SIZES.padding + (i + 0.8) * SIZES.lineHeight),
  );
  const content = [`<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="6"/>`, ...text].join("");
  if (!href || part.outside) return `<g class="${style}">${content}</g>`;
  return `<a class="${style}" href="${escapeXml(href(part.id))}" data-capability="${escapeXml(part.title)}">${content}</a>`;
}

function changeStyle({ part: { changes } }: Box): string[] {
  if (changes.has("destroy") || changes.has("replace")) return ["removed"];
  if (changes.has("update") || changes.has("forget")) return ["changed"];
  return changes.has("create") ? ["added"] : [];
}

function renderLine({ text, style, change }: Line, x: number, y: number): string {
  const classes = [style, ...(change && change !== "same" ? [`link-${change}`] : [])].join(" ");
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
