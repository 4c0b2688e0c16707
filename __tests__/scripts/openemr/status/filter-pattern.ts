/**
 * The forms of CloudWatch's filter patterns that this project uses, each with what it finds: a phrase, several of which
 * one is enough, and one property of a JSON object. Everything else is refused. Compared on 2026-11-30 with "Filter
 * pattern syntax" in the user guide of CloudWatch Logs, where quotation marks within a phrase have no documented form.
 *
 * @returns undefined for a pattern that has another form
 */
export function matcherOf(pattern: string): ((message: string) => boolean) | undefined {
  if (pattern === "") return () => true;
  if (/^("[^"]+"|\?"[^"]+"( \?"[^"]+")*)$/.test(pattern)) {
    const phrases = [...pattern.matchAll(/"([^"]+)"/g)].map(([, phrase]) => phrase!);
    return (message) => phrases.some((phrase) => message.includes(phrase));
  }
  const [, name, compares, wanted] = /^\{ \$\.(\w+) (!?=) ("[^"*]+"|\*) \}$/.exec(pattern) ?? [];
  if (!name || (compares === "!=" && wanted === "*")) return undefined;
  return (message) => {
    const value = property(message, name);
    if (value === undefined || value === null) return false;
    return wanted === "*" || (JSON.stringify(value) === wanted) === (compares === "=");
  };
}

function property(message: string, name: string): unknown {
  try {
    return (JSON.parse(message) as Record<string, unknown>)[name];
  } catch {
    return undefined;
  }
}
