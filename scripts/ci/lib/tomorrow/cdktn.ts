import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { runProcess } from "../../../system/run-process";
import { appArguments, readProjectConfig } from "../../../terraform/project-config";
import { makeCdktnProject } from "./cdktn-project";
import { type Difference, jsonDifferences } from "./json-differences";

/** Synthesizes all stacks on cdktf and on the newest cdktn. @returns where the documents differ */
export async function compareWithCdktn(project: string): Promise<string[]> {
  const work = mkdtempSync(path.join(tmpdir(), "cdktn-"));
  try {
    const copy = path.join(work, "project");
    await makeCdktnProject(project, copy);
    const [before, after] = [path.join(work, "cdktf.out"), path.join(work, "cdktn.out")];
    await synthesizeAll(project, before);
    await synthesizeAll(copy, after);
    return compareStacks(before, after);
  } finally {
    rmSync(work, { recursive: true });
  }
}

/** Runs the project's app for all of its stacks. */
async function synthesizeAll(project: string, output: string): Promise<void> {
  const config = readProjectConfig(project);
  const { code, stdout, stderr } = await runProcess(process.execPath, appArguments(config), {
    cwd: project,
    env: { ...process.env, CDKTF_OUTDIR: output, CDKTF_CONTEXT_JSON: JSON.stringify(config.context ?? {}) },
  });
  if (code !== 0)
    throw new Error(`The synthesis ended with code ${code}: ${(stderr || stdout).trim().slice(0, 4000)}`);
}

/** Compares the documents of two synthesized projects, but for the providers' sources and versions. */
export function compareStacks(before: string, after: string): string[] {
  const stacks = (folder: string) => readdirSync(path.join(folder, "stacks")).sort();
  const names = [...new Set([...stacks(before), ...stacks(after)])];
  return names.flatMap((name) => {
    const read = (folder: string) =>
      stacks(folder).includes(name)
        ? documentOf(path.join(folder, "stacks", name, "cdk.tf.json"))
        : undefined;
    return jsonDifferences(read(before), read(after)).map((found) => `${name}: ${describe(found)}`);
  });
}

function documentOf(file: string): unknown {
  const { "//": metadata, terraform, ...rest } = JSON.parse(readFileSync(file, "utf8"));
  const { required_providers: providers, ...settings } = terraform;
  return { ...rest, terraform: { ...settings, required_providers: Object.keys(providers) } };
}

function describe({ path: where, before, after }: Difference): string {
  return `${where}: ${before} on cdktf, ${after} on cdktn`;
}
