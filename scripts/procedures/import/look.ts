import { createHash, type Hash } from "node:crypto";
import { createReadStream, existsSync, statSync } from "node:fs";
import path from "node:path";
import { pipeline, type Readable, Transform } from "node:stream";
import { createGunzip } from "node:zlib";
import { extract } from "tar-stream";
import { UserError } from "../../../src/user-error";
import { type DumpLook, lookIntoDump } from "./dump";
import { entryName, unsafeEntry } from "./entry-name";
import { Tree, type TreeLook } from "./tree";

/** All that a backup of OpenEMR tells before anything of it is unpacked or loaded. */
export interface BackupLook {
  readonly dump: DumpLook;
  readonly tree: TreeLook;
  /** SHA-256 of the file or files. */
  readonly digest: string;
}

const DUMP = /^openemr\.sql(\.gz)?$/;
const FILES = /^(openemr|sites)\.tar(\.gz)?$/;

/** Names of files that a folder may have. */
const NAMES = [
  "openemr.sql.gz",
  "openemr.sql",
  "openemr.tar.gz",
  "openemr.tar",
  "sites.tar.gz",
  "sites.tar",
] as const;

/** The two parts of a backup. */
export type Part = "dump" | "files";

/**
 * Reads the parts of a backup, one after the other: of the archive that OpenEMR's Administration, Backup makes
 * (interface/main/backup.php of 7.0.3 to 8.2.0, read on 2026-11-30: `openemr.sql.gz` and `openemr.tar.gz` in a tar), or of
 * a folder with these two. Nothing of it is written anywhere, and memory does not grow with it.
 *
 * @param take gets each part, unpacked as far as its name says
 * @returns a digest of all that was read
 * @throws UserError where it is no such backup, or ends too early
 */
export async function readBackup(
  from: string,
  take: (part: Part, name: string, content: Readable) => Promise<void>,
): Promise<string> {
  if (!existsSync(from)) throw new UserError(`--from is "${from}", and there is no such file or folder.`);
  const digest = createHash("sha256");
  const found = new Set<Part>();
  const takeNamed = async (name: string, content: Readable) => {
    const part = DUMP.test(name) ? "dump" : FILES.test(name) ? "files" : undefined;
    if (!part) return void content.resume();
    if (found.has(part))
      throw new UserError(`${from} has more than one ${part === "dump" ? "dump" : "archive of files"}.`);
    found.add(part);
    await take(part, name, opened(name, content));
  };
  try {
    if (statSync(from).isDirectory()) {
      for (const name of NAMES.filter((name) => existsSync(path.join(from, name)))) {
        digest.update(name);
        await takeNamed(name, digested(path.join(from, name), digest));
      }
    } else {
      const content = digested(from, digest);
      for await (const entry of entriesOf(opened(from, content))) {
        const { name, type } = entry.header;
        const why = entryName(name) === "." ? undefined : unsafeEntry({ name, type });
        if (why)
          throw new UserError(
            `${from} is no backup of OpenEMR: of ${JSON.stringify(name.slice(0, 200))}, ${why}.`,
          );
        await takeNamed(entryName(name), entry as unknown as Readable);
      }
    }
  } catch (error) {
    if (error instanceof UserError || error instanceof Interruption) throw error;
    throw new UserError(
      `${from} cannot be read to its end: ${(error as Error).message}. It may be cut off, or no archive; make the backup again.`,
    );
  }
  if (found.size < 2) {
    throw new UserError(
      `${from} has no ${found.has("dump") ? "openemr.tar.gz or sites.tar.gz" : "openemr.sql.gz"}. Give the archive that OpenEMR makes (Administration, Backup), or a folder with openemr.sql.gz and sites.tar.gz ` +
        "(mysqldump --hex-blob --single-transaction <database> | gzip > openemr.sql.gz; tar -czf sites.tar.gz sites).",
    );
  }
  return digest.digest("hex");
}

/** Something else than the backup keeps it from being read on. */
export class Interruption extends Error {
  override readonly name = "Interruption";

  constructor(override readonly cause: Error) {
    super(cause.message);
  }
}

/** Looks into a backup. @throws UserError where it is none, or ends too early */
export async function lookIntoBackup(from: string): Promise<BackupLook> {
  let dump: DumpLook | undefined;
  let tree: TreeLook | undefined;
  const digest = await readBackup(from, async (part, name, content) => {
    if (part === "dump") dump = await lookIntoDump(content, name);
    else tree = await lookIntoTree(content, name);
  });
  return { dump: dump!, tree: tree!, digest };
}

function digested(file: string, digest: Hash): Readable {
  const through = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      digest.update(chunk);
      done(null, chunk);
    },
  });
  pipeline(createReadStream(file), through, () => {});
  return through;
}

async function lookIntoTree(archive: Readable, name: string): Promise<TreeLook> {
  const tree = new Tree(name);
  for await (const entry of entriesOf(archive)) {
    const { name, type, size, mode } = entry.header;
    await tree.add({ name, type, size, mode }, entry as unknown as Readable);
  }
  return tree.look;
}

/** The entries of a tar, one after the other. */
export function entriesOf(archive: Readable) {
  const entries = extract();
  // An error reaches whoever reads the entries.
  pipeline(archive, entries as unknown as NodeJS.WritableStream, () => {});
  return entries;
}

function opened(name: string, content: Readable): Readable {
  if (!/\.t?gz$/.test(name)) return content;
  const gunzip = createGunzip();
  pipeline(content, gunzip, () => {});
  return gunzip;
}
