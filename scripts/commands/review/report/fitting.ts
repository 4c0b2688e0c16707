const CUT_NOTE = "\n\n> The rest does not fit into a comment. The page (`review.html`) has all of it.\n";

/** As many sections as there is room for, in their order; one too long is left out, and a note says so. */
export function fitting(head: string, sections: readonly string[], most: number): string {
  let text = head;
  let isWhole = true;
  for (const section of sections) {
    const next = `${text}\n\n${section}`;
    if (next.length + CUT_NOTE.length <= most) {
      text = next;
      continue;
    }
    isWhole = false;
    text = withLinesOf(text, section, most - CUT_NOTE.length);
  }
  return isWhole ? `${text}\n` : text + CUT_NOTE;
}

/** The lines of a section that fit, with its end. */
function withLinesOf(text: string, section: string, most: number): string {
  const lines = section.split("\n");
  const end = lines.at(-1) === "</details>" ? "\n\n</details>" : "";
  const least = end ? 4 : 3;
  let result = `${text}\n\n${lines.slice(0, least).join("\n")}`;
  if (result.length + end.length > most) return text;
  for (const line of lines.slice(least, end ? -1 : undefined)) {
    if (result.length + line.length + 1 + end.length > most) break;
    result += `\n${line}`;
  }
  return result + end;
}
