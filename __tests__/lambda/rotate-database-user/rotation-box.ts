/** An installation for the rotation: a real MariaDB that takes TLS only, sites in a folder, and a secret. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createConnection } from "mysql2/promise";
import { Database } from "../../../lambda/rotate-database-user/database";
import { STEPS } from "../../../lambda/rotate-database-user/request";
import { Rotation, type RotationProps } from "../../../lambda/rotate-database-user/rotation";
import { Sites } from "../../../lambda/rotate-database-user/sites";
import { readSqlconf } from "../../../lambda/rotate-database-user/sqlconf";
import { type Login, UserSecret } from "../../../lambda/rotate-database-user/user-secret";
import { DATABASE_PASSWORD, type DatabaseServer } from "../../application/container/database-server";
import { sqlconf } from "../../application/container/images";
import { SecretsManager } from "./secrets-manager";

export const HOST = "localhost";
const MASTER = { username: "dbadmin", password: "MasterPass0123" };

/** Prepares a server once for many boxes. */
export async function prepareServer(server: DatabaseServer): Promise<void> {
  await server.install();
  // Aurora's master user has these rights, as far as they matter here.
  server.query(
    `CREATE USER ${MASTER.username} IDENTIFIED BY '${MASTER.password}';
     GRANT CREATE USER, PROCESS, RELOAD ON *.* TO ${MASTER.username};
     CREATE DATABASE other;
     GRANT ALL ON openemr.* TO ${MASTER.username} WITH GRANT OPTION;
     GRANT ALL ON other.* TO ${MASTER.username} WITH GRANT OPTION;
     CREATE TABLE version (v_database int); INSERT INTO version VALUES (543);
     CREATE TABLE other.version (v_database int); INSERT INTO other.version VALUES (543);`,
  );
}

export class RotationBox {
  readonly folder = mkdtempSync(join(tmpdir(), "openemr-rotation-"));
  readonly secrets = new SecretsManager({ username: "openemr", password: DATABASE_PASSWORD });

  constructor(readonly server: DatabaseServer) {
    server.query(
      `DROP USER IF EXISTS openemr_2; ALTER USER openemr IDENTIFIED BY '${DATABASE_PASSWORD}';
       GRANT ALL ON other.* TO openemr;`,
    );
    this.writeSite("default");
  }

  /** A site as the installer writes it, some time ago. */
  writeSite(name: string, database = "openemr", login: Partial<Login> = {}): void {
    mkdirSync(join(this.folder, name), { recursive: true });
    const { username = "openemr", password = DATABASE_PASSWORD } = login;
    const text = sqlconf(1)
      .replace("'database.example'", `'${HOST}'`)
      .replace("'3306'", `'${this.server.port}'`)
      .replace(/(\$login *= )'.*'/, `$1'${username}'`)
      .replace(/(\$pass *= )'.*'/, `$1'${password}'`)
      .replace(/(\$dbase *= )'.*'/, `$1'${database}'`);
    writeFileSync(this.file(name), text, { mode: 0o640 });
    this.makeOld(name);
  }

  makeOld(name: string, seconds = 3600): void {
    const then = Date.now() / 1000 - seconds;
    utimesSync(this.file(name), then, then);
  }

  file(name = "default"): string {
    return join(this.folder, name, "sqlconf.php");
  }

  text(name = "default"): string {
    return readFileSync(this.file(name), "utf8");
  }

  mode(name = "default"): number {
    return statSync(this.file(name)).mode & 0o777;
  }

  login(name = "default"): Login {
    const { username, password } = readSqlconf(this.text(name));
    return { username, password };
  }

  /** Whether a login is good for the database, and for what is in some of its databases. */
  async works({ username, password }: Login, databases = ["openemr"]): Promise<boolean> {
    try {
      const connection = await createConnection({
        ...{ host: HOST, port: this.server.port, user: username, password },
        ssl: { rejectUnauthorized: false },
      });
      for (const database of databases)
        await connection
          .query(`SELECT 1 FROM ${database}.version`)
          .catch(() => connection.end().then(() => Promise.reject()));
      await connection.end();
      return true;
    } catch {
      return false;
    }
  }

  /** The database as the function sees it. */
  openDatabase(): Promise<Database> {
    return Database.open(this.place, MASTER);
  }

  get place() {
    return { host: HOST, port: this.server.port, authorities: this.server.authority };
  }

  /** @param wrap makes a part one that can fail */
  rotation(
    more: Partial<RotationProps> = {},
    wrap: <T extends object>(part: T) => T = (part) => part,
  ): Rotation {
    return new Rotation({
      secret: new UserSecret(wrap({ send: this.secrets.send }) as never, "user"),
      sites: wrap(new Sites(this.folder)),
      host: HOST,
      openDatabase: async () => wrap(await this.openDatabase()),
      now: Date.now,
      pause: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
      quietSeconds: 0,
      patienceSeconds: 0.2,
      ...more,
    });
  }

  /** A whole rotation, as Secrets Manager runs it. */
  async rotate(version: string, rotation = this.rotation()): Promise<void> {
    if (!this.secrets.versions.has(version)) this.secrets.begin(version);
    for (const step of STEPS) await rotation[step](version);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
