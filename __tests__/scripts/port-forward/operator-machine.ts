import { type SpawnOptions, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { connect, createServer, type Server } from "node:net";
import path from "node:path";
import { addScripts, ScriptProject } from "../../support/script-project";

/** What the script itself runs, beside the AWS CLI and its plugin, and `script`, which makes a terminal. */
const TOOLS = ["bash", "cat", "dirname", "node", "script", "terraform"];

/**
 * Answers from the files that a test wrote, as the AWS CLI does with `--output text`. While the plugin runs, it
 * ignores what a terminal sends, as the AWS CLI does.
 */
const AWS = `#!/bin/sh
echo "\${AWS_PROFILE:+[$AWS_PROFILE] }$*" >> "$MACHINE/calls"
for operation in describe-services list-tasks describe-tasks start-session; do
  case " $* " in *" $operation "*) break ;; esac
done
if [ $operation != start-session ]; then
  cat "$MACHINE/$operation" 2>/dev/null && exit
  echo "An error occurred (AccessDeniedException) when calling $operation" >&2
  exit 254
fi
trap '' INT QUIT TSTP
session-manager-plugin '{"SessionId":"s"}' eu-west-1 StartSession '' "$*"
`;

/** Opens the port, and closes its session on SIGINT alone, as the plugin does. */
const PLUGIN = `#!/usr/bin/env node
const note = (line) => require("node:fs").appendFileSync(process.env.MACHINE + "/session", line + "\\n");
if (process.env.SESSION === "refused") {
  console.log("Cannot perform start session: timed out");
  process.exit(0);
}
process.on("SIGINT", () => { note("closed"); process.exit(0); });
const { localPortNumber: [port] } = JSON.parse(/\\{.*\\}/.exec(process.argv[6])[0]);
require("node:net").createServer((socket) => socket.end("database")).listen(port, "127.0.0.1", () => {
  note("opened");
  console.log("Waiting for connections...");
});
`;

/** A machine that has the project, and nothing on its PATH but the tools of the script and stand-ins. */
export class OperatorMachine {
  /** The script starts another command of the project as `npm run` does. */
  readonly project = new ScriptProject(addScripts);
  private readonly folder = path.join(this.project.folder, "machine");
  private readonly bin = path.join(this.folder, "bin");

  constructor() {
    mkdirSync(this.bin, { recursive: true });
    for (const tool of TOOLS) {
      const { stdout } = spawnSync("sh", ["-c", `command -v ${tool}`], { encoding: "utf8" });
      if (!stdout) throw new Error(`"${tool}" is needed, but is not on the PATH.`);
      symlinkSync(stdout.trim(), path.join(this.bin, tool));
    }
    this.install("aws", AWS);
    this.install("session-manager-plugin", PLUGIN);
  }

  install(program: string, content: string): void {
    writeFileSync(path.join(this.bin, program), content, { mode: 0o755 });
  }

  uninstall(program: string): void {
    rmSync(path.join(this.bin, program));
  }

  /** What an operation answers, e.g. `list-tasks`; without an answer it fails. */
  answer(operation: string, text: string | undefined): void {
    const file = path.join(this.folder, operation);
    if (text === undefined) rmSync(file, { force: true });
    else writeFileSync(file, text);
  }

  /** The calls of the AWS CLI since the last time that this was asked. */
  takeCalls(): string[] {
    return this.takeLines("calls");
  }

  /** What happened to the session since the last time that this was asked. */
  takeSession(): string[] {
    return this.takeLines("session");
  }

  run(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
    const { status, stdout, stderr } = spawnSync(this.script, args, {
      encoding: "utf8",
      ...this.options(env),
    } as const);
    return { status, stdout, stderr };
  }

  /** Starts the script, or what runs it, as leader of a process group. */
  start(args: readonly string[], program = this.script) {
    const child = spawn(program, args, { ...this.options(), detached: true, stdio: "pipe" });
    let output = "";
    const waiting = new Promise<void>((resolve) => {
      for (const stream of [child.stdout, child.stderr]) {
        stream.on("data", (data) => {
          output += data;
          if (output.includes("Waiting for connections...")) resolve();
        });
      }
      child.once("close", resolve);
    });
    const ended = new Promise<{ status: number | null; output: string }>((resolve) => {
      child.once("close", (status) => resolve({ status, output }));
    });
    return { child, waiting, ended };
  }

  get script(): string {
    return path.join(this.project.folder, "scripts/port-forward-to-database.sh");
  }

  remove(): void {
    this.project.remove();
  }

  private options(env: NodeJS.ProcessEnv = {}): SpawnOptions {
    return { env: { PATH: this.bin, HOME: this.folder, MACHINE: this.folder, ...env } };
  }

  private takeLines(name: string): string[] {
    const file = path.join(this.folder, name);
    if (!existsSync(file)) return [];
    const lines = readFileSync(file, "utf8").trimEnd().split("\n");
    rmSync(file);
    return lines;
  }
}

/** What a port of this machine answers; `undefined` where it is closed. */
export function ask(port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    let said = "";
    const socket = connect(port, "127.0.0.1");
    socket.on("data", (data) => {
      said += data;
    });
    socket.once("error", () => resolve(undefined));
    socket.once("end", () => resolve(said));
  });
}

/** Takes a port that was free. */
export function listen(): Promise<{ server: Server; port: number }> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, "127.0.0.1", () =>
      resolve({ server, port: (server.address() as { port: number }).port }),
    );
  });
}

export async function freePort(): Promise<number> {
  const { server, port } = await listen();
  await new Promise((resolve) => server.close(resolve));
  return port;
}
