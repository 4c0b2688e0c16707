/** A machine for the container scripts: folders, stand-ins for what the image brings, and processes. */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

export const CONTAINER_FOLDER = join(__dirname, "../../../src/application/container");

export function script(name: string): string {
  return readFileSync(join(CONTAINER_FOLDER, name), "utf8");
}

function find(command: string): string | undefined {
  try {
    return execFileSync("sh", ["-c", `command -v ${command}`], { encoding: "utf8" }).trim();
  } catch {
    return undefined;
  }
}

const busybox = find("busybox");

/** The image's shell is busybox; without it the tests run the system's. */
export const SHELL: string[] = busybox ? [busybox, "sh"] : ["sh"];

const APPLETS =
  "awk cat chmod chown cmp cp date env grep head hostname id kill ln mkdir mktemp mv rm rmdir sed sleep stat tail tee touch tr".split(
    " ",
  );

/** openemr.sh as versions 7.0.3 to 8.0.0 behave towards the shared volume and the database. */
const OPENEMR = `#!/bin/sh
set -e
sites=$OPENEMR_ROOT/sites
authority=yes
set -C
{ > "$sites/docker-leader"; } 2>/dev/null || authority=no
set +C
if [ $authority = no ]; then
  while [ ! -f "$sites/docker-completed" ]; do echo "openemr.sh waits"; sleep 0.1; done
fi
if [ $authority = yes ]; then
  echo "$TASK" >> "$FAKE/leaders"
  if [ ! -d "$sites/default" ]; then cp -R "$SWARM_PIECES/sites/." "$sites/"; fi
fi
root=$(cat "$ROOT_HOME/docker-version"); had=$(cat "$sites/default/docker-version")
config=0; ! grep -q 'config = 1' "$sites/default/sqlconf.php" || config=1
for ca in mysql-ca:mysql/server/mysql-ca redis-ca:redis/redis-ca; do
  to=$sites/default/documents/certificates/\${ca%%:*}
  [ -f "$to" ] || cp "$ROOT_HOME/certs/\${ca#*:}" "$to"
done
if [ $authority = yes ] && [ $config = 0 ]; then
  [ "$(cat "$FAKE/tables")" = 0 ] || { echo "Table exists"; while :; do sleep 0.1; done; }
  echo 120 > "$FAKE/tables"
  if [ "\${STOP_AT:-}" = tables ]; then : > "$FAKE/stopped"; sleep 60; fi
  sleep "\${WORK_SECONDS:-0}"
  echo '$config = 1;' > "$sites/default/sqlconf.php"
  if [ "\${STOP_AT:-}" = users ]; then : > "$FAKE/stopped"; sleep 60; fi
  echo "$TASK" >> "$FAKE/installed"
  echo 280 > "$FAKE/tables"
elif [ $authority = yes ] && [ "$root" -gt "$had" ]; then
  if [ "\${STOP_AT:-}" = upgrade ]; then : > "$FAKE/stopped"; sleep 60; fi
  sleep "\${WORK_SECONDS:-0}"
  echo "$TASK $had $root" >> "$FAKE/upgraded"
  printf %s "$root" > "$sites/default/docker-version"
fi
if [ $authority = yes ]; then touch "$sites/docker-completed"; rm -f "$sites/docker-leader"; fi
echo "$TASK" >> "$FAKE/serving"
echo "openemr.sh serves"
exec sleep 60
`;

/** The database's client: what it was given is noted, the database is a few files. */
const CLIENT = `#!/bin/sh
echo "$*" >> "$FAKE/client-arguments"
[ ! -f "$FAKE/down" ] || { echo "ERROR 2002 (HY000): Can't connect to server" >&2; exit 1; }
[ "$MYSQL_PWD" = "$FAKE_PASSWORD" ] || { echo "ERROR 1045 (28000): Access denied" >&2; exit 1; }
case $* in
  *"DROP DATABASE"*) echo 0 > "$FAKE/tables"; echo drop >> "$FAKE/dropped" ;;
  *.patient_data*) cat "$FAKE/patients" ;;
  *"table_name = 'patient_data'"*) [ "$(cat "$FAKE/tables")" = 0 ] && echo 0 || echo 1 ;;
  *information_schema*) cat "$FAKE/tables" ;;
esac
`;

/**
 * PHP, of which start.sh runs apply-settings.php alone. It notes who ran it and in which state OpenEMR was then,
 * and fails as often as fake/settings-failures says, with the exit code in fake/settings-code.
 */
const PHP = `#!/bin/sh
sites=$OPENEMR_ROOT/sites
[ -f "$sites/docker-completed" ] && completed=completed || completed=unfinished
names=$(env | grep -E '^(AWS_|SETTINGS_PARAMETER)' | sort | tr '\\n' ' ')
echo "$TASK $completed $(cat "$sites/default/docker-version") $(cat "$DATABASE_CA") $names" >> "$FAKE/applied"
cat "$1" > "$FAKE/settings-script"
left=$(cat "$FAKE/settings-failures" 2>/dev/null || echo 0)
if [ "$left" -gt 0 ]; then
  echo $((left - 1)) > "$FAKE/settings-failures"
  echo "settings: no connection"
  exit "$(cat "$FAKE/settings-code" 2>/dev/null || echo 1)"
fi
echo "settings: applied"
`;

export interface Exit {
  code: number | null;
  output: string;
}

export class Task {
  public output = "";
  public readonly exited: Promise<Exit>;

  public constructor(private readonly process: ChildProcess) {
    const collect = (data: Buffer) => {
      this.output += data.toString();
    };
    process.stdout?.on("data", collect);
    process.stderr?.on("data", collect);
    this.exited = new Promise((resolve) => {
      process.on("exit", (code) => setTimeout(() => resolve({ code, output: this.output }), 50));
    });
  }

  /** As Fargate ends a task: everything in it at once, without a farewell. */
  public kill(): void {
    try {
      process.kill(-(this.process.pid as number), "SIGKILL");
    } catch {
      // It had ended.
    }
  }

  public terminate(): void {
    this.process.kill("SIGTERM");
  }
}

export async function until(
  condition: () => boolean,
  what: string | (() => string),
  milliseconds = 12_000,
): Promise<void> {
  const deadline = Date.now() + milliseconds;
  while (!condition()) {
    if (Date.now() > deadline) {
      throw new Error(`not within ${milliseconds} ms: ${typeof what === "string" ? what : what()}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

export const PASSWORD = "vErYsEcReT0123456789";

export class Sandbox {
  public readonly root = mkdtempSync(join(tmpdir(), "openemr-container-"));
  private readonly tasks: Task[] = [];

  public constructor() {
    const bin = this.path("bin");
    mkdirSync(bin);
    if (busybox) for (const applet of APPLETS) symlinkSync(busybox, join(bin, applet));
  }

  public path(...parts: string[]): string {
    return join(this.root, ...parts);
  }

  public write(path: string, content: string, mode?: number): void {
    mkdirSync(dirname(this.path(path)), { recursive: true });
    writeFileSync(this.path(path), content);
    if (mode !== undefined) chmodSync(this.path(path), mode);
  }

  public read(path: string): string {
    return readFileSync(this.path(path), "utf8");
  }

  public has(path: string): boolean {
    return existsSync(this.path(path));
  }

  public lines(path: string): string[] {
    return this.has(path) ? this.read(path).trim().split("\n") : [];
  }

  public list(path: string): string[] {
    return this.has(path) ? readdirSync(this.path(path)).sort() : [];
  }

  public makeOld(path: string, seconds = 3600): void {
    const then = Date.now() / 1000 - seconds;
    utimesSync(this.path(path), then, then);
  }

  /** An image of OpenEMR, an empty shared volume and an empty database. */
  public prepareOpenEmr(): this {
    this.write("openemr/openemr.sh", OPENEMR, 0o500);
    this.write("openemr/docker-version", "7");
    this.write("home/docker-version", "7");
    this.write("home/devtoolsLibrary.source", 'mariadb --skip-ssl -u "$CUSTOM_USER"\n');
    this.write("pieces/sites/default/sqlconf.php", "<?php\n$config = 0;\n");
    this.write("pieces/sites/default/docker-version", "7");
    this.write("pieces/sites/default/documents/certificates/README.md", "");
    this.write("pieces/ssl/openssl.cnf", "restored");
    for (const name of ["server.key", "server.cert", "mysql-ca", "redis-ca"])
      this.write(`tls/${name}.pem`, name);
    this.write("bin/mariadb", CLIENT, 0o755);
    this.write("bin/php", PHP, 0o755);
    this.write("fake/tables", "0");
    this.write("fake/patients", "0");
    mkdirSync(this.path("openemr/sites"));
    return this;
  }

  /** A finished installation, as an earlier task left it. */
  public prepareInstalled(version = "7"): this {
    this.prepareOpenEmr();
    this.write("openemr/sites/default/sqlconf.php", "<?php\n$config = 1;\n");
    this.write("openemr/sites/default/docker-version", version);
    this.write("openemr/sites/default/documents/certificates/mysql-ca", "mysql-ca");
    this.write("openemr/sites/default/documents/certificates/redis-ca", "redis-ca");
    this.write("openemr/sites/docker-completed", "");
    this.write("fake/tables", "280");
    this.write("fake/patients", "4711");
    return this;
  }

  private environment(extra: Record<string, string>): Record<string, string> {
    return { PATH: `${this.path("bin")}:${process.env.PATH}`, HOME: this.root, ...extra };
  }

  /** Runs a script as ECS does, with its name and its arguments after it. */
  public run(text: string, extra: Record<string, string>, shell = SHELL, argument: string[] = []): Task {
    const [command, ...rest] = shell as [string, ...string[]];
    const child = spawn(command, [...rest, "-c", text, ...argument], {
      env: this.environment(extra),
      detached: true,
    });
    const task = new Task(child);
    this.tasks.push(task);
    return task;
  }

  /** A task that starts OpenEMR. Sites and database are shared, the rest of its machine is its own. */
  public start(name: string, extra: Record<string, string> = {}, shell = SHELL): Task {
    cpSync(this.path("home"), this.path(`home-${name}`), { recursive: true });
    mkdirSync(this.path(`ssl-${name}`));
    return this.run(
      script("start.sh"),
      {
        TASK: name,
        FAKE: this.path("fake"),
        FAKE_PASSWORD: PASSWORD,
        ECS_CONTAINER_METADATA_URI_V4: `http://169.254.170.2/v4/${name}`,
        OPENEMR_ROOT: this.path("openemr"),
        TLS_DIRECTORY: this.path("tls"),
        SSL_DIRECTORY: this.path(`ssl-${name}`),
        ROOT_HOME: this.path(`home-${name}`),
        SWARM_PIECES: this.path("pieces"),
        STATE_DIRECTORY: this.path(`state-${name}`),
        SWARM_MODE: "yes",
        MYSQL_HOST: "database.example",
        MYSQL_ROOT_USER: "dbadmin",
        MYSQL_ROOT_PASS: PASSWORD,
        MYSQL_USER: "dbadmin",
        MYSQL_PASS: PASSWORD,
        OE_USER: "admin",
        OE_PASS: "AlsoSecret42",
        HEARTBEAT_SECONDS: "0.2",
        STALE_SECONDS: "60",
        POLL_SECONDS: "1",
        DATABASE_RETRY_SECONDS: "0.2",
        DATABASE_WAIT_SECONDS: "1",
        SETTINGS_ATTEMPTS: "3",
        SETTINGS_RETRY_SECONDS: "0.2",
        ...extra,
      },
      shell,
      ["start.sh", script("apply-settings.php")],
    );
  }

  /** What all tasks have written so far, one after the other. */
  public get said(): string {
    return this.tasks.map(({ output }) => output).join("---\n");
  }

  public remove(): void {
    for (const task of this.tasks) task.kill();
    rmSync(this.root, { recursive: true, force: true });
  }
}
