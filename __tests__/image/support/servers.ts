/** Servers around an installation's tasks: MySQL and Valkey that take TLS only, and a stand-in for AWS. */
import { type ChildProcess, spawn } from "node:child_process";
import { cpSync, mkdirSync, rmSync } from "node:fs";
import { connect, createServer, type Server, type Socket } from "node:net";
import { join } from "node:path";
import { run, succeeds, until } from "./shell";

export const MASTER = { user: "dbadmin", password: "MasterPass0123" };
const PATH = `${process.env.PATH}:/usr/sbin:/usr/local/sbin`;

/** A certificate authority, and the certificate of all servers. */
export function makeCertificates(folder: string): void {
  mkdirSync(folder, { recursive: true });
  const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "3"];
  const request = (name: string, ...more: string[]) =>
    run(
      "openssl",
      "req",
      "-x509",
      ...key,
      "-subj",
      `/CN=${name}`,
      "-keyout",
      join(folder, `${name}.key`),
      "-out",
      join(folder, `${name}.pem`),
      ...more,
    );
  for (const name of ["authority", "foreign"]) request(name);
  const signed = ["-CA", join(folder, "authority.pem"), "-CAkey", join(folder, "authority.key")];
  request("server", ...signed, "-addext", "subjectAltName=DNS:database.test,DNS:cache.test,DNS:localhost");
}

/** Starts a server that ends with the tests, however they end. */
function startServer(program: string, args: readonly string[]): ChildProcess {
  return spawn("setpriv", ["--pdeathsig", "KILL", program, ...args], {
    stdio: "ignore",
    env: { ...process.env, PATH },
  });
}

/** MariaDB. Its files are in a folder that can be kept and put back. */
export class DatabaseServer {
  private process?: ChildProcess;

  constructor(
    private readonly folder: string,
    private readonly certificates: string,
    private readonly address: string,
  ) {}

  async install(): Promise<void> {
    mkdirSync(this.temporary, { recursive: true });
    run(
      "mariadb-install-db",
      ...[...this.options, "--skip-test-db", "--auth-root-authentication-method=normal"],
    );
    await this.start();
    this.query(
      `CREATE USER ${MASTER.user} IDENTIFIED BY '${MASTER.password}' REQUIRE SSL;
       GRANT ALL ON *.* TO ${MASTER.user} WITH GRANT OPTION;`,
      "mysql",
    );
  }

  async start(): Promise<void> {
    const file = (name: string) => join(this.certificates, name);
    this.process = startServer("mariadbd", [
      ...[...this.options, `--socket=${this.socket}`],
      ...[
        `--pid-file=${this.folder}/pid`,
        "--port=3306",
        `--bind-address=${this.address}`,
        "--skip-name-resolve",
      ],
      ...[
        `--ssl-ca=${file("authority.pem")}`,
        `--ssl-cert=${file("server.pem")}`,
        `--ssl-key=${file("server.key")}`,
      ],
      ...[
        "--require-secure-transport=ON",
        "--innodb-flush-log-at-trx-commit=0",
        "--innodb-buffer-pool-size=128M",
      ],
      // As in Aurora, where a closed connection is not waited for.
      ...["--sql-mode=NO_ENGINE_SUBSTITUTION", "--innodb-fast-shutdown=1"],
    ]);
    await until(
      () => succeeds(`mariadb --no-defaults --socket=${this.socket} --user=root -e 'SELECT 1'`),
      "MariaDB",
    );
  }

  async stop(): Promise<void> {
    const { process } = this;
    if (!process || process.exitCode !== null) return;
    const ended = new Promise((resolve) => process.once("exit", resolve));
    process.kill("SIGTERM");
    await ended;
  }

  /** Rows of tab-separated columns, asked as root past TLS. */
  query(sql: string, database = "openemr"): string[] {
    const output = run(
      "mariadb",
      ...["--no-defaults", `--socket=${this.socket}`, "--user=root", "--batch", "--skip-column-names"],
      ...["--execute", sql, database],
    );
    return output.split("\n").slice(0, -1);
  }

  has(database: string): boolean {
    return this.query(`SHOW DATABASES LIKE '${database}'`, "mysql").length > 0;
  }

  async keepAs(folder: string): Promise<void> {
    await this.stop();
    cpSync(this.data, folder, { recursive: true });
    await this.start();
  }

  async putBack(folder: string): Promise<void> {
    await this.stop();
    rmSync(this.data, { recursive: true });
    cpSync(folder, this.data, { recursive: true });
    await this.start();
  }

  private get options(): string[] {
    return ["--no-defaults", "--user=root", `--datadir=${this.data}`, `--tmpdir=${this.temporary}`];
  }

  /** A server that starts removes every temporary table in its folder, and so those of a neighbour. */
  private get temporary(): string {
    return join(this.folder, "temporary");
  }

  private get data(): string {
    return join(this.folder, "data");
  }

  private get socket(): string {
    return join(this.folder, "socket");
  }
}

/** Valkey or Redis, without a port for plain connections. */
export class CacheServer {
  private process?: ChildProcess;

  constructor(
    private readonly certificates: string,
    private readonly address: string,
  ) {}

  async start(): Promise<void> {
    const file = (name: string) => join(this.certificates, name);
    const program = succeeds("command -v valkey-server") ? "valkey-server" : "redis-server";
    this.process = startServer(program, [
      ...[
        "--port",
        "0",
        "--tls-port",
        "6379",
        "--bind",
        this.address,
        "--save",
        "",
        "--dir",
        this.certificates,
      ],
      ...["--tls-cert-file", file("server.pem"), "--tls-key-file", file("server.key")],
      ...["--tls-ca-cert-file", file("authority.pem"), "--tls-auth-clients", "no"],
      ...["--protected-mode", "no"],
    ]);
    await until(() => this.ask("PING") === "PONG", "the cache");
  }

  async stop(): Promise<void> {
    const { process } = this;
    if (!process || process.exitCode !== null) return;
    const ended = new Promise((resolve) => process.once("exit", resolve));
    process.kill("SIGKILL");
    await ended;
  }

  ask(...words: string[]): string | undefined {
    const cli = succeeds("command -v valkey-cli") ? "valkey-cli" : "redis-cli";
    try {
      const tls = ["--tls", "--cacert", join(this.certificates, "authority.pem"), "--sni", "cache.test"];
      return run(cli, "-h", this.address, ...tls, "--no-auth-warning", ...words).trim();
    } catch {
      return undefined;
    }
  }
}

/** Leads a port of an address to the same one of the loopback interface. */
export async function forward(port: number, address: string): Promise<Server> {
  return listen(port, address, () => connect(port, "127.0.0.1"));
}

/** Leads a free port of the loopback interface to one of an address. */
export async function tunnel(address: string, port: number): Promise<Server> {
  return listen(0, "127.0.0.1", () => connect(port, address));
}

async function listen(port: number, address: string, open: () => Socket): Promise<Server> {
  const server = createServer((socket) => {
    const end = open();
    socket.pipe(end).pipe(socket);
    for (const one of [socket, end]) one.on("error", () => socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(port, address, resolve));
  return server;
}
