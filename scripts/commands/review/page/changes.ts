import { CHANGE_WORDS } from "../../../plan/change-words";
import { partId } from "../../../plan/diagram/part-id";
import { groupBy } from "../../../plan/group-by";
import type { AttributeChange, ShownChange } from "../../../plan/shown-change";
import { type Finding, SEVERITIES } from "../../../rules/finding";
import type { Review } from "../review";
import { type Html, html } from "./html";
import { anchorOf, valueHtml } from "./parts";

/** Every change, by capability. */
export function renderChanges({ changes, findings }: Review): Html {
  const groups = [...groupBy(changes, ({ capability }) => capability).entries()];
  const byAddress = groupBy(findings, ({ address }) => address);
  const body =
    groups.length === 0
      ? html`<p>Nothing changes.</p>`
      : html`${groups.map(
          ([capability, members]) => html`<section class="capability" id="${partId(capability)}">
<h3>${capability} <span class="dim">${members.length}</span></h3>
${members.map((change) => renderChange(change, byAddress.get(change.address) ?? []))}
</section>
`,
        )}`;
  return html`<section id="changes"><h2>Changes</h2>${body}</section>`;
}

function renderChange(change: ShownChange, findings: readonly Finding[]): Html {
  const { address, label, kind, capability, movedFrom, attributes } = change;
  const severity = SEVERITIES.find((candidate) => findings.some((finding) => finding.severity === candidate));
  const moved = movedFrom ? html`<p class="dim">Moved from <code>${movedFrom}</code></p>` : html``;
  const badge = severity ? html` <span class="badge ${severity}">${severity}</span>` : html``;
  return html`<details class="item change ${kind}" id="${anchorOf(address)}" data-kind="${kind}" data-severity="${severity ?? ""}" data-capability="${capability}">
<summary><span class="badge kind">${CHANGE_WORDS[kind].done}</span> <code>${address}</code> <span class="dim">${label}</span>${badge}</summary>
${moved}${renderAttributes(attributes)}
</details>
`;
}

function renderAttributes(attributes: readonly AttributeChange[]): Html {
  if (attributes.length === 0) return html`<p class="dim">No attribute changes.</p>`;
  return html`<table>
<thead><tr><th scope="col">Attribute</th><th scope="col">Before</th><th scope="col">After</th></tr></thead>
<tbody>${attributes.map(
    ({ path, before, after, forcesReplacement }) => html`<tr>
<th scope="row"><code>${path}</code>${forcesReplacement ? html` <span class="badge danger">forces the replacement</span>` : ""}</th>
<td data-label="Before">${valueHtml(before)}</td>
<td data-label="After">${valueHtml(after)}</td>
</tr>`,
  )}</tbody>
</table>`;
}
