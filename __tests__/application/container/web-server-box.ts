/** A task that runs web-server.sh over the image's Apache: what it serves, and what it writes into its log. */
import { execFile } from "node:child_process";
import { freePort } from "../../support/local-server";
import { APACHE, APACHE_USER, MODULES, prepareApache } from "./apache-image";
import { carried, Sandbox, SHELL, type Task, until } from "./sandbox";

/** The load balancer's address, and that of somebody who reaches the task without it. */
export const LOAD_BALANCER = "127.0.0.2";
export const STRANGER = "127.0.0.3";

/** The files of a task's definition that the web servers need. */
const FILES = [
  "web-server.sh",
  "client.php",
  "apache-common.conf",
  "apache-serving.conf",
  "apache-maintenance.conf",
  "maintenance.html",
];

export interface Answer {
  readonly status: number;
  readonly headers: string;
  readonly body: string;
}

export class WebServerBox extends Sandbox {
  private port = 0;
  private scripts = 0;

  public async prepare(): Promise<this> {
    this.port = await freePort();
    prepareApache(this);
    return this;
  }

  /** Runs commands of a start script that has sourced web-server.sh. Its output goes through a pipe, as in a task. */
  public script(commands: string, extra: Record<string, string> = {}): Task {
    const folder = this.path("run");
    const text = `set -eu
log() { echo "start: $*"; }
die() { log "$*" >&2; exit 1; }
. ${folder}/web-server.sh
${commands}`;
    for (const file of FILES) this.write(`run/${file}`, carried(file));
    const name = `script-${this.scripts++}`;
    this.write(name, text);
    const code = this.path(`${name}.code`);
    const piped = `{ ${SHELL.join(" ")} ${this.path(name)} 2>&1; echo $? >${code}; } | cat; exit $(cat ${code})`;
    return this.run(
      piped,
      {
        WEB_FOLDER: folder,
        WEB_PORT: String(this.port),
        APACHE,
        APACHE_CONFIGURATION: this.path("apache2/httpd.conf"),
        APACHE_MODULES: MODULES,
        APACHE_USER,
        OPENEMR_ROOT: this.path("openemr"),
        TLS_DIRECTORY: this.path("tls"),
        TRUSTED_PROXIES: `${LOAD_BALANCER}/32 10.0.0.0/24`,
        MAXIMUM_UPLOAD_MB: "9",
        PHP_MEMORY_LIMIT_MB: "128",
        WEB_SERVER_WORKERS: "3",
        HSTS: "max-age=86400",
        ...extra,
      },
      ["sh"],
    );
  }

  /** OpenEMR's Apache, started as openemr.sh starts it. */
  public async serve(extra: Record<string, string> = {}): Promise<Task> {
    const task = this.script(
      `prepare_web_server\nexec ${APACHE} -f "$APACHE_CONFIGURATION" -D FOREGROUND`,
      extra,
    );
    await until(
      () => /resuming normal operations/.test(task.output),
      () => task.output,
    );
    return task;
  }

  /** Ends the servers as well: they are in process groups of their own. */
  public override remove(): void {
    for (const file of ["httpd.pid", "run/maintenance.pid"]) {
      if (!this.has(file)) continue;
      try {
        process.kill(-Number(this.read(file)), "SIGKILL");
      } catch {
        // It had ended.
      }
    }
    super.remove();
  }

  /** Asks as a client does, and returns the answer. @param options of curl */
  public get(path: string, ...options: string[]): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const common = [
        "--silent",
        "--globoff",
        "--show-error",
        "--include",
        "--insecure",
        "--path-as-is",
        "--http1.1",
        "--max-time",
        "20",
      ];
      const address = options.includes("--interface") ? [] : ["--interface", LOAD_BALANCER];
      const url = `https://127.0.0.1:${this.port}${path}`;
      execFile(
        "curl",
        [...common, ...address, ...options, url],
        { encoding: "latin1" },
        (problem, stdout) => {
          if (problem) return reject(problem);
          const [headers = "", ...body] = stdout
            .replace(/^HTTP\/1.1 100 Continue\r\n\r\n/, "")
            .split("\r\n\r\n");
          resolve({ status: Number(headers.split(" ")[1]), headers, body: body.join("\r\n\r\n") });
        },
      );
    });
  }
}

/** Lines of the access log that a task has written. */
export function accessLog(output: string): Record<string, unknown>[] {
  return output
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line));
}
