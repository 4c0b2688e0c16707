/** A request as AWS WAF sees it: nothing is decoded yet. */
export interface WebRequest {
  readonly method: string;
  /** Path as sent. */
  readonly path: string;
  /** Query as sent, without its question mark. */
  readonly query: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface RequestParts {
  readonly method?: string;
  readonly query?: string | Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly form?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly body?: string;
}

const BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

/** A request of a browser or a library; a form or JSON makes it a POST. */
export function request(path: string, parts: RequestParts = {}): WebRequest {
  const { query = "", form, json } = parts;
  const body = parts.body ?? (form ? String(new URLSearchParams(form)) : json ? JSON.stringify(json) : "");
  const type = form ? "application/x-www-form-urlencoded" : json ? "application/json" : undefined;
  return {
    method: parts.method ?? (body ? "POST" : "GET"),
    path,
    query: typeof query === "string" ? query : String(new URLSearchParams(query)),
    headers: {
      host: "openemr.example.org",
      "user-agent": BROWSER,
      ...(type && { "content-type": type }),
      ...parts.headers,
    },
    body,
  };
}
