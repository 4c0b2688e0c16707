import type { CostChange } from "../cost-change";
import { type Html, html } from "./html";

/** Shows the cost of a month before and after. */
export function renderCost({ region, before, after, difference, items, warnings }: CostChange): Html {
  const rows = items.map(
    (item) =>
      html`<tr><th scope="row">${item.what} <span class="dim">${item.capability}</span></th><td data-label="Before">${item.before}</td><td data-label="After">${item.after}</td><td data-label="Difference">${item.difference}</td></tr>
`,
  );
  if (items.length === 0) {
    return html`<section id="cost"><h2>Cost</h2>
<p>It stays the same: ${after} USD a month at the list prices of ${region}, before any use.</p>
${listOf(warnings)}</section>`;
  }
  return html`<section id="cost"><h2>Cost</h2>
<p>USD a month at the list prices of ${region}, before any use. What costs the same is left out.</p>
<table class="numbers">
<thead><tr><th scope="col">What</th><th scope="col">Before</th><th scope="col">After</th><th scope="col">Difference</th></tr></thead>
<tbody>${rows}</tbody>
<tfoot><tr><th scope="row">Together</th><td data-label="Before">${before}</td><td data-label="After">${after}</td><td data-label="Difference">${difference}</td></tr></tfoot>
</table>
${listOf(warnings)}</section>`;
}

function listOf(texts: readonly string[]): Html {
  return texts.length === 0 ? html`` : html`<ul>${texts.map((text) => html`<li>${text}</li>`)}</ul>`;
}
