/** An installation of OpenEMR as it would be in AWS: servers, shared sites, and tasks of any version. */
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import type { AddressInfo, Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Database } from "../../../lambda/rotate-database-user/database";
import { STEPS } from "../../../lambda/rotate-database-user/request";
import { Rotation, type RotationProps } from "../../../lambda/rotate-database-user/rotation";
import { Sites } from "../../../lambda/rotate-database-user/sites";
import { type Login, UserSecret } from "../../../lambda/rotate-database-user/user-secret";
import { TaskServices } from "../../application/container/task-services";
import { SecretsManager } from "../../lambda/rotate-database-user/secrets-manager";
import { Container } from "./container";
import { containersOfTask, type Definition } from "./definition";
import type { Image } from "./files";
import { Network } from "./network";
import { CacheServer, DatabaseServer, forward, MASTER, makeCertificates, tunnel } from "./servers";
import { run } from "./shell";

export const ADMINISTRATOR = { user: "admin", password: "AdminPass0123" };
export const OPENEMR_USER = { user: "openemr", password: "OpenEmrPass0123" };

// Waits have no limit but that of progress; this one is for a test that makes progress for ever.
jest.setTimeout(3 * 3600_000);

/** Waiting in seconds, where an installation in AWS has minutes. */
const SHORT = {
  ...{ HEARTBEAT_SECONDS: "1", STALE_SECONDS: "15", POLL_SECONDS: "1", RETRY_SECONDS: "1" },
  ...{ QUIET_SECONDS: "5", DRAIN_SECONDS: "5", DISCONNECT_SECONDS: "60", PROGRESS_SECONDS: "5" },
  ...{ SETTINGS_ATTEMPTS: "60", SETTINGS_RETRY_SECONDS: "1", PROBE_SECONDS: "3", SERVING_SECONDS: "1800" },
};

/** Memory where there is some: a database on a disk takes most of a test's time. */
const FOLDER = existsSync("/dev/shm") ? "/dev/shm" : tmpdir();

interface Kept {
  readonly database: string;
  readonly sites: string;
}

/** In what a task differs from others. */
interface More {
  readonly environment?: Readonly<Record<string, string>>;
  /** Texts of files that differ from the image, by their path. */
  readonly changes?: Readonly<Record<string, string>>;
  /** `foreign`: the task trusts an authority that did not sign the cache's certificate. */
  readonly cacheAuthority?: "foreign";
}

/** Runs the container that hands over passwords, without an image: its script needs a shell only. */
function handOver({ command }: Definition, environment: Readonly<Record<string, string>>): void {
  execFileSync("busybox", ["sh", "-c", ...command], { env: { PATH: process.env.PATH, ...environment } });
}

export class Installation {
  readonly folder = mkdtempSync(join(FOLDER, "openemr-image-"));
  readonly sites = join(this.folder, "sites");
  readonly services = new TaskServices();
  readonly database: DatabaseServer;
  readonly cache: CacheServer;
  private readonly network = Network.make(this.folder);
  private readonly containers = containersOfTask();
  private readonly tasks: Container[] = [];
  private readonly kept = new Map<string, Kept>();
  private parameter = "";
  private readonly led = new Map<number, Server>();
  private made = 0;

  constructor() {
    const certificates = join(this.folder, "certificates");
    makeCertificates(certificates);
    this.database = new DatabaseServer(this.folder, certificates, this.network.servers);
    this.cache = new CacheServer(certificates, this.network.servers);
  }

  async open(): Promise<void> {
    await this.services.listen();
    this.declare([]);
    await this.database.install();
    await this.cache.start();
  }

  async close(): Promise<void> {
    await this.killTasks();
    await this.database.stop();
    await this.cache.stop();
    for (const server of this.led.values()) server.close();
    await this.services.close();
    this.network.remove();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** As before the first task. */
  async empty(): Promise<void> {
    await this.killTasks();
    rmSync(this.sites, { recursive: true, force: true });
    mkdirSync(this.sites);
    this.database.query(`DROP DATABASE IF EXISTS openemr; DROP USER IF EXISTS ${OPENEMR_USER.user}`, "mysql");
    this.cache.ask("FLUSHALL");
    this.declare([]);
  }

  /** Leads tasks by the name `aws.test` to a port of this process. */
  async lead(port: number): Promise<void> {
    if (!this.led.has(port)) this.led.set(port, await forward(port, this.network.servers));
  }

  /** OpenEMR's settings as Terraform declares them. */
  declare(settings: readonly object[]): void {
    this.parameter = this.services.write(JSON.stringify(settings), this.parameter || undefined);
  }

  async start(image: Image, more: More = {}): Promise<Container> {
    const { index, folder, tls } = this.makeTask(more.cacheAuthority);
    const passwords = join(folder, "passwords");
    handOver(this.containers.passwords!, { ...this.passwords(), PASSWORDS_DIRECTORY: passwords });
    const task = new Container({
      ...{ folder, index, image, definition: this.containers.openemr!, network: this.network },
      environment: { ...this.variables(), ...(await this.aws()), ...SHORT, ...more.environment },
      volumes: { sites: this.sites, tls, passwords, "installation-log": join(folder, "installation-log") },
      ...(more.changes && { changes: more.changes }),
    });
    this.tasks.push(task);
    return task;
  }

  /** A task that scripts of procedures are run in: it has a folder as the file system, and serves nobody. */
  async maintain(image: Image, files: string): Promise<Container> {
    const { index, folder, tls } = this.makeTask();
    const mount = (sourceVolume: string, containerPath: string) => ({
      sourceVolume,
      containerPath,
      readOnly: false,
    });
    const task = new Container({
      ...{ folder, index, image, network: this.network },
      // As src/operations/maintenance-task.ts declares it; the script comes later.
      definition: {
        ...{
          entryPoint: ["/bin/sh", "-c"],
          command: ["echo ready; sleep 86400"],
          workingDirectory: "/files",
        },
        mountPoints: [mount("files", "/files"), mount("tls", "/run/openemr-tls")],
        healthCheck: { command: [] },
      },
      environment: { ...SHORT },
      volumes: { files, tls },
    });
    this.tasks.push(task);
    await task.says("ready");
    return task;
  }

  /** Rotates the database's user by the code of the function. @returns the login that OpenEMR has then */
  async rotateUser(waiting: Pick<RotationProps, "quietSeconds" | "patienceSeconds">): Promise<Login> {
    const secrets = new SecretsManager({ username: OPENEMR_USER.user, password: OPENEMR_USER.password });
    // The certificate is for names, and "localhost" is the only one that leads anywhere here.
    const server = await tunnel(this.network.servers, 3306);
    const { port } = server.address() as AddressInfo;
    const place = { host: "localhost", port, authorities: join(this.folder, "certificates/authority.pem") };
    const rotation = new Rotation({
      secret: new UserSecret(secrets, "user"),
      sites: new Sites(this.sites),
      host: "database.test",
      openDatabase: () => Database.open(place, { username: MASTER.user, password: MASTER.password }),
      now: Date.now,
      pause: sleep,
      ...waiting,
    });
    try {
      secrets.begin("next");
      for (const step of STEPS) await rotation[step]("next");
      return secrets.current;
    } finally {
      server.close();
    }
  }

  async killTasks(): Promise<void> {
    await Promise.all(this.tasks.filter(({ isRunning }) => isRunning).map((task) => task.kill()));
    this.tasks.length = 0;
  }

  /** Keeps files and database under a name, with no task running. */
  async keep(name: string): Promise<void> {
    const kept = {
      database: join(this.folder, `kept-${name}-database`),
      sites: join(this.folder, `kept-${name}-sites`),
    };
    await this.killTasks();
    await this.database.keepAs(kept.database);
    run("cp", "-a", this.sites, kept.sites);
    this.kept.set(name, kept);
  }

  async putBack(name: string): Promise<void> {
    const { database, sites } = this.kept.get(name)!;
    await this.killTasks();
    await this.database.putBack(database);
    rmSync(this.sites, { recursive: true, force: true });
    run("cp", "-a", sites, this.sites);
    this.cache.ask("FLUSHALL");
    this.declare([]);
  }

  has(name: string): boolean {
    return this.kept.has(name);
  }

  /** An installed OpenEMR of a version, with no task running. */
  async beInstalled(image: Image): Promise<void> {
    if (this.has(image.version)) {
      await this.putBack(image.version);
      return;
    }
    await this.empty();
    const task = await this.start(image);
    await task.says("state: serving");
    await task.kill();
    await this.keep(image.version);
  }

  /** The version in the database; empty without one. */
  get schema(): string {
    if (!this.database.has("openemr") || this.database.query("SHOW TABLES LIKE 'version'").length === 0)
      return "";
    const columns = "v_major, v_minor, v_patch, v_realpatch, v_database";
    return (this.database.query(`SELECT ${columns} FROM version`)[0] ?? "").replaceAll("\t", " ");
  }

  get tables(): number {
    const where = "FROM information_schema.tables WHERE table_schema = 'openemr'";
    return Number(this.database.query(`SELECT COUNT(*) ${where}`, "mysql")[0]);
  }

  /** A shared file's text, empty where there is none. */
  site(path: string): string {
    const file = join(this.sites, path);
    return existsSync(file) ? readFileSync(file, "utf8") : "";
  }

  /** The folder of a task, with what its container of certificates makes. */
  private makeTask(cacheAuthority = "authority") {
    const index = this.made++;
    const folder = join(this.folder, `task-${index}`);
    const tls = join(folder, "tls");
    mkdirSync(tls, { recursive: true });
    const certificates = join(this.folder, "certificates");
    cpSync(join(certificates, "authority.pem"), join(tls, "mysql-ca.pem"));
    cpSync(join(certificates, `${cacheAuthority}.pem`), join(tls, "redis-ca.pem"));
    cpSync(join(certificates, "server.key"), join(tls, "server.key.pem"));
    cpSync(join(certificates, "server.pem"), join(tls, "server.cert.pem"));
    return { index, folder, tls };
  }

  private passwords(): Record<string, string> {
    return {
      MYSQL_ROOT_PASS: MASTER.password,
      MYSQL_PASS: OPENEMR_USER.password,
      OE_PASS: ADMINISTRATOR.password,
    };
  }

  private variables(): Record<string, string> {
    return {
      ...{ MYSQL_HOST: "database.test", MYSQL_PORT: "3306" },
      ...{ MYSQL_ROOT_USER: MASTER.user, MYSQL_USER: OPENEMR_USER.user, OE_USER: ADMINISTRATOR.user },
      ...{ REDIS_SERVER: "cache.test", REDIS_TLS: "yes" },
      ...{
        TRUSTED_PROXIES: `${this.network.servers}/24`,
        HSTS: "max-age=31536000",
        MAXIMUM_UPLOAD_MB: "128",
      },
      ...{ PHP_MEMORY_LIMIT_MB: "512", WEB_SERVER_WORKERS: "8" },
      DATABASE_MAY_PAUSE: "no",
    };
  }

  private async aws(): Promise<Record<string, string>> {
    const variables = this.services.environment(this.parameter);
    const port = Number(new URL(variables.AWS_ENDPOINT_URL!).port);
    await this.lead(port);
    const there = (value: string) => value.replace("127.0.0.1", "aws.test");
    return Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, there(value)]));
  }
}
