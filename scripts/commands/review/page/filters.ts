import { CHANGE_KINDS, CHANGE_WORDS } from "../../../plan/change-words";
import { SEVERITIES } from "../../../rules/finding";
import type { Review } from "../review";
import { type Html, html } from "./html";

/** The filters that narrow the list. The script shows them: without it they would do nothing. */
export function renderFilters({ changes, findings }: Review): Html {
  const capabilities = [...new Set(changes.map(({ capability }) => capability))];
  const kinds = CHANGE_KINDS.filter((kind) => changes.some((change) => change.kind === kind)).map(
    (kind) => [kind, CHANGE_WORDS[kind].done] as const,
  );
  const severities = SEVERITIES.filter((severity) =>
    findings.some((finding) => finding.severity === severity),
  );
  return html`<div id="filters" role="search" aria-label="Findings and changes" hidden>
<label class="search">Search <input id="search" type="search" placeholder="address, attribute or value" autocomplete="off" spellcheck="false" aria-keyshortcuts="/"></label>
<details id="more-filters"><summary>Filters<span id="active"></span></summary>
${group(
  "Severity",
  "severity",
  severities.map((severity) => [severity, severity]),
)}
${group("Kind of change", "kind", kinds)}
${group(
  "Capability",
  "capability",
  capabilities.map((capability) => [capability, capability]),
)}
</details>
<p id="status" role="status"></p>
<button id="clear" type="button" hidden>Show all</button>
</div>`;
}

function group(
  title: string,
  name: string,
  choices: ReadonlyArray<readonly [value: string, text: string]>,
): Html {
  if (choices.length === 0) return html``;
  return html`<fieldset><legend>${title}</legend>${choices.map(
    ([value, text]) =>
      html`<button type="button" class="chip" aria-pressed="false" data-filter="${name}" data-value="${value}">${text}</button>`,
  )}</fieldset>`;
}
