import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";

const ROOT = path.resolve(__dirname, "../..");

/** Fields of a step, a job and a workflow that tests read. Source: GitHub's "Workflow syntax for GitHub Actions". */
export interface Step {
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly shell?: string;
  readonly if?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly with?: Readonly<Record<string, unknown>>;
}

export interface Job {
  readonly uses?: string;
  readonly if?: string;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly steps?: readonly Step[];
  readonly concurrency?: { readonly group: string; readonly "cancel-in-progress": boolean };
  readonly environment?: unknown;
  readonly "timeout-minutes"?: number;
  readonly secrets?: unknown;
}

export interface Workflow {
  readonly file: string;
  readonly text: string;
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly concurrency?: Job["concurrency"];
  readonly jobs: Readonly<Record<string, Job>>;
}

/** Every workflow of this repository. */
export function readWorkflows(): Workflow[] {
  return yamlFiles(".github/workflows").map((file) => ({ file, ...readYaml<Omit<Workflow, "file">>(file) }));
}

/** Every action of this repository's own, with its steps. */
export function readActions(): Array<{ file: string; text: string; runs: { steps: readonly Step[] } }> {
  return readdirSync(path.join(ROOT, ".github/actions")).map((name) => {
    const file = `.github/actions/${name}/action.yml`;
    return { file, ...readYaml<{ text: string; runs: { steps: readonly Step[] } }>(file) };
  });
}

/** All steps, each with where it is. */
export function allSteps(): Array<Step & { where: string }> {
  const ofWorkflows = readWorkflows().flatMap(({ file, jobs }) =>
    Object.entries(jobs).flatMap(([job, { steps = [] }]) =>
      steps.map((step, i) => ({ ...step, where: `${file} ${job}[${i}]` })),
    ),
  );
  const ofActions = readActions().flatMap(({ file, runs }) =>
    runs.steps.map((step, i) => ({ ...step, where: `${file}[${i}]` })),
  );
  return [...ofWorkflows, ...ofActions];
}

function yamlFiles(folder: string): string[] {
  return readdirSync(path.join(ROOT, folder)).map((name) => `${folder}/${name}`);
}

function readYaml<T>(file: string): T & { text: string } {
  const text = readFileSync(path.join(ROOT, file), "utf8");
  return { text, ...(parse(text) as T) };
}
