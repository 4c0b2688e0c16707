/** One container of a task, in namespaces of its own, over the root file system of an image. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import type { Definition } from "./definition";
import type { Image } from "./files";
import type { Address, Network } from "./network";
import { type Progress, run, until } from "./shell";

export interface ContainerProps {
  /** Its own folder, empty. */
  readonly folder: string;
  readonly index: number;
  readonly network: Network;
  readonly image: Image;
  readonly definition: Definition;
  readonly environment: Readonly<Record<string, string>>;
  /** Folders of the task's volumes by name. */
  readonly volumes: Readonly<Record<string, string>>;
  /** Files that differ from the image, by their path in it. */
  readonly changes?: Readonly<Record<string, string>>;
}

/** How a command in a container ended, and what it wrote. */
export interface Ran {
  readonly code: number | null;
  readonly output: string;
}

/** Somebody who asks for one page again and again. */
export interface Browser {
  /** Returns the number of answers until now. */
  count(): number;
  /** Returns the status of each answer. */
  end(): Promise<string[]>;
}

const SCRIPT = join(__dirname, "container.sh");
/** All tasks have one name, so that a browser takes its session from one to another. */
const HOST = "openemr.test";
/** For one answer, on a machine that is busy. */
const ANSWER_SECONDS = "120";

export class Container {
  readonly address: Address;
  /** Ends with the exit code. */
  readonly ended: Promise<number | null>;
  private readonly process: ChildProcess;
  private readonly said: string;

  constructor(private readonly props: ContainerProps) {
    const { folder, image, definition, environment, network, volumes } = props;
    this.address = network.makeAddress(props.index);
    this.write("/etc/hosts", `127.0.0.1 localhost\n${network.servers} database.test cache.test aws.test\n`);
    for (const [path, text] of Object.entries(props.changes ?? {})) this.write(path, text);
    const mounts = definition.mountPoints.map(({ sourceVolume, containerPath, readOnly }) => {
      mkdirSync(volumes[sourceVolume]!, { recursive: true });
      return `${volumes[sourceVolume]}:${containerPath}${readOnly ? ":ro" : ""}`;
    });
    this.said = join(folder, "output");
    const namespaces = [
      "netns",
      "exec",
      this.address.namespace,
      "unshare",
      "--mount",
      "--pid",
      "--fork",
      "--kill-child",
    ];
    const container = [SCRIPT, folder, image.layers.join(":"), definition.workingDirectory, ...mounts, "--"];
    // A pipe to another program, as the log driver has it: a file would let a program write where others wrote.
    this.process = spawn(
      "setpriv",
      [
        ...["--pdeathsig", "KILL", "bash"],
        "-o",
        "pipefail",
        "-c",
        '"$@" 2>&1 | cat >"$0"',
        this.said,
        "ip",
        ...namespaces,
        ...container,
        ...definition.entryPoint,
        ...definition.command,
      ],
      {
        env: {
          ...image.environment,
          ECS_CONTAINER_METADATA_URI_V4: `http://169.254.170.2/v4/task-${props.index}`,
          ...environment,
        },
        stdio: ["ignore", "ignore", "inherit"],
        detached: true,
      },
    );
    this.ended = new Promise((resolve) => {
      this.process.on("exit", (code) => {
        network.removeAddress(this.address);
        resolve(code);
      });
    });
  }

  /** Everything that the container wrote. */
  get output(): string {
    return existsSync(this.said) ? readFileSync(this.said, "utf8") : "";
  }

  get isRunning(): boolean {
    return this.process.exitCode === null && this.process.signalCode === null;
  }

  /** Returns the lines that an installation or an upgrade wrote into its own stream. */
  get installationLog(): string {
    const volume = this.props.volumes["installation-log"];
    const file = volume && join(volume, "installation.log");
    return file && existsSync(file) ? readFileSync(file, "utf8") : "";
  }

  /** As Fargate ends a task at once: all of it, without a farewell. */
  async kill(): Promise<void> {
    if (this.isRunning) process.kill(this.init, "SIGKILL");
    await this.ended;
  }

  /** As ECS stops a task. */
  async stop(): Promise<number | null> {
    process.kill(this.init, "SIGTERM");
    return this.ended;
  }

  async says(text: string | RegExp): Promise<void> {
    const holds = () => (typeof text === "string" ? this.output.includes(text) : text.test(this.output));
    await until(
      () => {
        if (!this.isRunning && !holds())
          throw new Error(`The container ended without "${text}":\n${this.end()}`);
        return holds();
      },
      `"${text}"`,
      this.progress,
    );
  }

  async exits(): Promise<number | null> {
    await until(() => !this.isRunning, "an end of the container", this.progress);
    return this.ended;
  }

  /** Signs of progress: all lines but those that only say that the same goes on. */
  get progress(): Progress {
    return {
      signs: () => {
        const steps = this.output.replace(/^start: progress: (.*) for \d+ min/gm, "$1").split("\n");
        return [new Set(steps).size, this.installationLog.length].join();
      },
      state: () => this.end(),
    };
  }

  /** Runs a line of the shell in the container. */
  exec(line: string): Ran {
    const { status, stdout, stderr } = spawnSync("nsenter", this.shell(line), {
      encoding: "utf8",
      env: this.environment,
    });
    return { code: status, output: stdout + stderr };
  }

  /** Runs a script in the container that asks servers of this process. */
  async run(script: string, environment: Readonly<Record<string, string>>): Promise<Ran> {
    const env = { ...this.environment, ...environment };
    const child = spawn("nsenter", this.shell(script), { env, stdio: ["ignore", "pipe", "pipe"] });
    const code = new Promise<number | null>((resolve) => child.once("close", resolve));
    const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
    return { code: await code, output: stdout + stderr };
  }

  /** Runs the health check of the definition, and returns its answer. */
  health(): Ran {
    const [kind, ...command] = this.props.definition.healthCheck.command;
    if (kind !== "CMD") throw new Error(`health check ${kind}`);
    return this.exec(command.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(" "));
  }

  /** Asks its web server by the installation's name, over TLS that is not verified, as the load balancer does. */
  get(
    path: string,
    ...options: string[]
  ): { readonly status: number; readonly headers: string; readonly body: string } {
    const { stdout } = spawnSync(
      "curl",
      [
        ...["--insecure", "--silent", "--include", "--max-time", ANSWER_SECONDS, ...options],
        ...["--resolve", `${HOST}:443:${this.address.ip}`, `https://${HOST}${path}`],
      ],
      { encoding: "utf8" },
    );
    const [headers = "", ...body] = stdout.split("\r\n\r\n");
    return { status: Number(headers.split(" ")[1] ?? 0), headers, body: body.join("\r\n\r\n") };
  }

  /** Asks for a page again and again, as somebody at work does, until its `end`. */
  browse(path: string): Browser {
    const curl = `curl --insecure --silent --output /dev/null --max-time ${ANSWER_SECONDS} --write-out '%{http_code}\\n'`;
    const script = `while :; do ${curl} --resolve ${HOST}:443:${this.address.ip} 'https://${HOST}${path}'; done`;
    const browser = spawn("sh", ["-c", script], { stdio: ["ignore", "pipe", "ignore"] });
    let said = "";
    browser.stdout.on("data", (data) => {
      said += data;
    });
    const ended = new Promise((resolve) => browser.on("exit", resolve));
    return {
      count: () => said.split("\n").length - 1,
      end: async () => {
        browser.kill("SIGKILL");
        await ended;
        // The last one may have been cut off.
        return said.split("\n").slice(0, -1);
      },
    };
  }

  /** Its processes, by their numbers outside. */
  get processes(): string[] {
    const namespace = (pid: string) => {
      try {
        return readlinkSync(`/proc/${pid}/ns/pid`);
      } catch {
        return undefined;
      }
    };
    const own = namespace(String(this.init));
    return readdirSync("/proc").filter((name) => /^\d+$/.test(name) && namespace(name) === own);
  }

  /** The last lines of both logs. */
  end(): string {
    const last = (text: string) => text.split("\n").slice(-40).join("\n").slice(-6000);
    return `${last(this.output)}\n--- installation log ---\n${last(this.installationLog)}`;
  }

  /** The init process of the container, by its number outside. */
  private get init(): number {
    const child = (pid: number | string) => run("sh", "-c", `pgrep -P ${pid} | head -n 1`).trim();
    const unshare = run("sh", "-c", `pgrep -P ${this.process.pid} -x unshare || :`).trim();
    return Number(child(unshare));
  }

  /** Arguments of nsenter for a shell in the container. */
  private shell(line: string): string[] {
    const root = join(this.props.folder, "root");
    const into = ["--target", String(this.init), "--mount", "--pid", "--net"];
    return [...into, "chroot", root, "/bin/sh", "-c", line];
  }

  private get environment(): Record<string, string> {
    return { ...this.props.image.environment, ...this.props.environment };
  }

  private write(path: string, content: string): void {
    const file = join(this.props.folder, "upper", path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
}
