import { Headers, type MimeNode } from "@zone-eu/mailsplit";
import type { Arrival } from "./arrival";
import { forwardedHeader, headerBytes, isSound } from "./header";
import { headersOf, type Mail, type Piece } from "./mime";
import type { Settings } from "./settings";
import { type Carried, carryContent, carryLines } from "./transfer";

/**
 * The message with a header of ours and the contents that it had, octet for octet wherever they can be sent
 * so, and else in another transfer encoding.
 *
 * @returns undefined when that would change what the message says, or nobody can tell what it says
 */
export async function forwardedMessage(
  { headers, pieces }: Mail,
  arrival: Arrival,
  settings: Settings,
): Promise<Buffer | undefined> {
  if (!pieces || !isSound(headers)) return undefined;
  const contents = new Map<MimeNode, Carried | undefined>();
  for (const piece of pieces) {
    if (piece.kind === "content") contents.set(piece.node, await carryContent(piece));
  }
  const carry = (piece: Piece): Buffer | undefined => {
    if (piece.kind === "content") return contents.get(piece.node)?.bytes;
    if (piece.kind === "structure") return carryLines(piece.bytes)?.bytes;
    const header = encoded(headersOf(piece.node), contents.get(piece.node)?.encoding);
    if (!piece.node.root) return carryLines(header.build())?.bytes;
    const fields = forwardedHeader(header, arrival, settings);
    return fields && headerBytes(fields);
  };
  const carried: Buffer[] = [];
  for (const piece of pieces) {
    const bytes = carry(piece);
    if (!bytes) return undefined;
    carried.push(bytes);
  }
  return Buffer.concat(carried);
}

/** The header with another transfer encoding. */
function encoded(headers: Headers, encoding: string | undefined): Headers {
  if (!encoding) return headers;
  const copy = new Headers(headers.getList().map((line) => ({ ...line })));
  copy.update("Content-Transfer-Encoding", encoding);
  return copy;
}
