/** An error of OpenEMR's authorization server, in words for a person. */
export interface OAuthError {
  readonly error?: string;
  readonly error_description?: string;
  readonly hint?: string;
}

/** The error in the text of an answer. Empty where it has none. */
export function readOAuthError(text: string): OAuthError {
  try {
    const content: unknown = JSON.parse(text);
    return typeof content === "object" && content !== null ? content : {};
  } catch {
    return {};
  }
}

/** `invalid_scope: The requested scope is invalid (Check the scope)`, or what there is of it. */
export function describeOAuthError({ error, error_description: description, hint }: OAuthError): string {
  const text = [error, description].filter(Boolean).join(": ") || "no reason given";
  return printable(hint ? `${text} (${hint})` : text);
}

/** A server's text, without signs that would move the cursor of a terminal. */
export function printable(text: string): string {
  return text.replace(/\p{Cc}/gu, " ");
}
