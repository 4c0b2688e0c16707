/** Text transformations of AWS WAF, by "Text transformations in AWS WAF" of its Developer Guide, read on 2026-11-29. */
const TRANSFORMATIONS: Readonly<Record<string, (text: string) => string>> = {
  NONE: (text) => text,
  LOWERCASE: (text) => text.toLowerCase(),
  URL_DECODE: (text) =>
    text.replaceAll(/%([0-9a-f]{2})/gi, (_, code) => String.fromCharCode(parseInt(code, 16))),
  /** Only the lower byte of an escape with four digits counts. */
  JS_DECODE: (text) =>
    text
      .replaceAll(/\\u..([0-9a-f]{2})|\\x([0-9a-f]{2})/gi, (_, wide, narrow) =>
        String.fromCharCode(parseInt(wide ?? narrow, 16)),
      )
      .replaceAll(/\\(.)/g, "$1"),
  /** Removes doubled slashes, self references, and back references that do not stand at the beginning. */
  NORMALIZE_PATH: (text) => {
    const parts: string[] = [];
    for (const part of text.split("/").slice(1)) {
      if (part === "..") parts.pop();
      else if (part !== "" && part !== ".") parts.push(part);
    }
    return `/${parts.join("/")}${text.endsWith("/") && parts.length > 0 ? "/" : ""}`;
  },
};

export function transform(type: string, text: string): string {
  const found = TRANSFORMATIONS[type];
  if (!found) throw new Error(`${type} is no transformation that this test knows.`);
  return found(text);
}
