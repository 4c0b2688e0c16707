import path from "node:path";
import type { Program } from "./measure";
import { copyProject, environmentFiles, environmentName } from "./project-copy";

/** What is measured, by name. */
export interface Subject {
  readonly name: string;
  readonly program: Program;
  /** Where it writes to. @default - nowhere */
  readonly output?: string;
}

/** The numbers of environments that show how time and size grow. */
export const SCALES = [1, 10, 50];

export const names = {
  bucket: "one bucket",
  app: "the project's environments",
  preview: "preview",
  appOf: (environments: number) => `app of ${environments}`,
  previewOf: (environments: number) => `preview of one of ${environments}`,
};

/** Everything that is measured, ready to run. */
export function prepareSubjects(project: string, scratch: string): Subject[] {
  const synthesis = (name: string, cwd: string, file = path.join(cwd, "main.ts")): Subject => {
    const output = path.join(scratch, name);
    // What a person has set for their own work must not decide what is measured.
    const env = { CDKTF_OUTDIR: output, OPENEMR_ENVIRONMENT: "", OPENEMR_STATE_KIND: "local" };
    return { name, output, program: { cwd, file, env } };
  };
  const preview = (name: string, cwd: string, environment: string): Subject => {
    const output = path.join(scratch, name);
    const args = [environment, "--out", output, "--timings"];
    return { name, output, program: { cwd, file: path.join(cwd, "scripts", "preview.ts"), args } };
  };
  const scaled = SCALES.flatMap((environments) => {
    const copy = path.join(scratch, `project of ${environments}`);
    copyProject(project, copy, environments);
    return [
      synthesis(names.appOf(environments), copy),
      preview(names.previewOf(environments), copy, environmentName(0)),
    ];
  });
  const [first] = environmentFiles(project);
  return [
    synthesis(names.bucket, project, path.join(__dirname, "one-bucket.ts")),
    synthesis(names.app, project),
    preview(names.preview, project, path.basename(first!, ".tfvars")),
    ...scaled,
  ];
}
