import { execFileSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { type ProcessResult, runProcess } from "../../../scripts/system/run-process";
import { forceLocalBackend } from "../../../scripts/terraform/local-backend";

/** The files, state and variables of a run. */
export interface WorkerTask {
  /** The uploaded files, as a tar.gz. */
  readonly configuration: Buffer;
  /** Where in them Terraform runs. */
  readonly workingDirectory: string;
  readonly state: Buffer | undefined;
  /** By name, in HCL. */
  readonly variables: Readonly<Record<string, string>>;
  /** Environment variables of the workspace. */
  readonly environment: NodeJS.ProcessEnv;
}

/** Prepares a worker beside the uploaded files, with providers for example. @returns its environment variables */
export type WorkerEnvironment = (folder: string) => Promise<NodeJS.ProcessEnv>;

const PLAN = "terraform.tfplan";

/**
 * The machine of one phase of a remote run: an empty folder that gets the uploaded files. The agent of Terraform
 * Cloud carries the whole folder from the plan to the apply; here nothing but the plan and the lock file is, so
 * that what works here works wherever less is carried.
 */
export class WorkerMachine {
  private readonly root = mkdtempSync(path.join(tmpdir(), "worker-"));
  private readonly folder: string;
  private log = "Terraform v1.11.4\non linux_amd64\nInitializing plugins and modules...\n";

  constructor(
    private readonly task: WorkerTask,
    private readonly environment: WorkerEnvironment,
  ) {
    this.folder = path.join(this.root, task.workingDirectory);
    execFileSync("tar", ["-xz", "-C", this.root], { input: task.configuration });
    // Terraform Cloud ignores the `cloud` block, too, when it runs Terraform itself.
    forceLocalBackend(this.folder);
    if (task.state) writeFileSync(this.file("terraform.tfstate"), task.state);
    const assignments = Object.entries(task.variables).map(([name, value]) => `${name} = ${value}\n`);
    writeFileSync(this.file("zz_run.auto.tfvars"), assignments.join(""));
  }

  /** @returns what it said, and whether there is something to apply; undefined where it failed */
  async plan(args: readonly string[]): Promise<{ log: string; changes?: boolean }> {
    const { code } = await this.terraform("plan", ["-detailed-exitcode", `-out=${PLAN}`, ...args]);
    return { log: this.log, changes: code === 2 ? true : code === 0 ? false : undefined };
  }

  /** The plan, as `terraform show -json` describes it. */
  async planJson(): Promise<string> {
    return (await this.run("show", ["-json", PLAN])).stdout;
  }

  /** @returns what it said, and the state afterwards, which there is of a failed apply, too */
  async apply(planned: WorkerMachine): Promise<{ log: string; done: boolean; state: Buffer }> {
    copyFileSync(planned.file(PLAN), this.file(PLAN));
    const { code } = await this.terraform("apply", [PLAN]);
    return { log: this.log, done: code === 0, state: readFileSync(this.file("terraform.tfstate")) };
  }

  async outputs(): Promise<string> {
    return (await this.run("output", ["-json"])).stdout;
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }

  private async terraform(command: string, args: readonly string[]): Promise<ProcessResult> {
    const init = await this.run("init", []);
    if (init.code !== 0) return init;
    return this.run(command, args);
  }

  private async run(command: string, args: readonly string[]): Promise<ProcessResult> {
    const env = { ...process.env, ...this.task.environment, ...(await this.environment(this.folder)) };
    const noColor = command === "output" || command === "show" ? [] : ["-no-color", "-input=false"];
    const result = await runProcess("terraform", [command, ...noColor, ...args], { cwd: this.folder, env });
    if (noColor.length > 0 && command !== "init") this.log += result.stdout + result.stderr;
    if (result.code === 1 && command === "init") this.log += result.stdout + result.stderr;
    return result;
  }

  private file(name: string): string {
    return path.join(this.folder, name);
  }
}
