import { changeCounts } from "../change-words";
import type { Architecture, Link, LinkLabel, Part } from "./architecture";

/** One line of text in a box. */
export interface Line {
  readonly text: string;
  readonly style: "title" | "subtitle" | "change" | "link";
  /** The change of the link that it tells of. */
  readonly change?: LinkLabel["change"];
}

/** Letters that fit into a line of a box. */
const LETTERS = { title: 17, subtitle: 23, change: 22 } as const;

const LETTERS_OF_LINK = 40;

/** The lines of a part's box. */
export function linesOf(part: Part): Line[] {
  const lines = (text: string, style: keyof typeof LETTERS) =>
    wrap(text, LETTERS[style]).map((line): Line => ({ text: line, style }));
  return [
    ...lines(part.title, "title"),
    ...(part.subtitle ? lines(part.subtitle, "subtitle") : []),
    ...lines(changesText(part), "change"),
  ];
}

/** The lines of a box in a single column, with what leads to it. */
export function columnLines(part: Part, { parts, links }: Architecture): Line[] {
  const title = (id: string) => parts.find((other) => other.id === id)!.title;
  const incoming = links
    .filter(({ to }) => to === part.id)
    .flatMap((link) =>
      labelsOf(link).flatMap(({ text, change }) =>
        wrap(`\u2190 ${title(link.from)}: ${text}`, LETTERS_OF_LINK).map(
          (line): Line => ({ text: line, style: "link", change }),
        ),
      ),
    );
  return [...linesOf(part), ...incoming];
}

/** `1 replaced, 2 changed`, or nothing. */
function changesText({ changes }: Part): string {
  return changeCounts((kind) => changes.get(kind) ?? 0).join(", ");
}

/** The words at a link's line, by what becomes of them: `tcp 80, tcp 443` and `+ tcp 587`. */
export function labelsOf({ labels }: Link): ReadonlyArray<LinkLabel> {
  return (["same", "added", "removed"] as const).flatMap((change) => {
    const texts = labels.filter((label) => label.change === change).map(({ text }) => text);
    return texts.length > 0 ? [{ text: `${SIGNS[change]}${texts.join(", ")}`, change }] : [];
  });
}

const SIGNS = { same: "", added: "+ ", removed: "\u2212 " } as const;

/** Words in lines of so many letters; a longer word gets a line of its own and is cut. */
export function wrap(text: string, letters: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ").filter((part) => part !== "")) {
    const short = word.length > letters ? `${word.slice(0, letters - 1)}\u2026` : word;
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + short.length <= letters) {
      lines[lines.length - 1] = `${last} ${short}`;
    } else {
      lines.push(short);
    }
  }
  return lines;
}

/** Describes a diagram in words, for people who cannot see it. */
export function describeArchitecture({ parts, links, frames }: Architecture): string {
  const title = (id: string) => parts.find((part) => part.id === id)!.title;
  const places = frames.flatMap(({ id, label }) => {
    const inside = parts.filter(({ frame }) => frame === id).map((part) => part.title);
    return inside.length > 0 ? [`${label}: ${inside.join(", ")}.`] : [];
  });
  const ways = links.map(
    ({ from, to, labels }) => `${title(from)} to ${title(to)} (${labels.map(({ text }) => text).join(", ")})`,
  );
  const changed = parts.flatMap((part) => {
    const text = changesText(part);
    return text ? [`${part.title}: ${text}`] : [];
  });
  return [
    ...places,
    `Connections: ${ways.join("; ") || "none"}.`,
    ...(changed.length > 0 ? [`Changes: ${changed.join("; ")}.`] : []),
  ].join(" ");
}
