import { type Html, html } from "./html";

/** A value, or the word for none. */
export function valueHtml(value: string | undefined): Html {
  return value === undefined
    ? html`<span class="dim">nothing</span>`
    : html`<code class="value">${value}</code>`;
}

/** A part of the page that is closed at first; a search opens it. */
export function fold(summary: string | Html, content: Html): Html {
  return html`<details class="fold"><summary>${summary}</summary>
${content}</details>`;
}

/** Identifier of a resource in the page. */
export function anchorOf(address: string): string {
  // Whatever an index of an address has in it; a letter that is replaced leaves its number behind.
  return `change-${address.replace(/[^A-Za-z0-9_.-]/g, (sign) => `-${sign.codePointAt(0)}-`)}`;
}
