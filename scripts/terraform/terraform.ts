import path from "node:path";
import type { PlanJson } from "../plan/terraform-plan";
import { runProcess } from "../system/run-process";
import { runInTerminal } from "../system/terminal-process";
import type { Diagnostic } from "./diagnostic";
import { refuseDiversions } from "./diversions";
import { findTerraform } from "./terraform-binary";
import { readDiagnostics, TerraformError } from "./terraform-diagnostics";

export interface TerraformOptions {
  /** Added to the environment, e.g. `TF_REATTACH_PROVIDERS`. @default - none */
  readonly environment?: Readonly<Record<string, string>>;
  /**
   * Keeps out what a person set for their own runs: the CLI configuration, a workspace, extra arguments.
   * Values of variables (`TF_VAR_...`) stay: they are the operator's choice in a real run, too.
   * @default false
   */
  readonly offline?: boolean;
}

export interface PlanOptions {
  /** File that the plan is written to, relative to the folder. */
  readonly out?: string;
  readonly variables?: readonly string[];
  readonly destroy?: boolean;
  /** Takes the lock of the state, which needs permission to write it. @default true */
  readonly lock?: boolean;
  /** Reads first what became of the resources in the state. @default true */
  readonly refresh?: boolean;
}

export interface PlanResult {
  /** Applying the plan would change something, be it only an output. */
  readonly hasChanges: boolean;
  readonly warnings: readonly Diagnostic[];
}

/** With `-detailed-exitcode`: the plan was made, and is not empty. */
const HAS_CHANGES = 2;

/**
 * Percentage by which memory may grow before garbage is collected. Offline runs are short and allocate much, so this
 * takes a quarter off their time, for 80 MB. With real providers, which inherit it, it would be a gigabyte.
 */
const GOGC = "400";

const OFFLINE_CONFIGURATION = path.join(__dirname, "offline.tfrc");

/**
 * Terraform in one folder. Each method runs one command to its end and captures what it says; a failure is a
 * {@link TerraformError} with Terraform's diagnostics.
 *
 *     const terraform = await Terraform.in(folder, { offline: true, environment: providers.environment });
 *     await terraform.init();
 *     await terraform.plan({ out: "plan" });
 */
export class Terraform {
  private constructor(
    readonly folder: string,
    private readonly program: string,
    private readonly env: NodeJS.ProcessEnv,
  ) {}

  /** Finds Terraform, checks its version, and takes the folder with the configuration. */
  static async in(folder: string, options: TerraformOptions = {}): Promise<Terraform> {
    const { program } = await findTerraform();
    return new Terraform(folder, program, terraformEnvironment(process.env, options));
  }

  /** @returns warnings */
  async init(args: readonly string[] = []): Promise<Diagnostic[]> {
    return this.withDiagnostics("init", args);
  }

  /** @returns warnings */
  async plan(options: PlanOptions = {}): Promise<Diagnostic[]> {
    return this.withDiagnostics("plan", planArguments(options), options.variables);
  }

  /** Makes a plan, and says whether there is anything to do. */
  async planForChanges(options: PlanOptions = {}): Promise<PlanResult> {
    const args = ["-detailed-exitcode", ...planArguments(options)];
    const { code, diagnostics } = await this.diagnose("plan", args, options.variables, [0, HAS_CHANGES]);
    return { hasChanges: code === HAS_CHANGES, warnings: diagnostics };
  }

  /** Carries out a plan file, or plans and carries out at once. @returns warnings */
  async apply({
    plan,
    variables = [],
  }: {
    plan?: string;
    variables?: readonly string[];
  } = {}): Promise<Diagnostic[]> {
    return plan
      ? this.withDiagnostics("apply", [plan])
      : this.withDiagnostics("apply", ["-auto-approve"], variables);
  }

  /** @returns warnings */
  async destroy({ variables = [] }: { variables?: readonly string[] } = {}): Promise<Diagnostic[]> {
    return this.withDiagnostics("destroy", ["-auto-approve"], variables);
  }

  /** A plan file as Terraform's documented JSON. */
  async showPlan(plan: string): Promise<PlanJson> {
    return JSON.parse(await this.capture("show", ["-json", plan])) as PlanJson;
  }

  /** A plan file, or the state where none is given, as Terraform prints it. */
  async showText(plan?: string): Promise<string> {
    return this.capture("show", ["-no-color", ...(plan ? [plan] : [])]);
  }

  /** The current outputs with their values, the sensitive ones too. */
  async outputs(): Promise<Record<string, { value: unknown; sensitive: boolean }>> {
    return JSON.parse(await this.capture("output", ["-json"]));
  }

  /** Any command. @returns what it printed to its standard output */
  async capture(command: string, args: readonly string[] = []): Promise<string> {
    const { code, stdout, stderr } = await this.run(command, args);
    if (code !== 0) throw new TerraformError(command, [], stderr || stdout);
    return stdout;
  }

  /**
   * Any command, with its output going to the terminal and its questions to the person there. A signal that would end
   * this process ends Terraform, in its own time.
   */
  async stream(command: string, args: readonly string[] = []): Promise<void> {
    const env = { ...this.env };
    delete env.TF_INPUT;
    const { code } = await runInTerminal(this.program, [command, ...args], { cwd: this.folder, env });
    if (code !== 0) throw new TerraformError(command, [], "The reason is above.");
  }

  private async withDiagnostics(
    command: string,
    args: readonly string[],
    variables?: readonly string[],
  ): Promise<Diagnostic[]> {
    return (await this.diagnose(command, args, variables)).diagnostics;
  }

  private async diagnose(
    command: string,
    args: readonly string[],
    variables: readonly string[] = [],
    successes: readonly number[] = [0],
  ) {
    const assignments = variables.map((assignment) => `-var=${assignment}`);
    const { code, stdout, stderr } = await this.run(command, ["-json", ...args, ...assignments]);
    const diagnostics = readDiagnostics(stdout);
    if (code === null || !successes.includes(code)) {
      throw new TerraformError(command, diagnostics, stderr || stdout, { variables, env: this.env });
    }
    return { code, diagnostics };
  }

  private async run(command: string, args: readonly string[]) {
    return runProcess(this.program, [command, ...args], { cwd: this.folder, env: this.env });
  }
}

function planArguments({ out, destroy = false, lock = true, refresh = true }: PlanOptions): string[] {
  return [
    ...(out ? [`-out=${out}`] : []),
    ...(destroy ? ["-destroy"] : []),
    ...(lock ? [] : ["-lock=false"]),
    ...(refresh ? [] : ["-refresh=false"]),
  ];
}

/** The environment of a run. @throws UserError where a person's variables would lead it to something else */
export function terraformEnvironment(env: NodeJS.ProcessEnv, options: TerraformOptions): NodeJS.ProcessEnv {
  if (!options.offline) refuseDiversions(env);
  const inherited = Object.entries(env).filter(([name]) => !(options.offline && isPersonal(name)));
  return {
    ...Object.fromEntries(inherited),
    CHECKPOINT_DISABLE: "1",
    TF_IN_AUTOMATION: "1",
    TF_INPUT: "0",
    ...(options.offline ? { TF_CLI_CONFIG_FILE: OFFLINE_CONFIGURATION, GOGC: env.GOGC ?? GOGC } : {}),
    ...options.environment,
  };
}

function isPersonal(name: string): boolean {
  return (
    /^TF_(CLI_ARGS.*|WORKSPACE|DATA_DIR|PLUGIN_CACHE_DIR|REATTACH_PROVIDERS)$/.test(name) ||
    /^TF_CLOUD_/.test(name)
  );
}
