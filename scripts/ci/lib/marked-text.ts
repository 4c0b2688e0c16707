/** Longest body of a comment or an issue that GitHub takes, in characters. */
export const LONGEST_BODY = 65_536;

/** Who a job's token writes as. */
export const AUTHOR = "github-actions[bot]";

/** What GitHub tells of a comment or an issue. */
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
    const room = LONGEST_BODY - this.marker.length - footer.length - 4;
    return `${this.marker}\n${cut(text.trim(), room)}\n\n${footer}`;
  }
}

const NOTE = "\n\n*The rest is left out: GitHub takes no longer text.*";

/** Cuts at the end of a line, and closes what was open there. */
function cut(text: string, room: number): string {
  if (text.length <= room) return text;
  const reserve = NOTE.length + 200;
  const kept = text.slice(0, text.lastIndexOf("\n", room - reserve));
  const fence = /^(`{3,}).*$/gm;
  const fences = [...kept.matchAll(fence)].map(([, ticks]) => ticks!);
  const openFence = fences.length % 2 === 1 ? `\n${fences.at(-1)}` : "";
  const open = count(kept, "<details") - count(kept, "</details>");
  return `${kept}${openFence}${"\n</details>".repeat(Math.min(Math.max(open, 0), 10))}${NOTE}`;
}

function count(text: string, part: string): number {
  return text.split(part).length - 1;
}
