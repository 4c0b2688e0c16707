import { Reader, Writer } from "protobufjs/minimal";

/** Wire type of texts, bytes and messages within a message. */
const DELIMITED = 2;

/**
 * A copy of a message in which a field holds something else, and everything else is as it was, known or not.
 *
 * @param change of each occurrence; undefined leaves it out
 */
export function mapField(
  message: Uint8Array,
  field: number,
  change: (content: Uint8Array) => Uint8Array | undefined,
): Buffer {
  const reader = Reader.create(message);
  const parts: Uint8Array[] = [];
  while (reader.pos < reader.len) {
    const start = reader.pos;
    const tag = reader.uint32();
    if (tag >>> 3 !== field || (tag & 7) !== DELIMITED) {
      reader.skipType(tag & 7);
      parts.push(message.subarray(start, reader.pos));
      continue;
    }
    const changed = change(reader.bytes());
    if (changed) parts.push(Writer.create().uint32(tag).bytes(changed).finish());
  }
  return Buffer.concat(parts);
}

/** The text of a field; undefined where it is not there. */
export function textOf(message: Uint8Array, field: number): string | undefined {
  let text: string | undefined;
  mapField(message, field, (content) => {
    text = Buffer.from(content).toString();
    return content;
  });
  return text;
}
