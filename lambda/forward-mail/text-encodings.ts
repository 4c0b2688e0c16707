/**
 * Decodes text by what Node.js knows itself of encodings. It also stands for iconv-lite in the bundle, as far as
 * libmime needs that to decode headers: its tables would be two thirds of the bundle.
 */

/** Characters of the octets 0x80 to 0x9f in windows-1252, which Node.js 20 to 23 takes for ISO-8859-1. */
const WINDOWS_1252 = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ";

/** @throws RangeError for an encoding that is not known, TypeError for octets that it does not allow if fatal */
export function decode(octets: Uint8Array, encoding: string, options?: { fatal: boolean }): string {
  const decoder = new TextDecoder(encoding, options);
  if (decoder.encoding !== "windows-1252") return decoder.decode(octets);
  const text = Buffer.from(octets).toString("latin1");
  return text.replace(/[\x80-\x9f]/g, (octet) => WINDOWS_1252.charAt(octet.charCodeAt(0) - 0x80));
}

/** One for each encoding. libmime compares them, to tell apart what is no character set. */
const codecs = new Map<string, { readonly decoder: unknown }>();

function getCodec(name: string): { readonly decoder: unknown } {
  const key = name.toLowerCase().replace(/[^0-9a-z]/g, "");
  const codec = codecs.get(key) ?? { decoder: key };
  codecs.set(key, codec);
  return codec;
}

export default { getCodec, decode };
