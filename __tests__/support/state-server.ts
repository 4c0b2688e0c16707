import { cpSync, mkdtempSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Terraform } from "../../scripts/terraform/terraform";
import { listen, portOf } from "./local-server";
import { sharedFolderOf } from "./shared-folder";

/** It is one for all stacks: the address is in the environment. */
export const STATE_SERVER_BACKEND = { http: {} };

/**
 * Keeps the states of stacks in memory, as Terraform's backend `http`. The local backend writes the whole state to the
 * disk after each resource, which is most of the time of an apply where a provider answers at once.
 */
export class StateServer {
  private readonly states = new Map<string, string>();
  private readonly server: Server;

  private constructor() {
    this.server = createServer((request, response) => {
      const name = request.url!.slice(1);
      const body: Buffer[] = [];
      request.on("data", (chunk: Buffer) => body.push(chunk));
      request.on("end", () => {
        if (request.method === "POST") this.set(name, Buffer.concat(body).toString());
        const known = request.method === "POST" || this.states.has(name);
        response
          .writeHead(known ? 200 : 404)
          .end(request.method === "GET" ? this.states.get(name) : undefined);
      });
    });
    // It ends with the tests, whatever becomes of them.
    this.server.unref();
  }

  static async start(): Promise<StateServer> {
    const server = new StateServer();
    await listen(server.server);
    return server;
  }

  /**
   * Has a stack keep its state here, and spares it `terraform init`: where all providers run already, that only writes
   * down the backend, which is the same for all.
   *
   * @returns the environment of Terraform in the stack's folder
   */
  async keepStateOf(folder: string, name: string): Promise<Record<string, string>> {
    const initialized = await sharedFolderOf("initialized-state-server", () => this.initialize());
    cpSync(initialized, folder, { recursive: true });
    return this.environment(name);
  }

  private async initialize(): Promise<string> {
    const folder = mkdtempSync(join(tmpdir(), "initialized-state-server-"));
    const backend = { terraform: { backend: STATE_SERVER_BACKEND } };
    writeFileSync(join(folder, "backend_override.tf.json"), JSON.stringify(backend));
    const environment = this.environment("none");
    await (await Terraform.in(folder, { offline: true, environment })).init();
    return folder;
  }

  /** The environment in which {@link STATE_SERVER_BACKEND} keeps a state here by the given name. */
  environment(name: string): Record<string, string> {
    return { TF_HTTP_ADDRESS: `http://127.0.0.1:${portOf(this.server)}/${name}` };
  }

  /** The text of a state; empty before the first apply. */
  get(name: string): string {
    return this.states.get(name) ?? "";
  }

  set(name: string, state: string): void {
    this.states.set(name, state);
  }

  close(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }
}
