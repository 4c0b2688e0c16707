import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { PROJECT } from "../../../support/documents";

/** A folder as AWS Backup names it. */
export const RESTORED = "aws-backup-restore_2026-01-31T05-00-00";

/** A file system, and the scripts that `npm run restore` runs over it in tasks of OpenEMR's image, whose shell is BusyBox's. */
export class FileSystem {
  readonly folder = mkdtempSync(path.join(tmpdir(), "openemr-restore-"));

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }

  put(file: string, text: string | Buffer): void {
    mkdirSync(path.dirname(path.join(this.folder, file)), { recursive: true });
    writeFileSync(path.join(this.folder, file), text);
  }

  text(file: string): string {
    return readFileSync(path.join(this.folder, file), "utf8");
  }

  run(script: string, env: NodeJS.ProcessEnv = {}) {
    const source = readFileSync(path.join(PROJECT, `scripts/procedures/restore/${script}.sh`), "utf8");
    const { status, stdout, stderr } = spawnSync("busybox", ["sh", "-c", source, `${script}.sh`], {
      cwd: this.folder,
      encoding: "utf8",
      env: { PATH: process.env.PATH, ...env },
    });
    return { status, said: stdout.trim(), stderr };
  }
}
