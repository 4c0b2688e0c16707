import { Headers, type MimeNode, Splitter } from "@zone-eu/mailsplit";

/** A piece of a message. */
export type Piece = HeaderPiece | ContentPiece | StructurePiece;

export interface HeaderPiece {
  readonly kind: "header";
  readonly node: MimeNode;
}

/** The body of a part that has no parts itself, as it was sent. A node has one at most. */
export interface ContentPiece {
  readonly kind: "content";
  readonly node: MimeNode;
  readonly bytes: Buffer;
}

/** Everything between the parts: delimiters, and text before the first and after the last. */
export interface StructurePiece {
  readonly kind: "structure";
  readonly bytes: Buffer;
}

export interface Mail {
  readonly raw: Buffer;
  /** Header of the message itself; empty where the message could not be split. */
  readonly headers: Headers;
  /**
   * All that the message is made of, in its order. Undefined where the library did not take it apart rightly,
   * as with more parts or a larger header than it accepts.
   */
  readonly pieces?: readonly Piece[];
}

/** Splits a message, without copying what is in it. A message that is attached is content as a whole. */
export async function splitMail(raw: Buffer): Promise<Mail> {
  const splitter = new Splitter({ ignoreEmbedded: true });
  splitter.end(raw);
  const pieces: Piece[] = [];
  try {
    for await (const chunk of splitter) {
      if (chunk.type === "node") pieces.push({ kind: "header", node: chunk });
      else if (chunk.type === "body") addContent(pieces, chunk.node, chunk.value);
      else pieces.push({ kind: "structure", bytes: chunk.value });
    }
  } catch (error) {
    if ((error as { code?: unknown }).code !== "EMAXLEN") throw error;
    return { raw, headers: new Headers() };
  }
  const headers = headersOf((pieces[0] as HeaderPiece).node);
  return makeUp(raw, pieces) ? { raw, headers, pieces } : { raw, headers };
}

/** Whether nothing is lost and nothing there twice, as it is with a last part that has no content. */
function makeUp(raw: Buffer, pieces: readonly Piece[]): boolean {
  let end = 0;
  const inPlace = pieces.every((piece) => {
    const bytes = piece.kind === "header" ? headersOf(piece.node).build() : piece.bytes;
    const start = end;
    end += bytes.length;
    return bytes.equals(raw.subarray(start, end));
  });
  return inPlace && end === raw.length;
}

export function headersOf(node: MimeNode): Headers {
  if (!node.headers) node.parseHeaders();
  return node.headers as Headers;
}

/** The contents that people and mail servers read: text, and reports about messages. */
export function readableContents({ pieces = [] }: Mail): ContentPiece[] {
  return pieces
    .filter((piece) => piece.kind === "content")
    .filter(({ node }) => /^(text|message)\//.test(node.contentType || ""));
}

/** A content without its transfer encoding. */
export async function decodeContent({ node, bytes }: ContentPiece): Promise<Buffer> {
  const decoder = node.getDecoder();
  decoder.end(bytes);
  return Buffer.concat(await decoder.toArray());
}

function addContent(pieces: Piece[], node: MimeNode, bytes: Buffer): void {
  const last = pieces.at(-1);
  if (last?.kind === "content" && last.node === node) {
    pieces[pieces.length - 1] = { ...last, bytes: Buffer.concat([last.bytes, bytes]) };
  } else {
    pieces.push({ kind: "content", node, bytes });
  }
}
