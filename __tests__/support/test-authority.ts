import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
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

  /**
   * A certificate that is valid at another time.
   *
   * @param from days from now at which it begins
   * @param days for which it is valid
   */
  certificateOf({ names, days, from = 0 }: { names: readonly string[]; days: number; from?: number }) {
    const at = (file: string) => path.join(this.folder, file);
    const time = (day: number) =>
      new Date(Date.now() + day * 86_400_000).toISOString().replace(/[-:T]|\.\d+/g, "");
    writeFileSync(at("index.txt"), "");
    // Only `openssl ca` can set when a certificate begins.
    writeFileSync(
      at("ca.conf"),
      `[ca]
default_ca = own
[own]
database = ${at("index.txt")}
new_certs_dir = ${this.folder}
rand_serial = yes
default_md = sha256
policy = any
x509_extensions = names
[any]
commonName = supplied
[names]
subjectAltName = ${names.join(",")}
`,
    );
    const run = (...args: string[]) => execFileSync("openssl", args, { stdio: "pipe" });
    const key = [
      "-newkey",
      "ec",
      "-pkeyopt",
      "ec_paramgen_curve:prime256v1",
      "-nodes",
      "-keyout",
      at("dated.key"),
    ];
    run("req", "-new", "-subj", "/CN=server", "-out", at("dated.csr"), ...key);
    const valid = ["-startdate", time(from), "-enddate", time(from + days)];
    const ca = ["-config", at("ca.conf"), "-cert", this.file, "-keyfile", at("ca.key")];
    run("ca", "-batch", "-notext", ...ca, ...valid, "-in", at("dated.csr"), "-out", at("dated.pem"));
    const read = (file: string) => readFileSync(at(file), "utf8");
    return { key: read("dated.key"), cert: read("dated.pem") };
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
