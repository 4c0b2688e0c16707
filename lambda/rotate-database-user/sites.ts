import { chmod, chown, lstat, open, readdir, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { FunctionError } from "../lib/function-error";
import { readSqlconf, type Sqlconf, withLogin } from "./sqlconf";
import type { Login } from "./user-secret";

/** A site of OpenEMR, and when its file was written. */
export interface Site extends Sqlconf {
  readonly name: string;
  readonly writtenAt: Date;
}

/** A file that a restore leaves in the folder that it has put aside: scripts/procedures/restore/exchange-files.sh. */
const PUT_ASIDE = ".openemr-put-aside";

/** A task's mark of an installation that is not finished. */
const INSTALLATION = ".openemr-installation";

/** The folder is not that of OpenEMR any more. Whoever has it mounted keeps it, whatever its name is by now. */
export class PutAsideError extends FunctionError {
  constructor() {
    super(
      "A restore has put these files aside, so nothing was changed. Secrets Manager tries again, with the files in use.",
    );
  }
}

/** OpenEMR's sites, each of which names its database in a file `sqlconf.php`. */
export class Sites {
  constructor(private readonly folder: string) {}

  /**
   * The sites that use the database at a host, `default` first.
   *
   * @throws FunctionError where `default` does not
   * @throws PutAsideError where a restore has exchanged the folder
   */
  async using(host: string): Promise<readonly [Site, ...Site[]]> {
    const names = await readdir(this.folder, { withFileTypes: true });
    if (names.some(({ name }) => name === PUT_ASIDE)) throw new PutAsideError();
    const others = names
      .filter((each) => each.isDirectory() && each.name !== "default")
      .map(({ name }) => name);
    // While it stands, the file may be cut off: the installer writes it piece by piece.
    const isInstalling = names.some(({ name }) => name === INSTALLATION);
    const main = isInstalling ? undefined : await this.read("default");
    if (!main?.isInstalled) {
      throw new FunctionError(
        "OpenEMR is not installed: an installation is not finished, or sites/default/sqlconf.php is missing or says so. There is nothing to rotate yet; Secrets Manager tries again.",
      );
    }
    if (main.host !== host) {
      throw new FunctionError(
        `sites/default/sqlconf.php names the database ${main.host}, and this function was given ${host}. Deploy the stack, or complete the restore.`,
      );
    }
    const found = await Promise.all(others.map((name) => this.read(name)));
    return [main, ...found.filter((site): site is Site => site?.host === host && site.isInstalled)];
  }

  /** @throws FunctionError while a task installs or upgrades, which starts others that read the files */
  async checkQuiet(): Promise<void> {
    const names = await readdir(this.folder);
    if (names.includes(PUT_ASIDE)) throw new PutAsideError();
    if (names.some((name) => [".openemr-leader", ".openemr-upgrade", INSTALLATION].includes(name))) {
      throw new FunctionError("OpenEMR is being installed or upgraded. Secrets Manager tries again later.");
    }
  }

  /** Writes a login into a site's file, whole or not at all. Owner and mode stay. */
  async write(site: Site, login: Login): Promise<void> {
    const file = this.file(site.name);
    const { mode, uid, gid } = await lstat(file);
    const text = withLogin(await readFile(file, "utf8"), login);
    const { username, password } = readSqlconf(text);
    if (username !== login.username || password !== login.password) {
      throw new FunctionError(
        `sites/${site.name}/sqlconf.php cannot be changed: its lines are not as the installer writes them.`,
      );
    }
    // Tasks remove what a run leaves that is killed here.
    const next = join(this.folder, `.openemr-new-rotation-${site.name}`);
    await rm(next, { force: true });
    const handle = await open(next, "wx", 0o600);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await chown(next, uid, gid);
    await chmod(next, mode & 0o777);
    await rename(next, file);
  }

  private async read(name: string): Promise<Site | undefined> {
    try {
      const file = this.file(name);
      const { mtime } = await plainFile(file);
      return { name, writtenAt: mtime, ...readSqlconf(await readFile(file, "utf8")) };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
      throw new FunctionError(
        `sites/${name}/sqlconf.php is not as OpenEMR's installer writes it: ${(error as Error).message}. Restore it from a backup, or write it anew by the installer's pattern.`,
      );
    }
  }

  private file(name: string): string {
    return join(this.folder, name, "sqlconf.php");
  }
}

async function plainFile(file: string) {
  const found = await lstat(file);
  if (!found.isFile()) throw new FunctionError("it is no plain file");
  return found;
}
