import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import type { Refusal } from "./dump";
import { entryName, unsafeEntry } from "./entry-name";

/** One entry of an archive. */
export interface Entry {
  readonly name: string;
  readonly type: string;
  readonly size: number;
  readonly mode: number;
}

/** A site: a folder below `sites` with a `sqlconf.php`. */
export interface SiteLook {
  readonly files: number;
  readonly bytes: number;
  /** Name of its database, where sqlconf.php has the installer's form. */
  readonly database?: string;
  /** Keys of its documents, e.g. `sixa`. */
  readonly keys: readonly string[];
  /** PHP and the like: some of them. */
  readonly executable: readonly string[];
}

export interface TreeLook {
  /** OpenEMR's, by version.php. */
  readonly version?: string;
  readonly sites: Readonly<Record<string, SiteLook>>;
  /** Modules that OpenEMR itself does not bring. */
  readonly modules: readonly string[];
  readonly refused: readonly Refusal[];
  readonly moreRefused: number;
}

/** Folders of `interface/modules/custom_modules` in OpenEMR 7.0.3 to 8.4.1, read on 2026-11-30. */
const OWN_MODULES = [
  "oe-module-comlink-telehealth",
  "oe-module-dashboard-context",
  "oe-module-dorn",
  "oe-module-ehi-exporter",
  "oe-module-faxsms",
  "oe-module-prior-authorizations",
  "oe-module-weno",
];

/** Apache or PHP carries them out, or takes orders from them. */
const EXECUTABLE = /\.(php\d?|phtml|phar|cgi|pl|py|sh|shtml|so)$|(^|\/)\.(htaccess|user\.ini)$/i;

const KEY = /^documents\/logs_and_misc\/methods\/((?:one|two|three|four|five|six|seven)[ab]?)$/;

/** Whether a web server or PHP would carry out a file of a site, or take orders from it. */
export function isProgram(path: string): boolean {
  return EXECUTABLE.test(path);
}

/** Bytes of a file whose text is read. */
const SMALL = 65_536;

/** Entries after which an archive is no backup of OpenEMR. */
const MOST = 5_000_000;
const LISTED = 50;

type Site = { files: number; bytes: number; database?: string; keys: string[]; executable: string[] };

/** Looks at the entries of OpenEMR's folder one after the other. It keeps no file. */
export class Tree {
  private readonly sites = new Map<string, Site>();
  private readonly modules = new Set<string>();
  /** Lower case, as two that differ in nothing else are one file on some machines. */
  private readonly seen = new Set<string>();
  private readonly refused: Refusal[] = [];
  private more = 0;
  private version?: string;

  constructor(private readonly archive: string) {}

  /** @param content of the entry; it is read only where its text tells something */
  async add(entry: Entry, content: Readable): Promise<void> {
    const why = unsafeEntry(entry) ?? this.unexpected(entry);
    if (why !== undefined) this.refuse(entry.name, why);
    const name = entryName(entry.name);
    const module = /^interface\/modules\/custom_modules\/([^/]+)\//.exec(`${name}/`)?.[1];
    if (module && entry.type === "directory" && !OWN_MODULES.includes(module)) this.modules.add(module);
    const [, site, path] = /^sites\/([^/]+)\/(.+)$/.exec(name) ?? [];
    if (entry.type === "file" && site !== undefined) await this.addToSite(site, path!, entry, content);
    else if (name === "version.php" && entry.size <= SMALL) this.version = versionIn(await text(content));
    content.resume();
  }

  private unexpected({ name, type }: Entry): string | undefined {
    const key = entryName(name).toLowerCase();
    if (this.seen.size >= MOST) return `the archive has more than ${MOST} entries`;
    if (type === "file" && this.seen.has(key))
      return "the archive has it twice, and the second would take the place of the first";
    this.seen.add(key);
    return undefined;
  }

  private async addToSite(name: string, path: string, { size }: Entry, content: Readable): Promise<void> {
    const site = this.sites.get(name) ?? { files: 0, bytes: 0, keys: [], executable: [] };
    this.sites.set(name, site);
    site.files++;
    site.bytes += size;
    const key = KEY.exec(path)?.[1];
    if (key) site.keys.push(key);
    if (path === "sqlconf.php" && size <= SMALL) {
      site.database = /^\s*\$dbase\s*=\s*'([A-Za-z0-9_-]+)';/m.exec(await text(content))?.[1];
    }
    if (path !== "sqlconf.php" && isProgram(path) && site.executable.length < LISTED) {
      site.executable.push(path);
    }
  }

  private refuse(path: string, why: string): void {
    const shown = JSON.stringify(path.slice(0, 200)).slice(1, -1);
    if (this.refused.length < LISTED) this.refused.push({ where: `${this.archive}: ${shown}`, why });
    else this.more++;
  }

  get look(): TreeLook {
    const sites = [...this.sites].filter(([, { database }]) => database !== undefined);
    return {
      ...(this.version && { version: this.version }),
      sites: Object.fromEntries(sites),
      modules: [...this.modules].sort(),
      refused: this.refused,
      moreRefused: this.more,
    };
  }
}

function versionIn(source: string): string | undefined {
  const parts = ["major", "minor", "patch"].map(
    (part) => new RegExp(`^\\$v_${part}\\s*=\\s*['"](\\d+)['"];`, "m").exec(source)?.[1],
  );
  return parts.includes(undefined) ? undefined : parts.join(".");
}
