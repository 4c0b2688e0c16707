/** Longest body of a comment or an issue that GitHub takes, in characters. */
export const LONGEST_BODY = 65_536;

/** Who a job's token writes as. */
export const AUTHOR = "github-actions[bot]";

/** A comment or an issue, as GitHub's API has it. */
export interface Written {
  readonly body?: string | null;
  readonly user?: { readonly login: string } | null;
}

/**
 * A text that is updated in place: found again by a comment in HTML, which GitHub does not show, at its beginning, and
 * by its author, since anybody can write such a comment.
 */
export class MarkedText {
  private readonly marker: string;

  /** @param about e.g. `review:production` */
  constructor(about: string) {
    this.marker = `<!-- openemr:${about} -->`;
  }

  isIn({ body, user }: Written): boolean {
    return user?.login === AUTHOR && (body ?? "").startsWith(this.marker);
  }

  /** @param footer stays whole where the text is too long */
  body(text: string, footer: string): string {
    const room = LONGEST_BODY - this.marker.length - footer.length - 3;
    return `${this.marker}\n${cut(text.trim(), room)}\n\n${footer}`;
  }
}

const NOTE = "\n\n*The rest is left out: GitHub takes no longer text.*";

/** Room for closing what is open at the cut. */
const LONGEST_CLOSING = 200;

/** Cuts at the end of a line, and closes what was open there. */
function cut(text: string, room: number): string {
  if (text.length <= room) return text;
  const most = room - NOTE.length - LONGEST_CLOSING;
  const line = text.lastIndexOf("\n", most);
  const kept = text.slice(0, line > 0 ? line : most);
  const fences = kept.match(/^`{3,}/gm) ?? [];
  const details = count(kept, "<details") - count(kept, "</details>");
  const closing = [
    ...(fences.length % 2 === 1 ? [fences.at(-1)] : []),
    ...Array.from({ length: Math.max(details, 0) }, () => "</details>"),
  ];
  return `${kept}${`\n${closing.join("\n")}`.slice(0, LONGEST_CLOSING)}${NOTE}`;
}

function count(text: string, part: string): number {
  return text.split(part).length - 1;
}
