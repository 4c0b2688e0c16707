import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Connection, type ConnectionOptions, createConnection } from "mysql2/promise";

const START_SECONDS = 60;

/** A MariaDB server of its own, in a temporary folder, that listens only to a socket there. */
export class MariaDb {
  private constructor(
    private readonly folder: string,
    private readonly server: ChildProcess,
  ) {}

  static async start(): Promise<MariaDb> {
    const folder = mkdtempSync(path.join(tmpdir(), "mariadb-"));
    const data = path.join(folder, "data");
    // A server that starts removes every temporary table in its folder, and so those of a neighbour.
    const temporary = path.join(folder, "temporary");
    mkdirSync(temporary);
    const user = process.getuid?.() === 0 ? ["--user=root"] : [];
    const options = ["--no-defaults", `--datadir=${data}`, `--tmpdir=${temporary}`, ...user];
    const install = spawnSync(
      "mariadb-install-db",
      [...options, "--auth-root-authentication-method=normal", "--skip-test-db"],
      { encoding: "utf8" },
    );
    if (install.error || install.status !== 0) {
      const reason = install.error?.message ?? install.stderr;
      throw new Error(`MariaDB cannot be run: ${reason}. Install it: apt-get install mariadb-server-core`);
    }
    const own = [`--socket=${socketIn(folder)}`, `--pid-file=${folder}/pid`, "--skip-networking"];
    const server = spawn("mariadbd", [...options, ...own, "--innodb-flush-log-at-trx-commit=0"], {
      stdio: ["ignore", "ignore", "pipe"],
    });
    const database = new MariaDb(folder, server);
    await database.waitUntilUp();
    return database;
  }

  /** As root, without a password. */
  connect(options: ConnectionOptions = {}): Promise<Connection> {
    return createConnection({ socketPath: socketIn(this.folder), user: "root", ...options });
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.server.once("exit", resolve));
    if (this.server.exitCode === null && this.server.kill("SIGKILL")) await ended;
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async waitUntilUp(): Promise<void> {
    let said = "";
    this.server.stderr!.on("data", (data) => {
      said += data;
    });
    let reason: unknown;
    for (const deadline = Date.now() + START_SECONDS * 1000; Date.now() < deadline; await sleep(50)) {
      if (this.server.exitCode !== null) break;
      try {
        await (await this.connect()).end();
        return;
      } catch (error) {
        reason = error;
      }
    }
    await this.stop();
    throw new Error(`mariadbd did not start (${reason}): ${said}`);
  }
}

function socketIn(folder: string): string {
  return path.join(folder, "socket");
}
