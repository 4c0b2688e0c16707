/**
 * Stands for iconv-lite in the bundle, as far as libmime uses it to decode headers: Node.js knows the
 * encodings of mail itself, and the tables of iconv-lite would be two thirds of the bundle.
 */

/** One for each encoding. libmime compares them, to tell apart what is no character set. */
const codecs = new Map<string, { readonly decoder: unknown }>();

function getCodec(name: string): { readonly decoder: unknown } {
  const key = name.toLowerCase().replace(/[^0-9a-z]/g, "");
  const codec = codecs.get(key) ?? { decoder: key };
  codecs.set(key, codec);
  return codec;
}

/** @throws RangeError for an encoding that is not known */
function decode(octets: Uint8Array, encoding: string): string {
  return new TextDecoder(encoding).decode(octets);
}

export default { getCodec, decode };
