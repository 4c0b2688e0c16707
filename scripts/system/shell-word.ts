/** A path or a text as one word of a command that a person pastes into a shell. */
export function shellWord(text: string): string {
  if (/^[\w./@:=+-]+$/.test(text)) return text;
  // Double quotes work in every shell, and within them these signs do not stand for themselves.
  return /["\\$`!]/.test(text) ? `'${text.replaceAll("'", "'\\''")}'` : `"${text}"`;
}
