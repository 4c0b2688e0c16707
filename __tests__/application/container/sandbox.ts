/** A machine for the container scripts: folders, stand-ins for what the image brings, and processes. */
import { spawn, spawnSync } from "node:child_process";
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
import { gzipSync } from "node:zlib";
import { END_OF_FILES, FILE_BEGINS, SCRIPTS } from "../../../src/application/task-scripts";
import { busyboxByPath, find } from "./busybox";
import {
  CLIENT,
  COUNT,
  CURL,
  HTTPD,
  LIBRARY,
  OPENEMR,
  PHP,
  upgradeScript,
  WEB_SERVER,
} from "./image-stand-in";
import { IMAGES, type Image, SETUP_SCRIPTS, sqlconf } from "./images";
import { Task } from "./task-process";

export { IMAGES, sqlconf } from "./images";
export { type Exit, Task, until } from "./task-process";

export const CONTAINER_FOLDER = join(__dirname, "../../../src/application/container");

export function script(name: string): string {
  return readFileSync(join(CONTAINER_FOLDER, name), "utf8");
}

/** A file as a task's definition carries it: without lines of comment and indentation. */
export function carried(name: string): string {
  return script(name)
    .replace(/^[ \t]*(#([^!\n].*)?|\/\/.*|\/\*\*.*\*\/)\n/gm, "")
    .replace(/^[ \t]+/gm, "");
}

const busybox = find("busybox");
const withShell = busyboxByPath(busybox);

/** The image's shell is busybox; without one that stand-ins can be put before, the tests run the system's. */
export const SHELL: string[] = withShell ? [withShell, "sh"] : ["sh"];

const APPLETS =
  "awk base64 cat chmod chown cmp cp cut date dd dirname env find grep gunzip head hostname id kill ln ls mkdir mktemp mv rm rmdir sed setsid sleep sort stat tail tee touch tr wc".split(
    " ",
  );

/** The scripts as a task definition carries them, but for web-server.sh, in whose place is a stand-in. */
export function archive(): string {
  const text = (name: string) => (name === "web-server.sh" ? WEB_SERVER : carried(name));
  const files = SCRIPTS.map((name) => `${FILE_BEGINS}${name}\n${text(name).trimEnd()}\n`);
  return gzipSync([...files, `${FILE_BEGINS}${END_OF_FILES}\n`].join("")).toString("base64");
}

export const PASSWORD = "vErYsEcReT0123456789";

/** The secrets that ECS hands to the container that hands them over. */
export const PASSWORDS = { MYSQL_ROOT_PASS: PASSWORD, MYSQL_PASS: "0wnPassword42", OE_PASS: "AlsoSecret42" };

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
    this.prepareImage("image", IMAGES[7]);
    for (const name of ["server.key", "server.cert", "mysql-ca", "redis-ca"])
      this.write(`tls/${name}.pem`, name);
    this.write("bin/mariadb", CLIENT, 0o755);
    this.write("bin/php", PHP, 0o755);
    this.write("bin/httpd", HTTPD, 0o755);
    this.write("bin/curl", CURL, 0o755);
    this.write("fake/password", PASSWORD);
    this.write("fake/tables", "0");
    this.write("fake/patients", "0");
    mkdirSync(this.path("sites"));
    return this;
  }

  /** The root file system of an image: OpenEMR's folder, root's home and the pieces of the sites. */
  public prepareImage(name: string, { number, schema }: Image): void {
    const [major, minor, patch, realpatch, database] = schema;
    this.write(`${name}/openemr/openemr.sh`, OPENEMR, 0o500);
    this.write(
      `${name}/openemr/version.php`,
      `<?php\n$v_major = '${major}';\n$v_minor = '${minor}';\n$v_patch = '${patch}';\n$v_tag   = '';\n\n` +
        `$v_realpatch = '${realpatch}';\n$v_database = ${database};\n$v_acl = 12;\n`,
    );
    for (const script of SETUP_SCRIPTS) this.write(`${name}/openemr/${script}`, "<?php\n");
    this.write(`${name}/openemr/sql_upgrade.php`, "<?php\n$form_old_version = $_POST['form_old_version'];\n");
    this.write(`${name}/openemr/docker-version`, `${number}`);
    this.write(`${name}/home/docker-version`, `${number}\n`);
    this.write(`${name}/home/devtoolsLibrary.source`, LIBRARY);
    for (let each = 1; each <= number; each++)
      this.write(`${name}/home/fsupgrade-${each}.sh`, upgradeScript(each));
    this.write(`${name}/pieces/sites/default/sqlconf.php`, sqlconf(0));
    this.write(`${name}/pieces/sites/default/docker-version`, `${number}`);
    this.write(`${name}/pieces/sites/default/config.php`, "<?php\n");
    this.write(`${name}/pieces/sites/default/documents/certificates/README.md`, "");
    this.write(`${name}/pieces/ssl/openssl.cnf`, "restored");
  }

  /** A finished installation, as an earlier task of version 7.0.3 or another one left it. */
  public prepareInstalled({ number, schema }: Image = IMAGES[7]): this {
    this.prepareOpenEmr();
    this.write("sites/default/sqlconf.php", sqlconf(1));
    this.write("sites/default/docker-version", `${number}`);
    this.write("sites/default/documents/certificates/mysql-ca", "mysql-ca");
    this.write("sites/default/documents/certificates/redis-ca", "redis-ca");
    this.write("fake/tables", "280");
    this.write("fake/schema", schema.join("\t"));
    this.write("fake/patients", "4711");
    return this;
  }

  /** Makes commands that change shared things count their calls, so that a task can be stopped at each, or each can fail. */
  public countCalls(...others: string[]): void {
    this.write("fake/count", COUNT);
    for (const name of ["mv", "rm", "cp", "dd", "mkdir", "chmod", "rmdir", ...others]) {
      const real = find(name);
      rmSync(this.path("bin", name), { force: true });
      this.write(`bin/${name}`, `#!/bin/sh\n. "$FAKE/count"\nexec ${real} "$@"\n`, 0o755);
    }
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
    const task = new Task(child, `STATE_DIRECTORY=${extra.STATE_DIRECTORY ?? "-"}\0`);
    this.tasks.push(task);
    return task;
  }

  /** Runs the container that hands over passwords. */
  private handOver(folder: string, passwords: Record<string, string>): void {
    const [command, ...rest] = SHELL as [string, ...string[]];
    const env = this.environment({
      ...passwords,
      PASSWORDS_DIRECTORY: folder,
      // Its calls are counted apart from those of OpenEMR's container.
      FAKE: this.path("fake"),
      TASK: "passwords",
    });
    const { status, stderr } = spawnSync(
      command,
      [...rest, "-c", carried("hand-over-passwords.sh"), "hand-over-passwords.sh"],
      { env, encoding: "utf8" },
    );
    if (status !== 0) throw new Error(stderr);
  }

  /** A task that starts OpenEMR. Sites and database are shared, the rest of its machine is its own. */
  public start(
    name: string,
    extra: Record<string, string> = {},
    { image = "image", shell = SHELL, passwords = {} as Partial<typeof PASSWORDS> } = {},
  ): Task {
    cpSync(this.path(image), this.path(`machine-${name}`), { recursive: true });
    symlinkSync(this.path("sites"), this.path(`machine-${name}/openemr/sites`));
    mkdirSync(this.path(`machine-${name}/ssl`));
    const at = (folder: string) => this.path(`machine-${name}/${folder}`);
    this.handOver(at("passwords"), { ...PASSWORDS, ...passwords });
    return this.run(
      script("unpack.sh"),
      {
        TASK: name,
        FAKE: this.path("fake"),
        HTTPD: this.path("bin/httpd"),
        ECS_CONTAINER_METADATA_URI_V4: `http://169.254.170.2/v4/${name}`,
        SCRIPTS_DIRECTORY: at("scripts"),
        STATE_DIRECTORY: at("state"),
        INSTALLATION_LOG: at("log/installation.log"),
        OPENEMR_ROOT: at("openemr"),
        TLS_DIRECTORY: this.path("tls"),
        PASSWORDS_DIRECTORY: at("passwords"),
        SSL_DIRECTORY: at("ssl"),
        ROOT_HOME: at("home"),
        SWARM_PIECES: at("pieces"),
        MYSQL_HOST: "database.example",
        MYSQL_PORT: "3306",
        MYSQL_ROOT_USER: "dbadmin",
        MYSQL_USER: "openemr",
        OE_USER: "admin",
        REDIS_SERVER: "cache.example",
        REDIS_TLS: "yes",
        HEARTBEAT_SECONDS: "0.2",
        STALE_SECONDS: "60",
        POLL_SECONDS: "0.3",
        QUIET_SECONDS: "0",
        DRAIN_SECONDS: "2",
        RETRY_SECONDS: "0.2",
        DATABASE_WAIT_SECONDS: "1",
        CACHE_WAIT_SECONDS: "1",
        SERVING_SECONDS: "10",
        SETTINGS_ATTEMPTS: "3",
        SETTINGS_RETRY_SECONDS: "0.2",
        ...extra,
      },
      shell,
      ["unpack.sh", archive()],
    );
  }

  /** All that tasks have written so far, one after the other. */
  public get said(): string {
    return this.tasks.map(({ output }) => output).join("---\n");
  }

  public remove(): void {
    for (const task of this.tasks) task.kill();
    rmSync(this.root, { recursive: true, force: true });
  }
}
