import { escapeXml } from "../../../plan/diagram/svg";

/** Text that is HTML already. Everything else is escaped where it is put into some. */
export class Html {
  constructor(readonly text: string) {}

  toString(): string {
    return this.text;
  }
}

type Part = Html | string | number | undefined | readonly Part[];

/** HTML in which every value is text, unless it is HTML itself: nothing that a plan says becomes a tag. */
export function html(strings: TemplateStringsArray, ...values: readonly Part[]): Html {
  return new Html(strings.reduce((text, string, i) => text + write(values[i - 1]) + string));
}

function write(part: Part): string {
  if (part === undefined) return "";
  if (part instanceof Html) return part.text;
  if (typeof part === "object") return part.map(write).join("");
  return escapeXml(String(part)).replaceAll("'", "&#39;");
}
