import type { Finding } from "../../../rules/finding";
import { findingsText } from "../report/counts-text";
import { MOST_FINDINGS } from "../report/markdown";
import type { Review } from "../review";
import { type Html, html } from "./html";
import { anchorOf, fold, valueHtml } from "./parts";

/** Lists what can hurt, each with its place and why it matters. */
export function renderFindings(review: Review): Html {
  const { findings } = review;
  const [worst, rest] = [findings.slice(0, MOST_FINDINGS), findings.slice(MOST_FINDINGS)];
  const body =
    findings.length === 0
      ? html`<p>Nothing in it can hurt: every change was recognized as harmless.</p>`
      : html`${worst.map((finding) => renderFinding(finding, review))}${rest.length > 0 ? fold(`And ${findingsText(rest)}`, html`${rest.map((finding) => renderFinding(finding, review))}`) : ""}`;
  return html`<section id="findings"><h2>What can hurt</h2>${body}</section>`;
}

function renderFinding(finding: Finding, { changes }: Review): Html {
  const { severity, area, title, address, capability, attribute, before, after, why, others = [] } = finding;
  const change = changes.find((candidate) => candidate.address === address);
  const values =
    before === undefined && after === undefined
      ? html``
      : html`<p class="values">${valueHtml(before)} <span aria-hidden="true">→</span><span class="unseen">becomes</span> ${valueHtml(after)}</p>`;
  const where = change
    ? html`<a href="#${anchorOf(address)}"><code>${address}</code></a>`
    : html`<code>${address}</code>`;
  return html`<article class="item finding ${severity}" data-severity="${severity}" data-capability="${capability}" data-kind="${change?.kind ?? ""}">
<h3><span class="badge ${severity}">${severity}</span> ${title}</h3>
<p class="dim">${area} · ${capability} · ${where}${attribute ? html` · <code>${attribute}</code>` : ""}</p>
${values}
<p>${why}</p>
${others.length > 0 ? html`<details><summary>Also ${others.length} more</summary><ul>${others.map((other) => html`<li>${other.title} <code>${other.address}</code></li>`)}</ul></details>` : ""}
</article>
`;
}
