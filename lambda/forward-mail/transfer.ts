import { type ContentPiece, decodeContent } from "./mime";

/** Octets of a line without its end, by RFC 5322 (2.1.1). SES accepts 1,000 with it. */
export const LINE_LENGTH = 998;

/** Reasons for which octets cannot cross SES, and every mail server after it, as they are. */
export interface Flaws {
  /** A line above {@link LINE_LENGTH}. */
  readonly overlong: boolean;
  /** NUL, or a carriage return that ends no line. */
  readonly forbidden: boolean;
  /** Octets beyond ASCII. SES takes them, and asks that they be encoded. */
  readonly eightBit: boolean;
  /** A line that ends in only a line feed. */
  readonly bareLineFeed: boolean;
}

export interface Carried {
  readonly bytes: Buffer;
  /** Set where the transfer encoding is another one than before. */
  readonly encoding?: "base64";
}

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

const IDENTITY = ["", "7bit", "8bit", "binary"];
const KNOWN = ["base64", "quoted-printable"];

/**
 * A content in a form that can be sent: as it is if that is possible at all, with regular line ends if these
 * are all that is wrong, and else in base64.
 *
 * @returns undefined when every form would change what it says: a signed part, a message or an encoding of
 * its own kind that has overlong lines or forbidden octets
 */
export async function carryContent(content: ContentPiece): Promise<Carried | undefined> {
  const { node, bytes } = content;
  const flaws = inspect(bytes);
  const encoding = node.encoding || "";
  const text = /^text\//.test(node.contentType || "text/");
  if (isUntouchable(content) || ![...IDENTITY, ...KNOWN].includes(encoding)) return carryLines(bytes, flaws);
  if (!flaws.overlong && !flaws.forbidden && !flaws.eightBit) {
    // In text a line end is a line end. Elsewhere an octet is an octet.
    if (!flaws.bareLineFeed || text || KNOWN.includes(encoding)) return carryLines(bytes, flaws);
  }
  const decoded = await decodeContent(content);
  const lines = text && IDENTITY.includes(encoding) && !decoded.includes(0);
  return { bytes: base64Lines(lines ? withRegularLineEnds(decoded) : decoded), encoding: "base64" };
}

/** Lines that may get other ends, and nothing else. */
export function carryLines(bytes: Buffer, flaws = inspect(bytes)): Carried | undefined {
  const { overlong, forbidden, bareLineFeed } = flaws;
  if (overlong || forbidden) return undefined;
  return { bytes: bareLineFeed ? withRegularLineEnds(bytes) : bytes };
}

/** Base64 in lines of 76 characters, for any size in one pass. */
export function base64Lines(bytes: Buffer): Buffer {
  const octets = 57;
  const lines = Math.ceil(bytes.length / octets);
  const encoded = Buffer.allocUnsafe(Math.ceil(bytes.length / 3) * 4 + lines * 2);
  let end = 0;
  for (let start = 0; start < bytes.length; start += octets) {
    end += encoded.write(bytes.toString("base64", start, start + octets), end, "latin1");
    end += encoded.write("\r\n", end, "latin1");
  }
  return encoded;
}

export function inspect(bytes: Buffer): Flaws {
  let overlong = false;
  let forbidden = false;
  let eightBit = false;
  let bareLineFeed = false;
  let start = 0;
  for (let at = 0; at <= bytes.length; at++) {
    const octet = bytes[at];
    if (octet === 0x0a || octet === undefined) {
      const regular = at > start && bytes[at - 1] === 0x0d;
      if (at - start - (regular ? 1 : 0) > LINE_LENGTH) overlong = true;
      if (octet === 0x0a && !regular) bareLineFeed = true;
      start = at + 1;
    } else if (octet > 0x7f) {
      eightBit = true;
    } else if (octet === 0 || (octet === 0x0d && bytes[at + 1] !== 0x0a)) {
      forbidden = true;
    }
  }
  return { overlong, forbidden, eightBit, bareLineFeed };
}

/** A signature is about the octets of what it signs, and a message may not be encoded (RFC 2046, 5.2.1). */
function isUntouchable({ node }: ContentPiece): boolean {
  if (/^message\//.test(node.contentType || "")) return true;
  for (let { parentNode } = node; parentNode; parentNode = parentNode.parentNode) {
    if (parentNode.multipart === "signed") return true;
  }
  return false;
}

/** Octet by octet: a regular expression would keep each match, which takes a gigabyte for a message of short lines. */
function withRegularLineEnds(bytes: Buffer): Buffer {
  const isBare = (at: number) => bytes[at] === LINE_FEED && bytes[at - 1] !== CARRIAGE_RETURN;
  let bare = 0;
  for (let at = 0; at < bytes.length; at++) if (isBare(at)) bare++;
  if (bare === 0) return bytes;
  const regular = Buffer.allocUnsafe(bytes.length + bare);
  let end = 0;
  for (let at = 0; at < bytes.length; at++) {
    if (isBare(at)) regular[end++] = CARRIAGE_RETURN;
    regular[end++] = bytes[at]!;
  }
  return regular;
}
