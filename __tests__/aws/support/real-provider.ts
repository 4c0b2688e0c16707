import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { LeanProvider, type Reattachment } from "./lean-provider";
import { LOG_CALLS, type ProviderCall, recordCalls } from "./provider-calls";
import { findProviderMirror } from "./provider-mirror";
import { start } from "./run-script";

export const PROVIDER_ADDRESS = "registry.terraform.io/hashicorp/aws";

/**
 * The real provider, each process of which serves any number of Terraform commands: a command that starts the
 * provider itself spends most of its time on that.
 */
export class RealProvider {
  private readonly processes: ChildProcess[] = [];
  private readonly leanProviders: LeanProvider[] = [];
  /** Everything that the processes have called for a resource or a data source. */
  readonly calls: ProviderCall[] = [];

  private constructor(
    private readonly folder: string,
    private readonly program: string,
    private readonly env: NodeJS.ProcessEnv,
  ) {}

  /** Has Terraform itself install the provider, so that its checksum is verified and a packed mirror will do. */
  static async install(env: NodeJS.ProcessEnv): Promise<RealProvider> {
    const folder = mkdtempSync(path.join(tmpdir(), "real-provider-"));
    const { version } = findProviderMirror();
    const required = { aws: { source: "hashicorp/aws", version } };
    const configuration = JSON.stringify({ terraform: { required_providers: required } });
    writeFileSync(path.join(folder, "main.tf.json"), configuration);
    const { code, output } = await start("terraform", ["init", "-no-color"], { cwd: folder, env }).ended;
    if (code !== 0) throw new Error(output);
    const installed = path.join(folder, ".terraform/providers", PROVIDER_ADDRESS, version);
    const platform = path.join(installed, readdirSync(installed)[0]!);
    const program = readdirSync(platform).find((file) => file.startsWith("terraform-provider-aws"));
    return new RealProvider(folder, path.join(platform, program!), env);
  }

  /**
   * Starts one process, for one stack: it keeps the configuration of its last command. Terraform sees the schemas of
   * only the stack's types.
   *
   * @param stackFolder where the stack's files lie once Terraform runs
   * @param folder that the stack names files from, such as the code of functions
   * @returns how Terraform attaches to it, an entry of `TF_REATTACH_PROVIDERS`
   */
  async startFor(stackFolder: string, folder = stackFolder): Promise<Reattachment> {
    const lean = await LeanProvider.inFrontOf(await this.start(folder), stackFolder);
    this.leanProviders.push(lean);
    return lean.reattachment;
  }

  /** Starts one process, with all that the provider has. */
  async start(folder: string): Promise<Reattachment> {
    // The emulator has no certificate, and a provider that is configured a second time stumbles over the bundle.
    // Its schemas take a gigabyte where Go collects garbage as rarely as for Terraform itself.
    const env = { ...this.env, AWS_CA_BUNDLE: undefined, GOGC: "400", ...LOG_CALLS };
    const child = spawn(this.program, ["-debug"], {
      cwd: folder,
      env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.processes.push(child);
    recordCalls(child.stderr, this.calls);
    let said = "";
    return new Promise((resolve, reject) => {
      child.once("error", reject);
      child.once("exit", (code) => reject(new Error(`The provider ended with code ${code}: ${said}`)));
      child.stdout.on("data", (data) => {
        said += data;
        const announced = /TF_REATTACH_PROVIDERS='(.*)'/.exec(said);
        if (announced) resolve(JSON.parse(announced[1]!)[PROVIDER_ADDRESS]);
      });
    });
  }

  async stop(): Promise<void> {
    for (const lean of this.leanProviders) lean.close();
    const running = this.processes.filter(
      ({ exitCode, signalCode }) => exitCode === null && signalCode === null,
    );
    const ended = running.map((child) => new Promise((resolve) => child.once("exit", resolve)));
    for (const child of running) child.kill();
    await Promise.all(ended);
    rmSync(this.folder, { recursive: true });
  }
}
