import type { IncomingMessage, ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";

/** A resource as the API shows it. */
export interface Resource {
  readonly id: string;
  readonly type: string;
  readonly attributes: object;
  readonly relationships?: Readonly<Record<string, { readonly data: unknown }>>;
}

/** The body of a request. */
export interface Body {
  readonly data: {
    readonly attributes?: Readonly<Record<string, unknown>>;
    readonly relationships?: Readonly<Record<string, { readonly data: { readonly id: string } }>>;
  };
}

/** The status that a request ends with. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    detail: string,
  ) {
    super(detail);
  }
}

export const notFound = () => new ApiError(404, "not found");

/** A call as its handler gets it. */
export interface Call {
  readonly url: URL;
  readonly json: () => Body;
  readonly raw: Buffer;
}

interface Document {
  readonly data: Resource;
  readonly included: readonly Resource[];
}

/** Resources become a JSON:API document; bytes, and texts of JSON, are sent as they are; nothing is a 204. */
export type Answer = Resource | readonly Resource[] | Document | Buffer | string | undefined;

export async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  handle: (call: Call) => Answer | Promise<Answer>,
): Promise<void> {
  // As go-tfe expects it of a server that knows the `cloud` block.
  response.setHeader("TFP-API-Version", "2.6");
  response.setHeader("TFP-AppName", "HCP Terraform");
  try {
    const raw = await buffer(request);
    const url = new URL(request.url!, "https://stand-in");
    const result = await handle({ url, raw, json: () => JSON.parse(raw.toString()) as Body });
    if (result === undefined) response.writeHead(204).end();
    else if (Buffer.isBuffer(result)) response.writeHead(200).end(result);
    else if (typeof result === "string") {
      response.writeHead(200, { "Content-Type": "application/json" }).end(result);
    } else send(response, request.method === "POST" ? 201 : 200, document(result));
  } catch (error) {
    const status = error instanceof ApiError ? error.status : 500;
    send(response, status, { errors: [{ status: String(status), title: String(error) }] });
  }
}

function document(result: Resource | readonly Resource[] | Document) {
  if (!Array.isArray(result)) return "data" in result ? result : { data: result };
  const pagination = { "current-page": 1, "total-pages": 1, "total-count": result.length };
  return { data: result, meta: { pagination } };
}

function send(response: ServerResponse, status: number, content: object): void {
  response.writeHead(status, { "Content-Type": "application/vnd.api+json" }).end(JSON.stringify(content));
}
