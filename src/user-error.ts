/**
 * A mistake that the person at the keyboard can mend: the message says what was given, what is allowed and the way out.
 * A command prints it without a stack trace.
 */
export class UserError extends Error {
  override readonly name: string = "UserError";
}

/** `"a", "b" or "c"`, for lists of what is allowed. */
export function anyOf(values: readonly string[]): string {
  const quoted = values.map((value) => `"${value}"`);
  return quoted.length < 2 ? quoted.join("") : `${quoted.slice(0, -1).join(", ")} or ${quoted.at(-1)}`;
}

/** The name among those known that was probably meant: the only one so begun, or near enough to be a slip. */
export function nearestName(given: string, known: readonly string[]): string | undefined {
  const begun = known.filter((name) => given !== "" && name.startsWith(given));
  if (begun.length === 1) return begun[0];
  const allowed = Math.max(2, Math.floor(given.length / 3));
  const lengthens = ({ name }: { name: string }) => Math.abs(name.length - given.length);
  const ranked = known
    .map((name) => ({ name, distance: editDistance(given, name) }))
    // A name that is as long goes first: letters are swapped more often than left out.
    .sort((a, b) => a.distance - b.distance || lengthens(a) - lengthens(b));
  return ranked[0] && ranked[0].distance <= allowed ? ranked[0].name : undefined;
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (const [i, character] of [...a].entries()) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j++) {
      next.push(Math.min(row[j + 1]! + 1, next[j]! + 1, row[j]! + (character === b[j] ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length]!;
}
