import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Values } from "../../support/offline-account";
import { type PlannedChanges, plannedChanges } from "../../support/planned-changes";
import { StateServer } from "../../support/state-server";
import { findProviderMirror } from "./provider-mirror";
import { start } from "./run-script";

/** The messages and the exit code of one command of Terraform. */
export interface Outcome {
  readonly code: number | null;
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
  readonly planned: PlannedChanges;
}

const STATE = "state";

/** A synthesized stack, in a folder of its own; this process keeps its state. */
export class EmulatedStack {
  private constructor(
    private readonly folder: string,
    private readonly env: NodeJS.ProcessEnv,
    private readonly states: StateServer,
  ) {}

  /**
   * @param attach gives `TF_REATTACH_PROVIDERS` for the stack's folder
   * @param override laid over the synthesized document by Terraform itself
   */
  static async add(
    stackFolder: string,
    env: NodeJS.ProcessEnv,
    attach: (folder: string) => Promise<Readonly<Record<string, unknown>>>,
    override: object = {},
  ): Promise<EmulatedStack> {
    const folder = mkdtempSync(path.join(tmpdir(), "emulated-stack-"));
    cpSync(stackFolder, folder, { recursive: true });
    fitToProvider(path.join(folder, "cdk.tf.json"));
    // On a busy machine the emulator drops a connection now and then. Merged last, by its name.
    const provider = { aws: [{ max_retries: 5 }] };
    const states = await StateServer.start();
    const state = await states.keepStateOf(folder, STATE);
    writeFileSync(path.join(folder, "retries_override.tf.json"), JSON.stringify({ provider }));
    writeFileSync(path.join(folder, "stack_override.tf.json"), JSON.stringify(override));
    const TF_REATTACH_PROVIDERS = JSON.stringify(await attach(folder));
    return new EmulatedStack(folder, { ...env, TF_REATTACH_PROVIDERS, ...state }, states);
  }

  async plan(values: Values, args: readonly string[] = []): Promise<Outcome> {
    this.set(values);
    return this.run("plan", args);
  }

  async apply(values: Values, args: readonly string[] = []): Promise<Outcome> {
    this.set(values);
    return this.run("apply", ["-auto-approve", ...args]);
  }

  async destroy(values: Values, args: readonly string[] = []): Promise<Outcome> {
    this.set(values);
    return this.run("destroy", ["-auto-approve", ...args]);
  }

  /** The text of the state; empty before the first apply. */
  get state(): string {
    return this.states.get(STATE);
  }

  set state(text: string) {
    this.states.set(STATE, text);
  }

  async remove(): Promise<void> {
    await this.states.close();
    rmSync(this.folder, { recursive: true });
  }

  /** A file and not `-var`, which would take null for a text. */
  private set(values: Values): void {
    writeFileSync(path.join(this.folder, "test.auto.tfvars.json"), JSON.stringify(values));
  }

  private start(command: string, args: readonly string[] = []) {
    return start("terraform", [command, "-json", ...args], { cwd: this.folder, env: this.env });
  }

  private async run(command: string, args: readonly string[] = []): Promise<Outcome> {
    const { code, output } = await this.start(command, args).ended;
    const messages = output.split("\n").flatMap((line) => (line.startsWith("{") ? [JSON.parse(line)] : []));
    const diagnostics = (severity: string) =>
      messages.flatMap(({ diagnostic: found }) =>
        found?.severity === severity ? [`${found.address ?? ""} ${found.summary}: ${found.detail}`] : [],
      );
    return {
      code,
      errors: diagnostics("error"),
      warnings: diagnostics("warning"),
      planned: plannedChanges(output),
    };
  }
}

/**
 * Takes the argument `region` from resources, which version 6.0 of the provider brought, where the mirror has an older one:
 * all of it is then in one region. That AWS's provider puts the vault of copies elsewhere is proven with version 6 only.
 */
function fitToProvider(file: string): void {
  if (Number.parseInt(findProviderMirror().version, 10) >= 6) return;
  const document = JSON.parse(readFileSync(file, "utf8")) as {
    resource?: Record<string, Record<string, object>>;
  };
  for (const [type, resources] of Object.entries(document.resource ?? {})) {
    if (!type.startsWith("aws_")) continue;
    for (const resource of Object.values(resources)) delete (resource as { region?: unknown }).region;
  }
  writeFileSync(file, JSON.stringify(document));
}
