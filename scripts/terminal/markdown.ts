/** Text in which nothing is taken for Markdown, HTML, a mention or a link. */
export function escapeMarkdown(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replace(/[\\`*_{}[\]()#|~!-]/g, "\\$&")
    .replace(/@(?=\w)/g, "@&#8203;")
    .replace(/\b(https?|www)(?=:\/\/|\.)/g, "$1&#8203;");
}

/** Text as code, on one line. HTML takes what Markdown's backticks would end at. */
export function code(text: string): string {
  const escaped = text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replace(/[\\`*_{}[\]()#|~!@:-]/g, (sign) => `&#${sign.charCodeAt(0)};`)
    .replace(/\s*\n\s*/g, " ");
  return `<code>${escaped}</code>`;
}
