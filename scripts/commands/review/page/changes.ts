import { CHANGE_WORDS } from "../../../plan/change-words";
import { partId } from "../../../plan/diagram/part-id";
import { groupBy } from "../../../plan/group-by";
import type { AttributeChange, ShownChange } from "../../../plan/shown-change";
import { type Finding, SEVERITIES } from "../../../rules/finding";
import type { Review } from "../review";
import { type Html, html } from "./html";
import { anchorOf, fold, valueHtml } from "./parts";

/** More of them are folded by capability, so that a phone does not scroll for minutes. */
const MOST_CHANGES = 60;

/** Every change, by capability. */
export function renderChanges({ changes, findings }: Review): Html {
  const groups = [...groupBy(changes, ({ capability }) => capability).entries()];
  const byAddress = groupBy(
    findings.flatMap((finding) =>
      [finding.address, ...(finding.others ?? []).map((other) => other.address)].map((address) => ({
        address,
        finding,
      })),
    ),
    ({ address }) => address,
  );
  const isLong = changes.length > MOST_CHANGES;
  const listOf = (members: readonly ShownChange[]) =>
    html`${members.map((change) =>
      renderChange(
        change,
        (byAddress.get(change.address) ?? []).map(({ finding }) => finding),
      ),
    )}`;
  const body =
    groups.length === 0
      ? html`<p>Nothing changes.</p>`
      : html`${groups.map(
          ([capability, members]) => html`<section class="capability" id="${partId(capability)}">
${isLong ? fold(titleOf(capability, members), listOf(members)) : html`${titleOf(capability, members)}${listOf(members)}`}
</section>
`,
        )}`;
  return html`<section id="changes"><h2>Changes</h2>${body}</section>`;
}

function titleOf(capability: string, { length }: readonly ShownChange[]): Html {
  return html`<h3>${capability} <span class="dim">${length}</span></h3>
`;
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
