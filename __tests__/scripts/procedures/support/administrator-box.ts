import { spawn } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import {
  DATABASE_PASSWORD,
  DatabaseServer,
  requirePrograms,
} from "../../../application/container/database-server";
import { PROJECT } from "../../../support/documents";
import { AdministratorSecret } from "./administrator-secret";

/** The task that gives OpenEMR's administrator a new password, with a real MariaDB over TLS and real PHP. */
export class AdministratorBox {
  readonly database = new DatabaseServer();
  readonly secret = new AdministratorSecret();
  private readonly folder = mkdtempSync(path.join(tmpdir(), "openemr-administrator-"));

  async start(): Promise<void> {
    requirePrograms();
    await this.database.install();
    await this.secret.start();
    mkdirSync(path.join(this.folder, "tls"));
    copyFileSync(this.database.authority, path.join(this.folder, "tls/mysql-ca.pem"));
  }

  async stop(): Promise<void> {
    this.secret.stop();
    await this.database.remove();
    rmSync(this.folder, { recursive: true });
  }

  /** Runs the script. @param openemr folder of OpenEMR's code */
  async run(openemr: string): Promise<{ readonly status: number | null; readonly said: string }> {
    const name = path.join(PROJECT, "scripts/procedures/rotate/administrator.sh");
    const child = spawn("busybox", ["sh", "-c", readFileSync(name, "utf8"), "administrator.sh"], {
      cwd: this.folder,
      env: {
        PATH: process.env.PATH,
        OPENEMR: openemr,
        ...this.secret.environment(),
        MYSQL_HOST: "127.0.0.1",
        MYSQL_PORT: String(this.database.port),
        MYSQL_USER: "openemr",
        MYSQL_PASS: DATABASE_PASSWORD,
        TLS_DIRECTORY: path.join(this.folder, "tls"),
      },
    });
    const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
    const [status, out, problems] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
    return { status, said: `${out}${problems}`.trim() };
  }
}
