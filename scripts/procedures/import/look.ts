import { createReadStream, existsSync, statSync } from "node:fs";
import path from "node:path";
import { pipeline, type Readable } from "node:stream";
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
}

const DUMP = /^openemr\.sql(\.gz)?$/;
const FILES = /^(openemr|sites)\.tar(\.gz)?$/;

/**
 * Looks into a backup: the archive that OpenEMR's Administration, Backup makes (interface/main/backup.php of 7.0.3 to
 * 8.2.0, read on 2026-11-30: `openemr.sql.gz` and `openemr.tar.gz` in a tar), or a folder with these two. Nothing of it is
 * written anywhere, and memory does not grow with it.
 *
 * @throws UserError where it is no such backup, or ends too early
 */
export async function lookIntoBackup(from: string): Promise<BackupLook> {
  if (!existsSync(from)) throw new UserError(`--from is "${from}", and there is no such file or folder.`);
  const found: { dump?: DumpLook; tree?: TreeLook } = {};
  const take = async (name: string, content: Readable) => {
    if (DUMP.test(name)) {
      if (found.dump) throw new UserError(`${from} has more than one dump.`);
      found.dump = await lookIntoDump(opened(name, content), name);
    } else if (FILES.test(name)) {
      if (found.tree) throw new UserError(`${from} has more than one archive of files.`);
      found.tree = await lookIntoTree(opened(name, content), name);
    } else content.resume();
  };
  try {
    if (statSync(from).isDirectory()) {
      for (const name of [
        "openemr.sql.gz",
        "openemr.sql",
        "openemr.tar.gz",
        "openemr.tar",
        "sites.tar.gz",
        "sites.tar",
      ]) {
        const file = path.join(from, name);
        if (existsSync(file)) await take(name, createReadStream(file));
      }
    } else {
      for await (const entry of entriesOf(opened(from, createReadStream(from)))) {
        const { name, type } = entry.header;
        const why = entryName(name) === "." ? undefined : unsafeEntry({ name, type });
        if (why)
          throw new UserError(
            `${from} is no backup of OpenEMR: of ${JSON.stringify(name.slice(0, 200))}, ${why}.`,
          );
        await take(entryName(name), entry as unknown as Readable);
      }
    }
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(
      `${from} cannot be read to its end: ${(error as Error).message}. It may be cut off, or no archive; make the backup again.`,
    );
  }
  const { dump, tree } = found;
  if (dump && tree) return { dump, tree };
  throw new UserError(
    `${from} has no ${dump ? "openemr.tar.gz or sites.tar.gz" : "openemr.sql.gz"}. Give the archive that OpenEMR makes (Administration, Backup), or a folder with openemr.sql.gz and sites.tar.gz ` +
      "(mysqldump --hex-blob --single-transaction <database> | gzip > openemr.sql.gz; tar -czf sites.tar.gz sites).",
  );
}

async function lookIntoTree(archive: Readable, name: string): Promise<TreeLook> {
  const tree = new Tree(name);
  for await (const entry of entriesOf(archive)) {
    const { name, type, size, mode } = entry.header;
    await tree.add({ name, type, size, mode }, entry as unknown as Readable);
  }
  return tree.look;
}

function entriesOf(archive: Readable) {
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
