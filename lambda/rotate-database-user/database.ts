import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { type Connection, createConnection, type RowDataPacket } from "mysql2/promise";
import { FunctionError } from "../lib/function-error";
import type { Login } from "./user-secret";

/** Where the database is, and who may vouch for it. */
export interface Place {
  readonly host: string;
  readonly port: number;
  /** Path of a file in PEM. */
  readonly authorities: string;
}

/** The use that somebody makes of a user of the database. */
export interface Use {
  readonly address: string;
  /** Seconds since its last statement ended; 0 while one runs. */
  readonly idleSeconds: number;
}

/** One rotation at a time: the lock ends with the connection, however that ends. */
const LOCK = "openemr-on-aws rotate user";

/** A connection that has just ended may hold it a moment longer. */
const LOCK_SECONDS = 3;

/** A database that pauses takes half a minute to wake. */
const CONNECT_MILLISECONDS = 60_000;

/** The database, as its master user sees it. */
export class Database {
  private constructor(
    private readonly connection: Connection,
    private readonly place: Place,
  ) {}

  /** @throws FunctionError while another rotation has not ended */
  static async open(place: Place, master: Login): Promise<Database> {
    const database = new Database(await connect(place, master), place);
    const [row] = await database.rows(`SELECT GET_LOCK(?, ${LOCK_SECONDS}) AS got`, [LOCK]);
    if (Number(row?.got) !== 1) {
      await database.close();
      throw new FunctionError("Another rotation runs at this moment. Secrets Manager tries again.");
    }
    return database;
  }

  async close(): Promise<void> {
    await this.connection.end();
  }

  /** Connections of a user. */
  async usesOf(username: string): Promise<Use[]> {
    const rows = await this.rows(
      "SELECT SUBSTRING_INDEX(host, ':', 1) AS address, command, time AS seconds FROM information_schema.processlist WHERE user = ?",
      [username],
    );
    return rows.map(({ address, command, seconds }) => ({
      address: String(address),
      idleSeconds: command === "Sleep" ? Number(seconds) : 0,
    }));
  }

  /** Makes a user with a password and all rights on some databases and on nothing else, or gives an existing one these. */
  async make({ username, password }: Login, databases: readonly string[]): Promise<void> {
    for (const text of [username, password, ...databases]) {
      if (!/^[\w-]+$/.test(text))
        throw new FunctionError("A name or a password has other characters than letters, digits, _ and -.");
    }
    const user = `'${username}'@'%'`;
    // The audit log has statements about users word for word, so they hold what the database stores, and not the password.
    const login = `IDENTIFIED WITH mysql_native_password AS '${stored(password)}'`;
    await this.connection.query(`CREATE USER IF NOT EXISTS ${user} ${login}`);
    await this.connection.query(`ALTER USER ${user} ${login}`);
    for (const database of databases) {
      await this.connection.query(`GRANT ALL PRIVILEGES ON \`${database}\`.* TO ${user}`);
    }
  }

  /** Signs in as a user, and reads from each database what OpenEMR reads first. */
  async tryOut(login: Login, databases: readonly string[]): Promise<void> {
    const connection = await connect(this.place, login);
    try {
      for (const database of databases) {
        await connection.query(`SELECT v_database FROM \`${database}\`.version LIMIT 1`);
      }
    } finally {
      await connection.end();
    }
  }

  private async rows(statement: string, values: readonly string[]): Promise<RowDataPacket[]> {
    const [rows] = await this.connection.query<RowDataPacket[]>(statement, [...values]);
    return rows;
  }
}

/** A password as MySQL's mysql_native_password stores it, the way of signing in that Aurora MySQL 3 gives by default. */
function stored(password: string): string {
  const sha1 = (data: string | Buffer) => createHash("sha1").update(data).digest();
  return `*${sha1(sha1(password)).toString("hex").toUpperCase()}`;
}

async function connect({ host, port, authorities }: Place, login: Login): Promise<Connection> {
  const ca = await readFile(authorities, "utf8");
  try {
    return await createConnection({
      host,
      port,
      user: login.username,
      password: login.password,
      connectTimeout: CONNECT_MILLISECONDS,
      ssl: { ca, minVersion: "TLSv1.2", verifyIdentity: true },
    });
  } catch (error) {
    throw new FunctionError(
      `The database ${host}:${port} does not take ${login.username}: ${(error as Error).message}.`,
    );
  }
}
