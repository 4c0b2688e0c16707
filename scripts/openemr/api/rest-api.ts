import { UserError } from "../../../src/user-error";
import type { Authorized } from "./authorized";
import { printable } from "./oauth-error";

/**
 * OpenEMR's own REST API, with a token. Read in its routes, controllers and validators of 7.0.3 and 8.2.0 on 2026-11-30:
 * a list is answered bare or as `data` of an object, and one that is empty with 404 by some of them.
 */
export class RestApi {
  constructor(private readonly authorized: Authorized) {}

  /** @param path below `api/`. @returns what is in the list, nothing where OpenEMR has none */
  async list(path: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
    const content = await this.request("GET", path);
    if (content === undefined) return [];
    const data = Array.isArray(content) ? content : (content as { data?: unknown }).data;
    return Array.isArray(data) ? data : [];
  }

  /** Makes something. @returns what OpenEMR answers about it */
  async create(path: string, fields: object): Promise<Readonly<Record<string, unknown>>> {
    const content = await this.request("POST", path, JSON.stringify(fields));
    const { data } = content as { data?: unknown };
    const made = Array.isArray(data) ? data[0] : (data ?? content);
    return (made ?? {}) as Record<string, unknown>;
  }

  private async request(method: "GET" | "POST", path: string, body?: string): Promise<unknown> {
    const { http, site, token } = this.authorized;
    const response = await http.request(site.api(`api/${path}`), {
      method,
      headers: {
        authorization: `Bearer ${token.accessToken}`,
        accept: "application/json",
        ...(body !== undefined && { "content-type": "application/json" }),
      },
      ...(body !== undefined && { body }),
    });
    const { status } = response;
    if (method === "GET" && status === 404) return undefined;
    const text = await response.text();
    const content = parse(text);
    if (response.ok && content !== undefined) return content;
    throw new UserError(
      `OpenEMR answered ${method} api/${shown(path)} with ${status}: ${explain(status, text)}`,
    );
  }
}

/** Identifiers are of nobody's use in a message. */
const shown = (path: string) => path.replace(/[?].*/, "").replace(/[0-9a-f-]{36}|\b\d+\b/g, "<id>");

function explain(status: number, text: string): string {
  switch (status) {
    case 401:
      return "the token is not valid any more (it lives for an hour), or its scope was not granted. Give the same command again: it goes on.";
    case 403:
      return "whoever authorized may not do this. Authorize as an administrator.";
    case 404:
    case 501:
      return "this API is off, or OpenEMR of this version has none such. Set activate_openemr_apis = true and deploy.";
    case 400:
      return `it takes this not: ${printable(text).slice(0, 300)}`;
    default:
      return "see npm run logs -- <environment> application --errors.";
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) ?? undefined;
  } catch {
    return undefined;
  }
}
