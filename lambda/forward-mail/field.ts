import libmime = require("libmime");

import { inspect } from "./transfer";

/** Width to which lines of a header are folded. */
const WIDTH = 76;

/** A field of a header, its lines joined by CRLF; one character for each octet. */
export type Field = string;

/**
 * A field with a text that people read.
 *
 * @returns undefined when folding brings no line of it below the limit
 */
export function writeField(name: string, text: string): Field | undefined {
  const plain = text.replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, " ").trim();
  const value = /^[ -~]*$/.test(plain) ? plain : libmime.encodeWords(plain, "Q", 52);
  return sendable(libmime.foldLines(`${name}: ${value}`, WIDTH));
}

/**
 * A field that a sender wrote: as it is wherever it can be sent so, and folded and encoded anew elsewhere.
 *
 * @returns undefined when it cannot be sent at all
 */
export function keepField(field: Field): Field | undefined {
  const { overlong, forbidden, eightBit, bareLineFeed } = inspect(Buffer.from(field, "latin1"));
  const blankLine = /\n[ \t]*(\r?\n|$)/.test(field);
  const sound = !overlong && !forbidden && !bareLineFeed && !blankLine;
  const colon = field.indexOf(":");
  const name = field.slice(0, colon).trim();
  if (/^content-/i.test(name)) {
    // Programs read these, by rules that know no encoded words. What is beyond ASCII stays.
    return sound ? field : sendable(libmime.foldLines(field.replace(/\r?\n/g, ""), WIDTH));
  }
  return sound && !eightBit && field[name.length] === ":"
    ? field
    : writeField(name, decodeOctets(field.slice(colon + 1)));
}

/** Text of a header that is not encoded: UTF-8, or else what Windows wrote for decades. */
export function decodeOctets(text: string): string {
  const octets = Buffer.from(text, "latin1");
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(octets);
  } catch {
    return new TextDecoder("windows-1252").decode(octets);
  }
}

function sendable(field: Field): Field | undefined {
  const { overlong, forbidden } = inspect(Buffer.from(field, "latin1"));
  return overlong || forbidden ? undefined : field;
}
