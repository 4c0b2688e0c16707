import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

/** A certificate authority that nobody trusts, unless they are given its certificate. */
export class TestAuthority {
  private readonly folder = mkdtempSync(path.join(tmpdir(), "authority-"));
  /** Its own certificate, in PEM. */
  readonly file = path.join(this.folder, "ca.pem");

  constructor() {
    this.request("ca", "-subj", "/CN=Authority of a test");
  }

  /** @param names such as `DNS:localhost` or `IP:127.0.0.1` */
  certificate(...names: string[]): { key: string; cert: string } {
    const authority = ["-CA", this.file, "-CAkey", path.join(this.folder, "ca.key")];
    this.request("server", "-subj", "/CN=server", "-addext", `subjectAltName=${names}`, ...authority);
    const read = (file: string) => readFileSync(path.join(this.folder, file), "utf8");
    return { key: read("server.key"), cert: read("server.pem") };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private request(name: string, ...args: string[]): void {
    const files = [
      "-keyout",
      path.join(this.folder, `${name}.key`),
      "-out",
      path.join(this.folder, `${name}.pem`),
    ];
    const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
    execFileSync("openssl", ["req", "-x509", ...key, ...files, "-days", "2", ...args], { stdio: "pipe" });
  }
}
