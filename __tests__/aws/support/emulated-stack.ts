import { cpSync, existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { start } from "./run-script";

export type Action = "create" | "update" | "replace" | "delete";

/** What one command of Terraform said. */
export interface Outcome {
  readonly code: number | null;
  /** Addresses by what is planned for them; the plan is clean if there is none. */
  readonly planned: ReadonlyMap<string, Action>;
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
}

/** Values of variables, over those of the environment's file. */
export type Values = Readonly<Record<string, unknown>>;

/** A synthesized stack, in a folder of its own with its state beside it. */
export class EmulatedStack {
  private constructor(
    readonly folder: string,
    private readonly env: NodeJS.ProcessEnv,
  ) {}

  /**
   * @param attachments `TF_REATTACH_PROVIDERS`
   * @param override laid over the synthesized document by Terraform itself
   */
  static async add(
    stackFolder: string,
    env: NodeJS.ProcessEnv,
    attachments: Record<string, unknown>,
    override: object = {},
  ): Promise<EmulatedStack> {
    const folder = mkdtempSync(path.join(tmpdir(), "emulated-stack-"));
    cpSync(stackFolder, folder, { recursive: true });
    const local = { terraform: { backend: { local: {} } } };
    writeFileSync(path.join(folder, "backend_override.tf.json"), JSON.stringify(local));
    writeFileSync(path.join(folder, "emulator_override.tf.json"), JSON.stringify(override));
    const stack = new EmulatedStack(folder, { ...env, TF_REATTACH_PROVIDERS: JSON.stringify(attachments) });
    const { code, errors } = await stack.run("init", ["-json"]);
    if (code !== 0) throw new Error(errors.join("\n"));
    return stack;
  }

  async validate(): Promise<unknown> {
    const { output } = await this.start("validate", ["-json"]).ended;
    return JSON.parse(output);
  }

  async plan(values: Values = {}): Promise<Outcome> {
    this.set(values);
    return this.run("plan", ["-json"]);
  }

  async apply(values: Values = {}): Promise<Outcome> {
    this.set(values);
    return this.run("apply", ["-json", "-auto-approve"]);
  }

  async destroy(values: Values = {}): Promise<Outcome> {
    this.set(values);
    return this.run("destroy", ["-json", "-auto-approve"]);
  }

  /** The text of the state; empty before the first apply. */
  get state(): string {
    const file = path.join(this.folder, "terraform.tfstate");
    return existsSync(file) ? readFileSync(file, "utf8") : "";
  }

  /** A file and not `-var`, which would take null for a text. */
  private set(values: Values): void {
    writeFileSync(path.join(this.folder, "test.auto.tfvars.json"), JSON.stringify(values));
  }

  private start(command: string, args: readonly string[]) {
    return start("terraform", [command, ...args], { cwd: this.folder, env: this.env });
  }

  private async run(command: string, args: readonly string[]): Promise<Outcome> {
    const { code, output } = await this.start(command, args).ended;
    writeFileSync(`/tmp/exp/log-${Date.now()}-${path.basename(this.folder)}-${command}`, output); // XXX
    const messages = output.split("\n").flatMap((line) => (line.startsWith("{") ? [JSON.parse(line)] : []));
    const planned = messages.flatMap(({ type, change }) =>
      type === "planned_change" && change.action !== "read"
        ? [[change.resource.addr, change.action] as const]
        : [],
    );
    const diagnostics = (severity: string) =>
      messages.flatMap(({ type, diagnostic }) =>
        type === "diagnostic" && diagnostic.severity === severity
          ? [`${diagnostic.address ?? ""} ${diagnostic.summary}: ${diagnostic.detail}`]
          : [],
      );
    return {
      code,
      planned: new Map(planned),
      errors: diagnostics("error"),
      warnings: diagnostics("warning"),
    };
  }
}
