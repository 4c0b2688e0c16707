import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import type { SendEmailCommand } from "@aws-sdk/client-sesv2";

/** Stands for the message in the command, and so in the body that the SDK makes of it. */
export const PLACEHOLDER = Buffer.from("the message");

/** Octets that are encoded at a time; a multiple of three, so that no padding is within. */
const CHUNK = 3 * 16 * 1024;

/** A request of the SDK, as far as it matters here. */
interface Request {
  readonly headers: Record<string, string>;
  readonly body: string | Uint8Array;
}

/**
 * Sends a message, in place of {@link PLACEHOLDER}, piece by piece. The SDK would do the same with copies of the
 * whole, and TLS with one more: six times the size of the message in all, for which the function would need
 * twice the memory.
 */
export function streamMessage(command: SendEmailCommand, message: Buffer): void {
  const bodyOf = ({ body }: Request) =>
    bodyWith(message, typeof body === "string" ? body : new TextDecoder().decode(body));
  command.middlewareStack.add(
    (next) => (args) => {
      const request = args.request as Request;
      const hash = createHash("sha256");
      let length = 0;
      for (const piece of bodyOf(request)) {
        hash.update(piece);
        length += piece.length;
      }
      // The request is signed with this hash, and not with one of the body with the placeholder.
      request.headers["x-amz-content-sha256"] = hash.digest("hex");
      request.headers["content-length"] = String(length);
      return next(args);
    },
    { step: "build", priority: "low", name: "describeMessage" },
  );
  command.middlewareStack.add(
    (next) => (args) => {
      const request = args.request as Request;
      const body = Readable.from(bodyOf(request));
      // A copy: each further attempt makes its own from the request that the SDK knows.
      const attempt = Object.assign(Object.create(Object.getPrototypeOf(request)), request, { body });
      return next({ ...args, request: attempt });
    },
    { step: "finalizeRequest", priority: "low", name: "streamMessage" },
  );
}

/** A JSON document with the message in base64. */
function* bodyWith(message: Buffer, template: string): Generator<Buffer> {
  const [before, after] = template.split(PLACEHOLDER.toString("base64")) as [string, string];
  yield Buffer.from(before);
  for (let start = 0; start < message.length; start += CHUNK) {
    yield Buffer.from(message.toString("base64", start, start + CHUNK), "latin1");
  }
  yield Buffer.from(after);
}
