import { pipeline, Readable } from "node:stream";
import { createGzip } from "node:zlib";
import { entryName } from "./entry-name";
import { entriesOf, type Part } from "./look";
import { isProgram } from "./tree";

/** Files of a site that the installation writes itself. */
const OWN = new Set(["sqlconf.php", "docker-version"]);

/**
 * A part of a backup as the task takes it, packed. Of the files it is those of the one site, each after a line of JSON
 * with path and size: no links, rights or owners come along, and no programs. The same part gives the same bytes.
 *
 * @param site its name in the backup
 */
export function packed(part: Part, content: Readable, site: string): Readable {
  const gzip = createGzip();
  const plain = part === "dump" ? content : Readable.from(filesOf(content, site));
  // An error reaches whoever reads it.
  pipeline(plain, gzip, () => {});
  return gzip;
}

async function* filesOf(archive: Readable, site: string): AsyncGenerator<Buffer> {
  const folder = `sites/${site}/`;
  for await (const entry of entriesOf(archive)) {
    const { name: given, type, size } = entry.header;
    const name = entryName(given);
    const path = name.startsWith(folder) ? name.slice(folder.length) : undefined;
    if (type !== "file" || path === undefined || OWN.has(path) || isProgram(path)) {
      entry.resume();
      continue;
    }
    yield Buffer.from(`${JSON.stringify({ path, size })}\n`);
    for await (const chunk of entry as unknown as Readable) yield chunk as Buffer;
  }
}
