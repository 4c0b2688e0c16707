/** A MariaDB of its own for the tests: on a free port of the loopback interface, over TLS only, with a log of all statements. */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "../../support/local-server";

/** Password of the user that OpenEMR would use. */
export const DATABASE_PASSWORD = "DataBasePass0123";

/** Programs of the server lie where the path of a user who is not root does not lead. */
const PATH = `${process.env.PATH}:/usr/sbin:/usr/local/sbin`;

/** Fails with what is missing, so that no test passes without having run. */
export function requirePrograms(): void {
  const missing = Object.entries({
    "mariadb-server-core": "command -v mariadbd && command -v mariadb-install-db",
    "mariadb-client-core": "command -v mariadb && command -v my_print_defaults",
    "php-cli": "command -v php",
    "php-mysql": "php -m | grep -qx mysqli",
    "php-curl": "php -m | grep -qx curl",
    openssl: "command -v openssl",
  }).filter(([, test]) => !succeeds(test));
  if (missing.length > 0)
    throw new Error(
      `These tests need what is not here. Install it: apt-get install ${missing.map(([name]) => name).join(" ")}`,
    );
}

function succeeds(command: string): boolean {
  try {
    execFileSync("sh", ["-c", command], { stdio: "ignore", env: { PATH } });
    return true;
  } catch {
    return false;
  }
}

export class DatabaseServer {
  private readonly folder = mkdtempSync(join(tmpdir(), "openemr-db-"));
  private readonly options = [
    "--no-defaults",
    ...(process.getuid?.() === 0 ? ["--user=root"] : []),
    `--datadir=${join(this.folder, "data")}`,
    // A server that starts removes every temporary table in its folder, and so those of a neighbour.
    `--tmpdir=${join(this.folder, "temporary")}`,
  ];
  private process?: ChildProcess;
  public port = 0;
  /** Certificate authority of the server's certificate, which is for 127.0.0.1 and localhost. */
  public readonly authority = join(this.folder, "ca.pem");
  /** One that has not signed it. */
  public readonly foreignAuthority = join(this.folder, "foreign-ca.pem");

  public async install(): Promise<void> {
    this.makeCertificates();
    mkdirSync(join(this.folder, "temporary"));
    const root = "--auth-root-authentication-method=normal";
    execFileSync(
      "mariadb-install-db",
      [...this.options, "--skip-test-db", root, "--innodb-log-file-size=4M"],
      { stdio: "pipe", env: { PATH } },
    );
    this.port = await freePort();
    await this.start();
    this.query(
      `CREATE USER openemr IDENTIFIED BY '${DATABASE_PASSWORD}' REQUIRE SSL;
       CREATE DATABASE openemr CHARACTER SET utf8mb4;
       GRANT ALL ON openemr.* TO openemr;`,
      "mysql",
    );
  }

  public async start(): Promise<void> {
    const at = (name: string) => join(this.folder, name);
    this.process = spawn(
      "mariadbd",
      [
        ...[...this.options, `--socket=${at("socket")}`],
        ...[`--pid-file=${at("pid")}`, `--port=${this.port}`, "--bind-address=127.0.0.1,127.0.0.2"],
        ...[`--ssl-ca=${this.authority}`, `--ssl-cert=${at("server.pem")}`, `--ssl-key=${at("server.key")}`],
        ...["--require-secure-transport=ON", "--general-log", `--general-log-file=${at("general.log")}`],
        ...["--innodb-buffer-pool-size=16M", "--innodb-flush-log-at-trx-commit=0", "--skip-name-resolve"],
      ],
      { stdio: ["ignore", "ignore", "pipe"], env: { PATH } },
    );
    let complaints = "";
    this.process.stderr?.on("data", (data) => {
      complaints += data;
    });
    for (const deadline = Date.now() + 15_000; ; ) {
      try {
        this.query("SELECT 1", "mysql");
        return;
      } catch {
        if (Date.now() > deadline || this.process.exitCode !== null)
          throw new Error(`mariadbd does not start: ${complaints.slice(-2000)}`);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    }
  }

  public async stop(): Promise<void> {
    const { process } = this;
    if (!process || process.exitCode !== null) return;
    const ended = new Promise((resolve) => process.once("exit", resolve));
    process.kill("SIGTERM");
    await ended;
  }

  public async remove(): Promise<void> {
    await this.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Runs statements as root, past TLS. @returns rows of tab-separated columns, as text */
  public query(sql: string, database = "openemr"): string[] {
    const output = execFileSync(
      "mariadb",
      [
        ...["--no-defaults", `--socket=${join(this.folder, "socket")}`, "--user=root", "--batch"],
        ...["--skip-column-names", "--default-character-set=utf8mb4", database],
      ],
      { input: sql, encoding: "utf8", stdio: ["pipe", "pipe", "pipe"], env: { PATH } },
    );
    return output.split("\n").slice(0, -1);
  }

  /** Every statement that the server was sent so far. */
  public get log(): string {
    const file = join(this.folder, "general.log");
    return existsSync(file) ? readFileSync(file, "utf8") : "";
  }

  private makeCertificates(): void {
    const run = (...args: string[]) =>
      execFileSync("openssl", args, { cwd: this.folder, stdio: ["ignore", "pipe", "pipe"] });
    const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
    for (const name of ["ca", "foreign-ca"])
      run(
        ...["req", "-x509", ...key, "-days", "2", "-subj", `/CN=${name}`],
        ...["-keyout", `${name}.key`, "-out", `${name}.pem`],
      );
    run(
      ...["req", "-x509", ...key, "-days", "2", "-subj", "/CN=database", "-CA", "ca.pem", "-CAkey", "ca.key"],
      ...[
        "-addext",
        "subjectAltName=IP:127.0.0.1,DNS:localhost",
        "-keyout",
        "server.key",
        "-out",
        "server.pem",
      ],
    );
  }
}
