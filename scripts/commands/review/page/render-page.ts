import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { buildSync } from "esbuild";
import { DIAGRAM_STYLE, PART_COLORS } from "../../../plan/diagram/style";
import { renderSvg } from "../../../plan/diagram/svg";
import { describeArchitecture } from "../../../plan/diagram/text";
import { describeOrigin } from "../origin";
import { countsText, findingsText } from "../report/counts-text";
import type { Review } from "../review";
import { renderChanges } from "./changes";
import { renderCost } from "./cost";
import { renderFilters } from "./filters";
import { renderFindings } from "./findings";
import { Html, html } from "./html";

const CLIENT = path.join(__dirname, "client");

/**
 * The report as one page that needs nothing else: no network, no other file. It may run its own script and use its
 * own style, and nothing besides, whatever a plan has in it.
 */
export async function renderPage(review: Review): Promise<string> {
  const style = readFileSync(path.join(__dirname, "style.css"), "utf8") + PART_COLORS + DIAGRAM_STYLE;
  const script = bundledScript();
  const policy = [
    "default-src 'none'",
    "img-src data:",
    `style-src ${hashOf(style)}`,
    `script-src ${hashOf(script)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  return `<!doctype html>\n${html`<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${new Html(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<link rel="icon" href="data:,">
<title>Plan of ${review.environment}</title>
<style>${new Html(style)}</style>
</head>
<body>
<a class="skip" href="#findings">Skip to what can hurt</a>
<header>
<h1>Plan of ${review.environment}</h1>
<p>${review.remarks}</p>
<p class="counts">${countsText(review.counts)} · ${findingsText(review.findings)} · ${review.cost.after} USD a month (${review.cost.difference})</p>
<p class="dim">${describeOrigin(review.origin)}</p>
</header>
${renderFilters(review)}
<main>
${renderList("Warnings of the plan", "warnings", review.warnings)}
${renderFindings(review)}
${await renderArchitecture(review)}
${renderChanges(review)}
${renderCost(review.cost)}
${renderList("What this plan does not know", "unknowns", review.unknowns)}
</main>
<script>${new Html(script)}</script>
</body>
</html>
`}`;
}

/** Two widths of the same: a phone shows the narrow one. */
async function renderArchitecture({ architecture }: Review): Promise<Html> {
  const description = describeArchitecture(architecture);
  const diagram = async (columns: number, id: string) =>
    new Html(
      await renderSvg(architecture, {
        columns,
        id,
        title: "Architecture",
        description,
        href: (part) => `#${part}`,
      }),
    );
  return html`<section id="architecture">
<h2>Architecture</h2>
<p class="dim">From the outside in. Dashed parts are optional. A part that changes has a thick edge; choose one to see only its changes.</p>
<div class="wide">${await diagram(3, "wide")}</div>
<div class="narrow">${await diagram(1, "narrow")}</div>
</section>`;
}

function renderList(title: string, id: string, items: readonly string[]): Html {
  if (items.length === 0) return html``;
  return html`<section id="${id}"><h2>${title}</h2><ul>${items.map((item) => html`<li>${item}</li>`)}</ul></section>`;
}

function bundledScript(): string {
  const { outputFiles } = buildSync({
    entryPoints: [path.join(CLIENT, "main.ts")],
    bundle: true,
    write: false,
    minify: true,
    charset: "utf8",
    format: "iife",
    target: "es2020",
    legalComments: "none",
  });
  return outputFiles[0]!.text.trim();
}

function hashOf(text: string): string {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}
