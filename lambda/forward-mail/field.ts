import type { Headers } from "@zone-eu/mailsplit";

import libmime = require("libmime");

import { decode } from "./text-encodings";
import { inspect } from "./transfer";

/** Characters to which lines of a header are folded, and of an encoded word in one. */
const WIDTH = 76;
const WORD = 52;

/** A field of a header, its lines joined by CRLF; one character for each octet. */
export type Field = string;

/**
 * A field with a text that people read, folded; in encoded words where it is not ASCII or cannot be folded. Encoded words
 * in a text that is not ASCII are decoded first: of two encoded words side by side a reader drops the space between.
 */
export function writeField(name: string, text: string): Field {
  const plain = oneLine(text);
  const value = /^[ -~]*$/.test(plain) ? plain : encode(oneLine(libmime.decodeWords(plain)));
  const field = libmime.foldLines(`${name}: ${value}`, WIDTH);
  return isSendable(field)
    ? field
    : libmime.foldLines(`${name}: ${libmime.encodeWord(plain, "Q", WORD)}`, WIDTH);
}

/** As a whole where it has what looks like an encoded word, which a reader would decode once more. */
function encode(text: string): string {
  return text.includes("=?") ? libmime.encodeWord(text, "Q", WORD) : libmime.encodeWords(text, "Q", WORD);
}

function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, " ").trim();
}

/**
 * A field that a sender wrote: as it is wherever it can be sent so, and folded and encoded anew elsewhere.
 *
 * @returns undefined for one that says how to read the content, and cannot be sent in any form
 */
export function keepField(field: Field): Field | undefined {
  const { overlong, forbidden, eightBit, bareLineFeed } = inspect(Buffer.from(field, "latin1"));
  const blankLine = /\n[ \t]*(\r?\n|$)/.test(field);
  const sound = !overlong && !forbidden && !bareLineFeed && !blankLine;
  const colon = field.indexOf(":");
  const name = field.slice(0, colon).trim();
  if (/^content-/i.test(name)) {
    // Programs read these, by rules that know no encoded words. What is beyond ASCII stays.
    const folded = sound ? field : libmime.foldLines(field.replace(/\r?\n/g, ""), WIDTH);
    return isSendable(folded) ? folded : undefined;
  }
  return sound && !eightBit && field[name.length] === ":"
    ? field
    : writeField(name, decodeOctets(field.slice(colon + 1)));
}

/** The texts of all fields of a name, unfolded, in which encoded words are as they are. */
export function textsOf(headers: Headers, name: string): string[] {
  return headers.getList().flatMap(({ key, line }) => (key === name ? textOf(line) : []));
}

/** The text of the first field of a name; empty where there is none. */
export function firstText(headers: Headers, name: string): string {
  return textsOf(headers, name)[0] ?? "";
}

/** Octets are UTF-8, or else what Windows wrote for decades. */
function textOf(field: Field): string {
  return decodeOctets(field.slice(field.indexOf(":") + 1))
    .replace(/\r?\n/g, "")
    .trim();
}

function decodeOctets(text: string): string {
  const octets = Buffer.from(withEncodedOctets(text), "latin1");
  try {
    return decode(octets, "utf-8", { fatal: true });
  } catch {
    return decode(octets, "windows-1252");
  }
}

/** Encoded words may hold octets that somebody forgot to encode, and which are in the character set of the word. */
function withEncodedOctets(text: string): string {
  return text.replace(/=\?[\w*-]+\?q\?[^?]*\?=/gi, (word) =>
    word.replace(/[\x80-\xff]/g, (octet) => `=${octet.charCodeAt(0).toString(16)}`),
  );
}

function isSendable(field: Field): boolean {
  const { overlong, forbidden } = inspect(Buffer.from(field, "latin1"));
  return !overlong && !forbidden;
}
