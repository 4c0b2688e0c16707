import { deflateRawSync } from "node:zlib";

/** A file in an archive. */
export interface ZipEntry {
  /** Path in the archive, with forward slashes. */
  readonly name: string;
  readonly content: Buffer;
  /** Permission bits, as in 0o644. */
  readonly mode: number;
}

const DEFLATE = 8;
const VERSION = 20;
const MADE_BY_UNIX = (3 << 8) | VERSION;
const UTF8_NAMES = 0x0800;
const REGULAR_FILE = 0o100000;
/** 2049-01-01 00:00, the moment that hashicorp/archive writes too: an archive's bytes follow from its content. */
const DATE = ((2049 - 1980) << 9) | (1 << 5) | 1;

/** Packs files into a zip archive; the same files give the same bytes. */
export function zip(entries: readonly ZipEntry[]): Buffer {
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const entry of [...entries].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const name = Buffer.from(entry.name);
    const packed = deflateRawSync(entry.content, { level: 9 });
    const common = commonHeader(entry, name, packed);
    const file = Buffer.concat([uint32(0x04034b50), common, uint16(0), name, packed]);
    directory.push(
      Buffer.concat([
        uint32(0x02014b50),
        uint16(MADE_BY_UNIX),
        common,
        uint16(0), // extra field
        uint16(0), // comment
        uint16(0), // disk
        uint16(0), // internal attributes
        uint32(((REGULAR_FILE | entry.mode) << 16) >>> 0),
        uint32(offset),
        name,
      ]),
    );
    files.push(file);
    offset += file.length;
  }
  const index = Buffer.concat(directory);
  const end = [
    uint32(0x06054b50),
    uint16(0),
    uint16(0),
    uint16(entries.length),
    uint16(entries.length),
    uint32(index.length),
    uint32(offset),
    uint16(0),
  ];
  return Buffer.concat([...files, index, ...end]);
}

/** The fields that stand alike before a file and in the directory, without the length of the extra field. */
function commonHeader({ content }: ZipEntry, name: Buffer, packed: Buffer): Buffer {
  return Buffer.concat([
    uint16(VERSION),
    uint16(UTF8_NAMES),
    uint16(DEFLATE),
    uint16(0), // time
    uint16(DATE),
    uint32(crc32(content)),
    uint32(packed.length),
    uint32(content.length),
    uint16(name.length),
  ]);
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let bit = 0; bit < 8; bit++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c;
});

function crc32(content: Buffer): number {
  let crc = 0xffffffff;
  for (const byte of content) crc = CRC_TABLE[(crc ^ byte) & 0xff]! ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

function uint16(value: number): Buffer {
  const buffer = Buffer.alloc(2);
  buffer.writeUInt16LE(value);
  return buffer;
}

function uint32(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32LE(value);
  return buffer;
}
