/** An answer of a server. */
export interface Answer {
  readonly status: number;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export function json(status: number, content: object): Answer {
  return {
    status,
    body: JSON.stringify(content),
    headers: { "content-type": "application/json; charset=UTF-8" },
  };
}

export function oauthError(status: number, error: string, description?: string, hint?: string): Answer {
  return json(status, { error, error_description: description, hint, message: description });
}
