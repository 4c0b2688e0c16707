import { randomInt } from "node:crypto";
import { FunctionError } from "../lib/function-error";
import type { Database } from "./database";
import type { Site, Sites } from "./sites";
import type { Login, UserSecret } from "./user-secret";

/** The two users that OpenEMR works as in turn. The installer makes the first one. */
const USERS = ["openemr", "openemr_2"] as const;

/**
 * Seconds after which no task works with a former file any more: NFS clients ask for a file's age every 60 s at the
 * latest, PHP every 2, and a request that has read the file makes its connections at its beginning.
 */
const QUIET_SECONDS = 120;

/** How long a step waits for that. Lambda ends it after 15 minutes. */
const PATIENCE_SECONDS = 600;

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const PASSWORD_LENGTH = 32;

export interface RotationProps {
  readonly secret: UserSecret;
  readonly sites: Sites;
  readonly host: string;
  readonly openDatabase: () => Promise<Database>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly pause: (milliseconds: number) => Promise<unknown>;
  /** @default 120 */
  readonly quietSeconds?: number;
  /** @default 600 */
  readonly patienceSeconds?: number;
}

/**
 * Gives OpenEMR another user of its database with a password of its own, without an interruption.
 *
 * The user in use is the one that `sqlconf.php` names, whatever the secret says: a restored backup has its own. The
 * other one gets a new password once nobody works with it, then the file names it. The former user keeps its password
 * until the next turn, so whoever has read the former file goes on. Each step finds out what is done already, so
 * that one that was interrupted anywhere is repeated.
 */
export class Rotation {
  private readonly quietSeconds: number;
  private readonly patienceSeconds: number;

  constructor(private readonly props: RotationProps) {
    this.quietSeconds = props.quietSeconds ?? QUIET_SECONDS;
    this.patienceSeconds = props.patienceSeconds ?? PATIENCE_SECONDS;
  }

  /** Stores a password for the user that is not in use. */
  async createSecret(version: string): Promise<string> {
    const { secret } = this.props;
    const [main] = await this.sites();
    if (await secret.pending(version)) return "The next password is stored already.";
    await secret.keepFirst();
    await secret.keepPending(version, { username: otherThan(main), password: makePassword() });
    return `The next password, of ${otherThan(main)}, is stored.`;
  }

  /** Gives the user that is not in use its new password, and tries it. */
  async setSecret(version: string): Promise<string> {
    const next = await this.pendingOf(version);
    const found = await this.sites();
    if (found.some((site) => names(site, next))) return `OpenEMR works as ${next.username} already.`;
    // Where a rotation before was given up between two sites.
    await this.writeAll(found, found[0]);
    const sites = await this.sites();
    if (sites[0].username === next.username) {
      throw new FunctionError(
        `OpenEMR works as ${next.username}, with another password than this rotation would give: a backup was restored meanwhile. Take the label AWSPENDING from the version ${version} (aws secretsmanager update-secret-version-stage --version-stage AWSPENDING --remove-from-version-id ${version} --secret-id ...), and rotate again.`,
      );
    }
    const database = await this.props.openDatabase();
    try {
      await this.waitUntilUnused(database, next.username, sites);
      await database.make(next, databasesOf(sites));
      await database.tryOut(next, databasesOf(sites));
    } finally {
      await database.close();
    }
    return `${next.username} has its new password.`;
  }

  /** Has all sites work as the new user, and waits until every task does. */
  async testSecret(version: string): Promise<string> {
    const next = await this.props.secret.pending(version);
    // Secrets Manager asks only for this step, with a version that it makes for it, where a rotation is configured.
    if (!next || next.password === (await this.props.secret.current()).password) {
      return "There is no new password to try. The function can be reached.";
    }
    const sites = await this.sites();
    const database = await this.props.openDatabase();
    try {
      await database.tryOut(next, databasesOf(sites));
      await this.props.sites.checkQuiet();
      await this.writeAll(sites, next);
      await this.waitUntilUnused(database, otherThan(next), await this.sites());
    } finally {
      await database.close();
    }
    return `OpenEMR works as ${next.username}.`;
  }

  /** Makes the new password the one that the secret tells. */
  async finishSecret(version: string): Promise<string> {
    const next = await this.pendingOf(version);
    const [main] = await this.sites();
    if (!names(main, next)) {
      throw new FunctionError(
        `sites/default/sqlconf.php does not name ${next.username} with its new password. Rotate again.`,
      );
    }
    return (await this.props.secret.makeCurrent(version))
      ? "The secret tells the new password."
      : "The secret tells the new password already.";
  }

  private async pendingOf(version: string): Promise<Login> {
    const next = await this.props.secret.pending(version);
    if (!next)
      throw new FunctionError(
        `The version ${version} of the secret has no password: the step createSecret comes first.`,
      );
    return next;
  }

  /** The sites that work as one of the two users. */
  private async sites(): Promise<readonly [Site, ...Site[]]> {
    const [main, ...others] = await this.props.sites.using(this.props.host);
    if (!isOurs(main)) {
      throw new FunctionError(
        `sites/default/sqlconf.php names the user ${main.username}, and only ${USERS.join(" and ")} are rotated. Make ${USERS[0]} in the database, with all rights on ${main.database}, and write it into the file.`,
      );
    }
    return [main, ...others.filter(isOurs)];
  }

  /** The main site is the last: while it names the former user, that one counts as in use. */
  private async writeAll(
    [main, ...others]: readonly [Site, ...Site[]],
    { username, password }: Login,
  ): Promise<void> {
    for (const site of [...others, main]) {
      if (!names(site, { username, password })) await this.props.sites.write(site, { username, password });
    }
  }

  /** Waits until nobody works as a user whom no file names any more. */
  private async waitUntilUnused(database: Database, username: string, sites: readonly Site[]): Promise<void> {
    const { now, pause } = this.props;
    const written = Math.max(...sites.map(({ writtenAt }) => writtenAt.getTime()));
    for (const until = now() + this.patienceSeconds * 1000; ; await pause(this.quietSeconds * 50)) {
      const busy = (await database.usesOf(username)).filter((use) => use.idleSeconds < this.quietSeconds);
      if (busy.length === 0 && now() - written >= this.quietSeconds * 1000) return;
      if (now() > until) {
        const addresses = [...new Set(busy.map(({ address }) => address))].join(", ");
        throw new FunctionError(
          `${addresses || "Somebody"} still works with the database as ${username}, which sqlconf.php does not name any more. If that is a task, end it. Secrets Manager tries again.`,
        );
      }
    }
  }
}

function names(site: Login, { username, password }: Login): boolean {
  return site.username === username && site.password === password;
}

function isOurs({ username }: Login): boolean {
  return USERS.some((user) => user === username);
}

function otherThan({ username }: Pick<Login, "username">): string {
  return USERS.find((user) => user !== username)!;
}

function databasesOf(sites: readonly Site[]): string[] {
  return [...new Set(sites.map(({ database }) => database))];
}

function makePassword(): string {
  return Array.from({ length: PASSWORD_LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join("");
}
