import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { appArguments, readProjectConfig } from "../../scripts/terraform/project-config";
import { sharedFolder } from "./shared-folder";

const PROJECT = join(__dirname, "..", "..");

/** The Terraform JSON of every stack, as the project's own `main.ts` writes it. */
export class SynthesizedProject {
  private constructor(readonly folder: string) {}

  /** The one that all tests of a run share, and must not change. */
  static shared(): SynthesizedProject {
    const folder = sharedFolder("synthesized-project", () => SynthesizedProject.make().folder);
    return new SynthesizedProject(folder);
  }

  /** One in a folder of its own. @param project folder of the project */
  static make(project = PROJECT): SynthesizedProject {
    const folder = mkdtempSync(join(tmpdir(), "synthesized-"));
    const { status, stderr } = spawnSync(process.execPath, appArguments(readProjectConfig(project)), {
      cwd: project,
      encoding: "utf8",
      env: { ...process.env, CDKTF_OUTDIR: folder, OPENEMR_STATE_KIND: "local" },
    });
    if (status !== 0) throw new Error(`Synthesis failed:\n${stderr}`);
    return new SynthesizedProject(folder);
  }

  stack(name: string): string {
    const folder = join(this.folder, "stacks", name);
    if (!existsSync(folder)) throw new Error(`There is no stack ${name} in ${this.folder}.`);
    return folder;
  }

  /** The text of a stack's Terraform JSON. */
  text(name: string): string {
    return readFileSync(join(this.stack(name), "cdk.tf.json"), "utf8");
  }

  document(name: string): TerraformDocument {
    return JSON.parse(this.text(name));
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}

/** The part of Terraform's JSON syntax that tests read. */
export interface TerraformDocument {
  readonly moved?: ReadonlyArray<{ readonly from: string; readonly to: string }>;
  readonly resource: Record<string, Record<string, Record<string, unknown>>>;
  readonly data: Record<string, Record<string, Record<string, unknown>>>;
  readonly ephemeral: Record<string, Record<string, Record<string, unknown>>>;
  readonly variable: Record<
    string,
    { default?: unknown; type: string; validation?: Array<{ condition: string; error_message: string }> }
  >;
}

/** A copy of the project in another folder; what it installed is linked. */
export function copyOfProject(): string {
  const copy = mkdtempSync(join(tmpdir(), "another-place-"));
  for (const part of [
    "main.ts",
    "src",
    "lambda",
    "scripts",
    "packages",
    "analytics",
    "environments",
    "cdktf.json",
    "package.json",
    "tsconfig.json",
  ]) {
    if (existsSync(join(PROJECT, part))) cpSync(join(PROJECT, part), join(copy, part), { recursive: true });
  }
  symlinkSync(join(PROJECT, "node_modules"), join(copy, "node_modules"));
  return copy;
}
