import { type SpawnOptions, spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import path from "node:path";
import { compiledScript } from "../../../support/compiled-project";
import { ScriptProject } from "../../../support/script-project";

/**
 * Opens the port, and closes its session on SIGINT only, as the plugin does. It takes its session as version 1.2.707.0
 * does (session-manager-plugin, src/sessionmanagerplugin/session/sessionutil): by the variable that its first argument
 * names.
 */
const PLUGIN = `#!${process.execPath}
if (process.argv[2] === "--version") { console.log(process.env.PLUGIN_VERSION || "1.2.707.0"); process.exit(); }
const note = (line) => require("node:fs").appendFileSync(process.env.MACHINE + "/session", line + "\\n");
const [first, region, operation, profile, parameters, endpoint] = process.argv.slice(2);
if (process.env.SESSION === "refused") {
  console.log("Cannot perform start session: timed out");
  process.exit(0);
}
note(JSON.stringify({ session: first.startsWith("{") ? "argument" : process.env[first], region, operation, profile, endpoint }));
process.on("SIGINT", () => { note("closed"); process.exit(0); });
const { localPortNumber: [port] } = JSON.parse(parameters).Parameters;
require("node:net").createServer((socket) => socket.end("database")).listen(port, "127.0.0.1", () => {
  console.log("Waiting for connections...");
});
`;

/** A machine that has the project and the Session Manager plugin. */
export class OperatorMachine {
  readonly project = new ScriptProject();
  private readonly folder = path.join(this.project.folder, "machine");
  private readonly bin = path.join(this.folder, "bin");

  /** @param url of what is taken for AWS */
  constructor(private readonly url: string) {
    mkdirSync(this.bin, { recursive: true });
    writeFileSync(path.join(this.bin, "session-manager-plugin"), PLUGIN, { mode: 0o755 });
  }

  uninstallPlugin(): void {
    rmSync(path.join(this.bin, "session-manager-plugin"));
  }

  /** Lines that the plugin noted since the last call. */
  takeSession(): string[] {
    const file = path.join(this.folder, "session");
    if (!existsSync(file)) return [];
    const lines = readFileSync(file, "utf8").trimEnd().split("\n");
    rmSync(file);
    return lines;
  }

  async run(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
    return this.start(args, env).ended;
  }

  /** Starts the command as leader of a process group. */
  start(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
    return this.startProgram(process.execPath, [this.command, ...args], env);
  }

  /** Starts the command in a terminal. */
  startInTerminal(args: readonly string[]) {
    const line = `exec ${process.execPath} ${this.command} ${args.join(" ")}`;
    return this.startProgram("script", ["--quiet", "--return", "--command", line, "/dev/null"]);
  }

  remove(): void {
    this.project.remove();
  }

  private startProgram(program: string, args: readonly string[], env: NodeJS.ProcessEnv = {}) {
    const options: SpawnOptions = {
      cwd: this.project.folder,
      detached: true,
      env: {
        ...process.env,
        PATH: `${this.bin}:${process.env.PATH}`,
        MACHINE: this.folder,
        AWS_ENDPOINT_URL: this.url,
        AWS_ACCESS_KEY_ID: "test",
        AWS_SECRET_ACCESS_KEY: "test",
        OPENEMR_STATE_KIND: "local",
        ...env,
      },
    };
    const child = spawn(program, args, { ...options, stdio: "pipe" });
    let output = "";
    const waiting = new Promise<void>((resolve) => {
      for (const stream of [child.stdout, child.stderr]) {
        stream.on("data", (data) => {
          output += data;
          if (output.includes("Waiting for connections...")) resolve();
        });
      }
      child.once("close", () => resolve());
    });
    const ended = new Promise<{ status: number | null; output: string }>((resolve) => {
      child.once("close", (status) => resolve({ status, output }));
    });
    return { child, waiting, ended };
  }

  private get command(): string {
    return compiledScript(this.project.folder, "port-forward");
  }
}

/** The answer of a port of this machine; `undefined` where it is closed. */
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
